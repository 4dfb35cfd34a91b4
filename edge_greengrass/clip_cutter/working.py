"""Cuts one order after the other: holds the stretch, waits for the last group of pictures, says what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edge_greengrass.clip_cutter import cutting, telling
from edge_greengrass.clip_cutter.cutting import Nothing
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.sending import Pauses
from edge_greengrass.kit import holds, index, trusted

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks at the ring; for the newest group to be finished; between two tries to send."""

    look: float = 0.1
    newest: float = 25.0
    pauses: Pauses = field(default_factory=Pauses)


class Cutter:
    """The rings of a box; two orders are cut at a time."""

    def __init__(self, home: Path, pace: Pace) -> None:
        self._home, self._pace = home, pace
        self._two = asyncio.Semaphore(2)

    async def cut(self, wanted: Order, file: Path) -> dict[str, Any]:
        """Write the clip to the file; the facts of the event: cut, none, or failed with the reason."""
        ring = self._ring(wanted.camera)
        with contextlib.suppress(OSError, ValueError):  # a camera without a ring has nothing to hold
            holds.hold(ring, wanted.id, wanted.first, wanted.end)
        await self._until_recorded(wanted, ring)
        told = {"order": wanted.id, "camera": wanted.camera}
        try:
            async with self._two:
                known = trusted.read(self._home)
                clip = await asyncio.to_thread(cutting.cut, wanted, ring, file, trusted=known)
        except Nothing:
            return told | {"state": "none", "why": "There is no recording of that time."}
        except (OSError, ValueError) as failed:
            log.exception("order %s", wanted.id)
            file.unlink(missing_ok=True)
            return told | {"state": "failed", "why": f"The clip could not be cut: {_reason(failed)}."}
        return told | telling.cut(wanted, clip)

    def let_go(self, camera: str, name: str) -> None:
        """The ring may forget what the order needed."""
        with contextlib.suppress(OSError, ValueError):
            holds.let_go(self._ring(camera), name)

    def _ring(self, camera: str) -> Path:
        return self._home / "ring" / camera

    async def _until_recorded(self, wanted: Order, ring: Path) -> None:
        """Wait until the ring has what comes up to the end of the order, but not for a camera that stopped."""
        left_ms = wanted.end - time.time() * 1000
        give_up = time.monotonic() + max(0.0, left_ms / 1000) + self._pace.newest
        while time.monotonic() < give_up:
            newest = await asyncio.to_thread(index.newest, ring)
            if newest is None or newest.end >= wanted.end or wanted.end - newest.end > index.SEGMENT_MS:
                return
            await asyncio.sleep(self._pace.look)


def _reason(failed: Exception) -> str:
    return (failed.strerror if isinstance(failed, OSError) else str(failed)) or type(failed).__name__
