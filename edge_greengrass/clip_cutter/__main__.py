"""Runs the clip cutter: hears the guard, tells the guard; unfinished orders go on once the guard speaks."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Any

from edge_greengrass.clip_cutter.desk import Desk
from edge_greengrass.clip_cutter.sending import Limits
from edge_greengrass.kit import settings
from edge_greengrass.kit.line import Line, LineDown

_PAUSE = 2.0


async def main() -> None:
    """Cut and send until told to end."""
    line = Line()
    await line.open()
    told = await settings.read(line)

    async def tell(facts: dict[str, Any]) -> None:
        while True:
            try:
                return await line.publish("rtcc/local/cut/evt", facts)
            except LineDown as failed:
                logging.warning("the guard was not told yet: %s", failed)
                await asyncio.sleep(_PAUSE)

    limits = Limits(part=told.number("part_mb", 64) << 20, kbit=told.number("upload_kbit", 0))
    desk = Desk(told.home, told.text("region"), tell, limits=limits)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await line.hear("rtcc/local/cut", desk.take)
    await line.hear("rtcc/local/recall", desk.hear)
    keeper = asyncio.create_task(line.keep())
    await line.running()
    await ended.wait()
    await desk.close()
    keeper.cancel()
    await line.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    asyncio.run(main())
