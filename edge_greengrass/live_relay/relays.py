"""All relays of a box: what the guard says starts, renews, turns and stops them; nothing here outlives its lease."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from edge_greengrass.kit import times
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.live_relay.carriage import Carriage, Tell, Way
from edge_greengrass.live_relay.lease import Lease
from edge_greengrass.live_relay.pace import Pace
from edge_greengrass.live_relay.reel import Reel
from edge_greengrass.live_relay.relay import Live
from edge_greengrass.live_relay.review import Review, spoken

LONGEST_LEASE = 60.0  # seconds; a lease that says more is cut
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")  # of a camera: its ring is the folder of that name

log = logging.getLogger(__name__)


class Relays:
    """One live relay a camera, one review a stream, many at once."""

    def __init__(self, home: Path, region: str, tell: Tell, *, pace: Pace | None = None) -> None:
        self._home, self._region, self._tell, self._pace = home, region, tell, pace or Pace()
        self._wallet = Wallet()
        # Live relays by their camera, reviews by their stream: a camera's name never is a stream's.
        self._running: dict[str, tuple[Live | Review, asyncio.Task[None]]] = {}

    def hear(self, facts: Mapping[str, Any]) -> None:
        """What the guard says. What cannot be read is dropped: a relay ends by itself."""
        asked: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "start": self._start,
            "review": self._review,
            "renew": self._renew,
            "turn": self._turn,
            "stop": self._stop,
        }
        try:
            asked[facts["do"]](facts)
        except (KeyError, ValueError, TypeError) as failed:
            log.warning("a message of the guard was dropped: %r", failed)

    async def close(self) -> None:
        """End everything."""
        tasks = [task for _, task in self._running.values()]
        for one, _ in self._running.values():
            one.carriage.lease.stop("The box is shutting down.")
        if tasks:
            await asyncio.wait(tasks)

    def _renew(self, facts: Mapping[str, Any]) -> None:
        deadline = _deadline(facts["until"])
        if found := self._running.get(str(facts.get("stream", ""))) or self._running.get(str(facts["camera"])):
            found[0].carriage.lease.renew(deadline)

    def _turn(self, facts: Mapping[str, Any]) -> None:
        found = self._running.get(str(facts["stream"]))
        if found and isinstance(found[0], Review):
            found[0].turn(facts)

    def _stop(self, facts: Mapping[str, Any]) -> None:
        """One stream, or without one everything of a camera."""
        camera, stream = str(facts["camera"]), facts.get("stream")
        for one, _ in self._running.values():
            way = one.carriage.way
            if way.camera == camera and stream in (None, way.stream):
                one.carriage.lease.stop("The view was ended.")

    def _start(self, facts: Mapping[str, Any]) -> None:
        camera, stream, deadline = _named(facts["camera"]), str(facts["stream"]), _deadline(facts["until"])
        before = self._running.get(camera)
        if before and not before[0].carriage.lease.is_ending:
            if before[0].carriage.way.stream == stream:
                before[0].carriage.lease.renew(deadline)
                return
            before[0].carriage.lease.stop("The camera goes to another stream.")
        self._run(camera, Live(self._carriage(camera, stream, deadline)))

    def _review(self, facts: Mapping[str, Any]) -> None:
        """A review, or its renewal, which may narrow what may be seen and never widens it."""
        camera, stream, deadline = _named(facts["camera"]), str(facts["stream"]), _deadline(facts["until"])
        first = times.read(facts["not_before"])
        last = times.read(facts["not_after"]) if facts.get("not_after") else None
        running = self._running.get(stream)
        if running and isinstance(running[0], Review) and not running[0].carriage.lease.is_ending:
            running[0].reel.narrow(first, last)
            running[0].carriage.lease.renew(deadline)
            return
        start, speed = max(first, times.read(facts["from"])), spoken(facts.get("speed", 1))
        reel = Reel.of(self._home / "ring" / camera, first=first, last=last)
        carriage = self._carriage(camera, stream, deadline, view=str(facts["view"]))
        self._run(stream, Review(carriage, reel, start=start, speed=speed))

    def _carriage(self, camera: str, stream: str, deadline: float, *, view: str = "") -> Carriage:
        way = Way(camera, stream, self._home, self._wallet, self._region, view)
        timecodes = "RELATIVE" if view else "ABSOLUTE"
        return Carriage(way, self._tell, lease=Lease(deadline), pace=self._pace, timecodes=timecodes)

    def _run(self, name: str, one: Live | Review) -> None:
        before = self._running.get(name)
        task = asyncio.create_task(self._keep(name, one, before[1] if before else None), name=name)
        self._running[name] = (one, task)

    async def _keep(self, name: str, one: Live | Review, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait({before})  # a stream takes one producer
        try:
            await one.run()
        finally:
            if (now := self._running.get(name)) and now[0] is one:
                del self._running[name]


def _deadline(until: str) -> float:
    """The moment of the loop's own clock at which the lease ends: at most a minute from now."""
    left = times.read(until) / 1000 - time.time()
    return asyncio.get_running_loop().time() + min(left, LONGEST_LEASE)


def _named(camera: object) -> str:
    if not isinstance(camera, str) or not _NAME.fullmatch(camera):
        raise ValueError("no camera has such a name")
    return camera
