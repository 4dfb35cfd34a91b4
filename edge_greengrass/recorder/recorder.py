"""Records every camera of the list, stops for those that left it, keeps the rings durable, and forgets on time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from edge_greengrass.kit import index, trusted
from edge_greengrass.kit.subnet import Network
from edge_greengrass.recorder import listed, shelf
from edge_greengrass.recorder.calendar import Calendar
from edge_greengrass.recorder.camera import Camera, Pace
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.health import Health
from edge_greengrass.recorder.listed import Listed
from edge_greengrass.recorder.pipe import Rhythm
from edge_greengrass.recorder.ring import Ring
from edge_greengrass.recorder.shelf import Shelf

SYNC_S = 5.0  # what a cut of the power can cost
FORGET_S = 60.0
KEEP_FREE_PERCENT = 10

log = logging.getLogger(__name__)


class Recorder:
    """All cameras of one box. `feeds` is what the frames' socket serves."""

    def __init__(
        self, home: Path, *, network: Network, pace: Pace | None = None, keep_free: int = KEEP_FREE_PERCENT
    ) -> None:
        self.home, self.feeds = home, dict[str, Feed]()
        self.health = Health(home, keep_free=keep_free)
        self._network, self._pace, self._rhythm = network, pace, Rhythm()
        self._cameras: dict[str, tuple[Camera, asyncio.Task[None]]] = {}
        self._left: dict[str, Shelf] = {}  # rings that nobody writes
        self._disk = asyncio.Lock()  # one at a time opens rings or forgets
        self._is_short = False
        self.calendar = _calendar(home)

    async def read_list(self) -> None:
        """Make what is recorded match the list. An unreadable list changes nothing."""
        try:
            wanted = listed.read(self.home / "cameras.json")
        except (OSError, ValueError) as failed:
            log.error("the list of cameras was not taken: %s", failed)
            return
        for camera_id, (camera, _) in list(self._cameras.items()):
            if wanted.get(camera_id) != camera.listed:
                await self._stop(camera_id)
        async with self._disk:
            for one in wanted.values():
                if one.id not in self._cameras:
                    await self._start(one)

    def told(self) -> dict[str, Any]:
        """What the guard is told every two seconds."""
        cameras = [camera for camera, _ in list(self._cameras.values())]
        health = self.health.told([camera.ring for camera in cameras], is_short=self._is_short)
        return {"cameras": [camera.told() for camera in cameras], "health": health}

    async def keep(self) -> None:
        """Make the rings durable every few seconds, make room, and forget what is too old, for ever."""
        turn = 0
        while True:
            await asyncio.sleep(SYNC_S)
            rings = [camera.ring for camera, _ in self._cameras.values()]
            await asyncio.to_thread(_make_durable, [(ring, ring.durable()) for ring in rings])
            turn = (turn + 1) % round(FORGET_S / SYNC_S)
            async with self._disk:
                await asyncio.to_thread(self.make_room)
                if not turn:
                    for ring in rings:
                        ring.rest()
                    await asyncio.to_thread(self.forget)

    def make_room(self) -> None:
        """Free what the installer wants to be free: the oldest of whoever has most, never what is held (abuse 69)."""
        try:
            missing = self.health.missing()
            self._is_short = missing > 0 and shelf.make_room(self._shelves(), missing) > 0
        except OSError as failed:
            log.error("no room was made: %s", failed)

    def forget(self) -> None:
        """Delete what is older than its owner wants, cameras that left the list included."""
        try:
            self.calendar.note()
        except OSError as failed:
            log.error("how long the recorder has run was not written down: %s", failed)
        for one in self._shelves():
            try:
                if (days := shelf.days(one.folder)) is not None:
                    one.forget_old(self.calendar, days)
                if not one.numbers and one.folder.name in self._left:
                    shutil.rmtree(self._left.pop(one.folder.name).folder)
            except OSError as failed:
                log.error("old footage in %s was not deleted: %s", one.folder.name, failed)

    async def close(self) -> None:
        """Stop every camera; what was recorded is durable then."""
        for camera_id in list(self._cameras):
            await self._stop(camera_id)

    def _shelves(self) -> list[Shelf]:
        """Of the cameras that are recorded, and of those that left."""
        written = {camera.listed.id: camera.ring.shelf for camera, _ in list(self._cameras.values())}
        rings = self.home / "ring"
        for folder in rings.iterdir() if rings.is_dir() else ():
            if folder.name not in written and folder.name not in self._left and folder.is_dir():
                self._left[folder.name] = Shelf.found(folder)
        return [*written.values(), *self._left.values()]

    async def _start(self, one: Listed) -> None:
        self._left.pop(one.id, None)
        ring = await asyncio.to_thread(Ring, self.home / "ring" / one.id, one.days_stored, lambda: self.calendar.ran)
        if ring.dropped:
            log.warning("the ring of %s lost a torn tail of %d bytes", one.id, ring.dropped)
        camera = Camera(one, ring, network=self._network, pace=self._pace, rhythm=self._rhythm)
        self.feeds[one.id] = camera.feed
        self._cameras[one.id] = (camera, asyncio.create_task(camera.record(), name=one.id))

    async def _stop(self, camera_id: str) -> None:
        camera, task = self._cameras.pop(camera_id)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        self.feeds.pop(camera_id, None)
        try:
            camera.ring.close()
        except OSError as failed:
            log.error("the ring of %s is not durable: %s", camera_id, failed)


def _calendar(home: Path) -> Calendar:
    """The calendar of this home. Should its file be lost, it goes on where its rings are."""
    rings = home / "ring"
    rings.mkdir(parents=True, exist_ok=True, mode=0o700)
    newest = (index.newest_head(folder) for folder in rings.iterdir() if folder.is_dir())
    least = max((head.opened for head in newest if head), default=0)

    def center() -> float | None:
        told = trusted.read(home)
        return told.now_ms() if told else None

    return Calendar(rings / "calendar.json", least=least, trusted=center)


def _make_durable(rings: list[tuple[Ring, Callable[[], None]]]) -> None:
    for ring, durable in rings:
        try:
            durable()
        except OSError as failed:
            ring.trouble = failed
            log.error("the ring in %s is not durable: %s", ring.folder.name, failed)
