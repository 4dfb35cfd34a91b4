"""The camera's clock and lens: which frame is due, encoded once and handed to everybody who watches."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from local.cameras.encoder import FPS, Coding, Encoder, Picture
from local.cameras.scene import Scene


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong; `after`: how many seconds after the first viewer came. 0: never."""

    stalls_after: float = 0.0
    changes_after: float = 0.0  # to another profile, in the middle of the stream
    codec_after: float = 0.0  # to the other codec: everybody is hung up on
    clock_after: float = 0.0  # its clock is set an hour ahead
    flaps_every: float = 0.0  # seconds after which it hangs up on a viewer
    loses: float = 0.0  # this share of its packets
    refuses: bool = False
    is_endless: bool = False  # its description is a gigabyte


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture with its number and time of capture (ms since 1970)."""

    counter: int
    ms: int
    picture: Picture


Viewer = Callable[[Shot | None], None]  # None: it hangs up


class Film:
    """Encodes while somebody watches. The counter goes on with time: when the machine is busy, numbers are skipped."""

    def __init__(self, name: str, faults: Faults, coding: Coding | None = None) -> None:
        self.faults, self.coding = faults, coding or Coding()
        self._scene = Scene(name)
        self._began = int(time.time() * 1000)
        self._viewers: set[Viewer] = set()
        self._task: asyncio.Task[None] | None = None
        self._first_joined = 0.0
        self.sets = self._told_sets()
        self.skipped = 0

    def at(self, counter: int) -> int:
        """When a frame is captured, in ms since 1970."""
        return self._began + round(counter * 1000 / FPS)

    def due(self) -> int:
        """The number of the newest frame whose time has come."""
        return (int(time.time() * 1000) - self._began) * FPS // 1000

    def ahead_ms(self) -> int:
        """How far the camera's clock is ahead of the time."""
        return 3_600_000 if self._is_time_for(self.faults.clock_after) else 0

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
        encoder, is_changed, counter = Encoder(self.coding), False, self.due() + 1
        taken: list[int] = []  # the numbers of the frames that this encoder was given
        while self._viewers:
            await asyncio.sleep(max(0.0, self.at(counter) / 1000 - time.time()))
            if self._is_time_for(self.faults.stalls_after):
                return
            if self._is_time_for(self.faults.codec_after) and self.coding.codec == "h264":
                self._change_codec()
                return
            if self._is_time_for(self.faults.changes_after) and not is_changed:
                encoder, is_changed, taken = Encoder(replace(self.coding, profile="main")), True, []
            taken.append(counter)
            for picture in encoder.encode(self._scene.draw(counter, self.at(counter))):
                self._show(Shot(taken[picture.number], self.at(taken[picture.number]), picture))
            late = self.due() - counter
            self.skipped += max(0, late - 1)
            counter += max(1, late)

    def _show(self, shot: Shot | None) -> None:
        for viewer in list(self._viewers):
            viewer(shot)

    def _change_codec(self) -> None:
        self.coding = Coding("h265")
        self.sets = self._told_sets()
        self._show(None)

    def _told_sets(self) -> tuple[bytes, ...]:
        encoder = Encoder(self.coding)
        first = encoder.encode(self._scene.draw(0, self._began)) + encoder.end()
        return first[0].sets

    def _is_time_for(self, seconds: float) -> bool:
        return bool(seconds and self._first_joined and time.monotonic() - self._first_joined >= seconds)
