"""All relays of a box: what the guard says starts, renews and stops them; nothing here outlives its lease."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path
from typing import Any

from edge_greengrass.kit import times
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.live_relay.relay import Pace, Relay, Tell, Way

LONGEST_LEASE = 60.0  # seconds; a lease that says more is cut

log = logging.getLogger(__name__)


class Relays:
    """One relay a camera, several cameras at once."""

    def __init__(self, home: Path, region: str, tell: Tell, *, pace: Pace | None = None) -> None:
        self._frames_sock, self._region, self._tell, self._pace = home / "frames.sock", region, tell, pace
        self._wallet = Wallet()
        self._running: dict[str, tuple[Relay, asyncio.Task[None]]] = {}

    def hear(self, facts: dict[str, Any]) -> None:
        """What the guard says. What cannot be read is dropped: a relay ends by itself."""
        try:
            camera, what = str(facts["camera"]), facts["do"]
            if what == "stop":
                self._stop(camera, "The view was ended.")
            elif what == "renew":
                self._renew(camera, _deadline(facts["until"]))
            elif what == "start":
                self._start(camera, str(facts["stream"]), _deadline(facts["until"]))
        except (KeyError, ValueError, TypeError) as failed:
            log.warning("a message of the guard was dropped: %r", failed)

    async def close(self) -> None:
        """End every relay."""
        tasks = [task for _, task in self._running.values()]
        for camera in list(self._running):
            self._stop(camera, "The box is shutting down.")
        if tasks:
            await asyncio.wait(tasks)

    def _renew(self, camera: str, deadline: float) -> None:
        if found := self._running.get(camera):
            found[0].renew(deadline)

    def _stop(self, camera: str, why: str) -> None:
        if found := self._running.get(camera):
            found[0].stop(why)

    def _start(self, camera: str, stream: str, deadline: float) -> None:
        before = self._running.get(camera)
        if before and before[0].way.stream == stream and not before[0].is_ending:
            before[0].renew(deadline)
            return
        if before:
            before[0].stop("The camera goes to another stream.")
        way = Way(camera, stream, self._frames_sock, self._wallet, self._region)
        relay = Relay(way, self._tell, deadline=deadline, pace=self._pace)
        task = asyncio.create_task(self._run(relay, before[1] if before else None), name=camera)
        self._running[camera] = (relay, task)

    async def _run(self, relay: Relay, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait({before})  # a stream takes one producer
        try:
            await relay.run()
        finally:
            if (now := self._running.get(relay.way.camera)) and now[0] is relay:
                del self._running[relay.way.camera]


def _deadline(until: str) -> float:
    """The moment of the loop's own clock at which the lease ends: at most a minute from now."""
    left = times.read(until) / 1000 - time.time()
    return asyncio.get_running_loop().time() + min(left, LONGEST_LEASE)
