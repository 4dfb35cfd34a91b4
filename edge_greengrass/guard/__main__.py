"""Starts the guard: `python3 -u -m edge_greengrass.guard`, by the nucleus."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from edge_greengrass.guard.box import Box
from edge_greengrass.guard.echo import GoneDeaf
from edge_greengrass.kit import settings
from edge_greengrass.kit.line import Line


async def main() -> None:
    """Open the line, read the settings, guard until SIGTERM."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ended.set)
    line = Line()
    await line.open()
    box = Box(line, await settings.read(line))
    port = await box.open()
    logging.info("the box's page is on port %d", port)
    await line.running()
    try:
        await box.run(ended)
    finally:
        await box.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        asyncio.run(main())
    except* GoneDeaf:
        sys.exit("deaf, and a new client did not help: ending, to be started again")
