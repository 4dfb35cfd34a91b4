"""The camera's clock and lens: which frame is due, encoded once and handed to everybody who watches."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from local.cameras.encoder import FPS, Encoder, Picture
from local.cameras.scene import Scene


@dataclass(slots=True)
class Faults:
    """What goes wrong, and how many seconds after the first viewer came. 0: never."""

    stalls_after: float = 0.0
    changes_after: float = 0.0
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture with its number and time of capture (ms since 1970)."""

    counter: int
    ms: int
    picture: Picture


Viewer = Callable[[Shot], None]


class Film:
    """Encodes while somebody watches. The counter goes on with time: when the machine is busy, numbers are skipped."""

    def __init__(self, name: str, faults: Faults) -> None:
        self._scene, self._faults = Scene(name), faults
        self._began = int(time.time() * 1000)
        self._viewers: set[Viewer] = set()
        self._task: asyncio.Task[None] | None = None
        self._first_joined = 0.0
        self.sets = Encoder().encode(self._scene.draw(0, self._began)).sets
        self.skipped = 0

    def at(self, counter: int) -> int:
        """When a frame is captured, in ms since 1970."""
        return self._began + round(counter * 1000 / FPS)

    def due(self) -> int:
        """The number of the newest frame whose time has come."""
        return (int(time.time() * 1000) - self._began) * FPS // 1000

    def join(self, viewer: Viewer) -> None:
        """Show each frame to the viewer, from the next key frame on."""
        self._viewers.add(viewer)
        self._first_joined = self._first_joined or time.monotonic()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def leave(self, viewer: Viewer) -> None:
        """No more for this one."""
        self._viewers.discard(viewer)

    async def _run(self) -> None:
        encoder = Encoder()
        changed, counter = False, self.due() + 1
        while self._viewers:
            await asyncio.sleep(max(0.0, self.at(counter) / 1000 - time.time()))
            watched = time.monotonic() - self._first_joined
            if self._faults.stalls_after and watched >= self._faults.stalls_after:
                return
            if self._faults.changes_after and watched >= self._faults.changes_after and not changed:
                encoder, changed = Encoder("main"), True
            shot = Shot(counter, self.at(counter), encoder.encode(self._scene.draw(counter, self.at(counter))))
            for viewer in list(self._viewers):
                viewer(shot)
            late = self.due() - counter
            self.skipped += max(0, late - 1)
            counter += max(1, late)
