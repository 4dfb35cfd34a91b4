"""One stream on its way, live or review: its lease, its upload, its first word and its last."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_greengrass.kit import times
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.live_relay.lease import Lease
from edge_greengrass.live_relay.pace import Pace
from edge_greengrass.live_relay.upload import Upload

Tell = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Way:
    """From which camera of which home, to which stream, as whom."""

    camera: str
    stream: str
    home: Path
    wallet: Wallet
    region: str
    view: str = ""  # of a review: the one viewer it is for


class Carriage:
    """Counts what was sent, and tells the guard. `run` ends with the lease, or when the work says that it is over."""

    def __init__(self, way: Way, tell: Tell, *, lease: Lease, pace: Pace, timecodes: str = "ABSOLUTE") -> None:
        self.way, self.lease, self.pace, self._tell = way, lease, pace, tell
        self.upload = Upload(way.stream, way.wallet, way.region, pace, timecodes=timecodes)
        self._frames, self._last_at = 0, 0

    def count(self, at: int) -> None:
        """One more frame, taken then (ms since 1970), was sent."""
        self._frames, self._last_at = self._frames + 1, at

    async def tell(self, state: str, **more: Any) -> None:
        """Say to the guard how it stands."""
        facts: dict[str, Any] = {"camera": self.way.camera, "stream": self.way.stream, "state": state}
        if self.way.view:
            facts["view"] = self.way.view
        await self._tell(facts | more)

    async def run(self, work: Coroutine[Any, Any, str]) -> None:
        """Do the work while the lease holds; tell when it started and when it ended, and why."""
        pump, herald = asyncio.create_task(work), asyncio.create_task(self._announce())
        why = "The relay was ended."
        try:
            why = await self.lease.hold(pump)
        finally:
            pump.cancel()
            herald.cancel()
            await asyncio.wait({pump, herald})
            await self.upload.cut()
            last = {"last_frame_at": times.spell(self._last_at)} if self._frames else {}
            await self.tell("ended", frames=self._frames, **last, why=why)

    async def _announce(self) -> None:
        await self.upload.has_started.wait()
        await self.tell("started", frames=self._frames)
