"""Runs the recorder: the line to the nucleus, the frames' socket, the cameras; ends on SIGTERM."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import logging
import signal
from typing import Any

from edge_greengrass.kit import settings
from edge_greengrass.kit.line import Line, LineDown
from edge_greengrass.recorder import frames
from edge_greengrass.recorder.recorder import KEEP_FREE_PERCENT, Recorder

TELL_S = 2.0


async def main() -> None:
    """Record until told to end."""
    line = Line()
    await line.open()
    told = await settings.read(line)
    network = ipaddress.ip_network(told.text("camera_subnet"), strict=False)
    recorder = Recorder(told.home, network=network, keep_free=told.number("keep_free_percent", KEEP_FREE_PERCENT))
    changed, ended = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)

    def heard(facts: dict[str, Any]) -> None:
        if facts.get("do") == "cameras":
            changed.set()

    await line.hear("rtcc/local/recorder", heard)
    server = await frames.serve(told.home / "frames.sock", recorder.feeds)
    tasks = [asyncio.create_task(one) for one in (line.keep(), recorder.keep(), _follow(recorder, changed))]
    tasks.append(asyncio.create_task(_tell(line, recorder)))
    changed.set()
    await line.running()
    await ended.wait()
    for task in tasks:
        task.cancel()
    server.close()
    await recorder.close()
    await line.close()


async def _follow(recorder: Recorder, changed: asyncio.Event) -> None:
    while True:
        await changed.wait()
        changed.clear()
        await recorder.read_list()


async def _tell(line: Line, recorder: Recorder) -> None:
    while True:
        try:
            await line.publish("rtcc/local/recorder/evt", await asyncio.to_thread(recorder.told))
        except (LineDown, ValueError) as failed:
            logging.warning("the guard was not told: %s", failed)
        await asyncio.sleep(TELL_S)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    gc.set_threshold(50_000)  # pictures come and go by the hundred, and none of them is part of a ring of references
    asyncio.run(main())
