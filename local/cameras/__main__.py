"""One simulated camera: `python -m local.cameras --name NAME`; prints its address, ends when its stdin closes."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import threading
from dataclasses import fields

from local.cameras.encoder import Coding
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
    parser.add_argument("--codec", choices=("h264", "h265"), default="h264")
    parser.add_argument("--b-frames", type=int, default=0, metavar="COUNT")
    for fault in ("stalls-after", "changes-after", "codec-after", "clock-after", "flaps-every"):
        parser.add_argument(f"--{fault}", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--loses", type=float, default=0.0, metavar="SHARE", help="of its packets, 0 to 1")
    parser.add_argument("--refuses", action="store_true", help="refuse every password")
    parser.add_argument("--is-endless", action="store_true", help="describe itself in a gigabyte")
    asyncio.run(_run(parser.parse_args()))


async def _run(given: argparse.Namespace) -> None:
    faults = Faults(**{one.name: getattr(given, one.name) for one in fields(Faults)})
    film = Film(given.name, faults, Coding(given.codec, given.b_frames))
    password = Password(given.user, os.environ["RTCC_CAMERA_PASSWORD"], given.digest)
    server = await serve(film, password, port=given.port)
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
