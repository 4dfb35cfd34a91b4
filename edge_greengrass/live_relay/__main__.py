"""Runs the live relay: hears the guard, tells the guard; ends every view on SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Any

from edge_greengrass.kit import settings
from edge_greengrass.kit.line import Line, LineDown
from edge_greengrass.live_relay.relays import Relays


async def main() -> None:
    """Relay until told to end."""
    line = Line()
    await line.open()
    told = await settings.read(line)

    async def tell(facts: dict[str, Any]) -> None:
        try:
            await line.publish("rtcc/local/relay/evt", facts)
        except LineDown as failed:
            logging.warning("the guard was not told: %s", failed)

    relays = Relays(told.home, told.text("region"), tell)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await line.hear("rtcc/local/relay", relays.hear)
    keeper = asyncio.create_task(line.keep())
    await line.running()
    await ended.wait()
    await relays.close()
    keeper.cancel()
    await line.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    asyncio.run(main())
