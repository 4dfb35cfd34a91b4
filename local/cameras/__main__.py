"""One simulated camera: `python -m local.cameras --name NAME`; prints its address, ends when its stdin closes."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import threading

from local.cameras.film import Faults, Film
from local.cameras.password import Password
from local.cameras.rtsp import serve


def main() -> None:
    """Serve until told to end. The password comes by the environment: a command line is read by everybody."""
    parser = argparse.ArgumentParser(prog="python -m local.cameras")
    parser.add_argument("--name", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--user", default="viewer")
    parser.add_argument("--digest", choices=("MD5", "SHA-256"), default="MD5")
    parser.add_argument("--stalls-after", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--changes-after", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--refuses", action="store_true", help="refuse every password")
    given = parser.parse_args()
    asyncio.run(_run(given))


async def _run(given: argparse.Namespace) -> None:
    film = Film(given.name, Faults(given.stalls_after, given.changes_after, given.refuses))
    password = Password(given.user, os.environ["RTCC_CAMERA_PASSWORD"], given.digest)
    server = await serve(film, password, port=given.port, refuses=given.refuses)
    port = server.sockets[0].getsockname()[1]
    print(json.dumps({"address": f"rtsp://127.0.0.1:{port}/street"}), flush=True)
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    threading.Thread(target=_end_with_stdin, args=(loop, ended), daemon=True).start()
    await ended.wait()
    server.close()


def _end_with_stdin(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    while os.read(0, 1):  # not sys.stdin: its lock would be held when Python ends
        pass
    loop.call_soon_threadsafe(ended.set)


if __name__ == "__main__":
    main()
