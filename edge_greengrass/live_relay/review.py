"""Plays a camera's ring to one viewer's stream: from a time, at a speed, with seek and halt, storing nothing (P9.2)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

from edge_greengrass.kit import mkv, times
from edge_greengrass.kit.mkv import Frame
from edge_greengrass.live_relay.carriage import Carriage
from edge_greengrass.live_relay.reel import Reel, Shot
from edge_greengrass.live_relay.refusing import Over
from edge_greengrass.live_relay.upload import SHORTEST_MS

SPEEDS = (1, 2, 4)
LEAST_MS = 900  # of a fragment, on the stream: the service's quotas name a second; at speed, groups share one
_LATE_MS = 1_000  # so far behind its own rhythm it hurries; further, it begins a new one

log = logging.getLogger(__name__)


class Review:
    """One viewer's playing. Its stream counts from 0 and only ever grows, whatever is jumped; tags say the true time.

    Each fragment carries `RTCC_AT` (ms since 1970, of its first frame), `RTCC_SPEED`, and behind a gap `RTCC_GAP` (ms).
    A turn takes hold at once: playing goes on at the key frame of the group of pictures that was seen.
    """

    def __init__(self, carriage: Carriage, reel: Reel, *, start: int, speed: int = 1) -> None:
        self.carriage, self.reel, self._upload = carriage, reel, carriage.upload
        self._at, self._speed, self._is_paused = start, spoken(speed), False
        self._turned = asyncio.Event()
        self._clock = asyncio.get_running_loop().time
        self._zero, self._start_ms = self._clock(), int(time.time() * 1000)
        self._fragment: tuple[int, bytes] | None = None  # the open one: when it begins on the stream, its header
        self._header = b""  # of the request
        self._due = 0.0  # when the next group begins, in ms on the stream's own time
        self._begun, self._newest, self._told = float(-SHORTEST_MS), -1, -3600.0

    async def run(self) -> None:
        """Play until the lease is over, the stream is gone, or the recording ends."""
        await self.carriage.run(self._play())

    def turn(self, facts: Mapping[str, Any]) -> None:
        """To another time (`from`), another speed, a halt or on (`is_paused`). Raises ValueError."""
        speed = spoken(facts.get("speed", self._speed))
        start = times.read(str(facts["from"])) if facts.get("from") is not None else self._at
        self._at, self._speed = max(start, self.reel.first), speed
        self._is_paused = bool(facts.get("is_paused", self._is_paused))
        self._turned.set()

    async def _play(self) -> str:
        while True:
            self._turned.clear()
            self._fragment = None
            try:
                if self._is_paused:
                    await self._halt()
                elif await self._run_from(self._at):
                    await self._upload.end()
                    return "end of recording"
            except Over as over:
                return str(over)
            except (OSError, ValueError) as failed:
                log.warning("review of %s: %s", self.carriage.way.camera, failed)
                await self._upload.recover(failed)

    async def _halt(self) -> None:
        """Show the picture of this moment, hang up, and wait for a turn."""
        shot = await asyncio.to_thread(next, self.reel.shots(self._at), None)
        begin = await self._begin(shot, self._passed()) if shot else None
        if shot and begin is not None:
            self._send(shot.frames[0], int(begin))
        await self._upload.end()
        await self._say_where(self._at)
        await self._turned.wait()

    async def _run_from(self, start: int) -> bool:
        """Play until the recording ends (True), or until it is turned."""
        shots = self.reel.shots(start)
        while shot := await asyncio.to_thread(next, shots, None):
            if not await self._show(shot):
                return False
        return not self._turned.is_set()

    async def _show(self, shot: Shot) -> bool:
        """Send one group in its rhythm; False when it was turned meanwhile."""
        speed, now = self._speed, self._passed()
        hole = shot.start - self._at  # when it plays on, `_at` is the end of the group before
        if hole < 0 or shot.gap or self._due < now - _LATE_MS:
            self._fragment = None  # a jump: the times of one fragment are true among themselves
        frames = shot.in_time(leading=self._fragment is not None)
        begin = await self._begin(shot, now if self._fragment is None else self._due + hole / speed)
        if begin is None or self._turned.is_set():
            return False
        self._at = shot.start
        for frame, moment in frames:
            if not await self._reach(begin + (moment - shot.start) / speed):
                return False
            self._send(frame, int(begin) + (frame.at - shot.start) // speed)
            await self._upload.drained()  # a slow line slows the playing: nothing is left out
        if not self._turned.is_set():
            self._at, self._due = shot.end, begin + (shot.end - shot.start) / speed
        return not self._turned.is_set()

    async def _begin(self, shot: Shot, due: float) -> float | None:
        """The next fragment, or still this one when it is very short; when it begins, None when it was turned."""
        fragment = self._fragment
        if fragment and fragment[1] == shot.header and due - fragment[0] < LEAST_MS:
            return due if not self._turned.is_set() else None
        if not await self._reach(self._begun + SHORTEST_MS):  # the service takes five fragments a second
            return None
        if self._header not in (b"", shot.header):
            await self._upload.end()  # another codec setup needs another request
        self._header = shot.header
        await self._upload.ready(shot.header, start_ms=self._start_ms + self._upload.shift_ms)
        if self._turned.is_set():
            return None
        begin = max(due, self._newest + 1)
        said = [("RTCC_AT", str(shot.start)), ("RTCC_SPEED", str(self._speed))]
        said += [("RTCC_GAP", str(shot.gap))] if shot.gap else []
        self._upload.send(mkv.tags(said) + mkv.open_cluster(int(begin)))
        self._fragment, self._begun = (int(begin), shot.header), self._passed()
        if self._clock() - self._told >= self.carriage.pace.told:
            await self._say_where(shot.start)
        return begin

    def _send(self, frame: Frame, at: int) -> None:
        began = self._fragment[0] if self._fragment else at
        self._upload.send(mkv.block(at - began, frame.is_key, frame.data))
        self._newest = max(self._newest, at)
        self.carriage.count(frame.at)

    async def _reach(self, moment: float) -> bool:
        """Wait for a moment of the stream's time; False when it was turned meanwhile."""
        left = (moment - self._passed()) / 1000
        if left > 0 and not self._turned.is_set():
            change = asyncio.create_task(self._turned.wait())
            await asyncio.wait({change}, timeout=left)
            change.cancel()
        return not self._turned.is_set()

    def _passed(self) -> float:
        return (self._clock() - self._zero) * 1000

    async def _say_where(self, at: int) -> None:
        self._told = self._clock()
        await self.carriage.tell("at", at=times.spell(at), speed=self._speed)


def spoken(speed: object) -> int:
    """A speed as the guard says it. Raises ValueError for any other."""
    if type(speed) is not int or speed not in SPEEDS:
        raise ValueError("a review plays at 1, 2 or 4 times the speed")
    return speed
