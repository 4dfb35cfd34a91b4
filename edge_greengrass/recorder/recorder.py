"""Records every camera of the list, and stops for those that left it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from pathlib import Path
from typing import Any

from edge_greengrass.kit.subnet import Network
from edge_greengrass.recorder import listed
from edge_greengrass.recorder.camera import Camera, Pace
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.listed import Listed
from edge_greengrass.recorder.ring import Ring, forget

SYNC_S = 5.0  # what a cut of the power can cost
FORGET_S = 60.0

log = logging.getLogger(__name__)


class Recorder:
    """All cameras of one box, which are in this network. `feeds` is what the frames' socket serves."""

    def __init__(self, home: Path, *, network: Network, pace: Pace | None = None) -> None:
        self.home, self.feeds = home, dict[str, Feed]()
        self._network = network
        self._pace = pace
        self._cameras: dict[str, tuple[Camera, asyncio.Task[None]]] = {}

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
        for one in wanted.values():
            if one.id not in self._cameras:
                self._start(one)

    def told(self) -> dict[str, Any]:
        """What the guard is told every two seconds."""
        return {"cameras": [camera.told() for camera, _ in list(self._cameras.values())]}

    async def keep(self) -> None:
        """Make the rings durable every few seconds, and forget what is too old, for ever."""
        turn = 0
        while True:
            await asyncio.sleep(SYNC_S)
            for camera, _ in list(self._cameras.values()):
                try:
                    await camera.ring.sync()
                except OSError as failed:
                    log.error("the ring of %s is not durable: %s", camera.listed.id, failed)
            turn += 1
            if turn * SYNC_S >= FORGET_S:
                turn = 0
                await asyncio.to_thread(self.forget)

    def forget(self) -> None:
        """Delete what is older than its owner wants, cameras that left the list included."""
        rings = self.home / "ring"
        for folder in rings.iterdir() if rings.is_dir() else ():
            try:
                forget(folder, now_ms=time.time() * 1000)
            except OSError as failed:
                log.error("old footage in %s was not deleted: %s", folder.name, failed)

    async def close(self) -> None:
        """Stop every camera; what was recorded is durable then."""
        for camera_id in list(self._cameras):
            await self._stop(camera_id)

    def _start(self, one: Listed) -> None:
        ring = Ring(self.home / "ring" / one.id, one.days_stored)
        if ring.dropped:
            log.warning("the ring of %s lost a torn tail of %d bytes", one.id, ring.dropped)
        camera = Camera(one, ring, network=self._network, pace=self._pace)
        self.feeds[one.id] = camera.feed
        self._cameras[one.id] = (camera, asyncio.create_task(camera.record(), name=one.id))

    async def _stop(self, camera_id: str) -> None:
        camera, task = self._cameras.pop(camera_id)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        self.feeds.pop(camera_id, None)
        camera.ring.close()
