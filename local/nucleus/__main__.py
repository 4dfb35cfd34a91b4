"""A box's nucleus: `python -m local.nucleus FOLDER`. Ends, with its components, when its stdin closes or on SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from local.nucleus import plan
from local.nucleus.nucleus import Nucleus


def main() -> None:
    """Run until told to end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    asyncio.run(_run(plan.read(Path(sys.argv[1]))))


async def _run(told: plan.Plan) -> None:
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ending.set)
    loop.add_signal_handler(signal.SIGINT, ending.set)
    threading.Thread(target=_end_with_parent, args=(loop, ending), daemon=True).start()
    nucleus = Nucleus(told)
    try:
        await nucleus.start()
        await ending.wait()
    finally:
        await nucleus.end()


def _end_with_parent(loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
    """The parent holds the other end of our stdin: when it dies, however it dies, reading ends."""
    while os.read(0, 1):  # not by sys.stdin, whose lock would be held when the interpreter ends
        pass
    loop.call_soon_threadsafe(ending.set)


if __name__ == "__main__":
    main()
