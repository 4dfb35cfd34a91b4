"""Keeps one camera recorded: connects, records, says what is wrong, and tries again with patience."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from dataclasses import dataclass
from typing import Any

from edge_greengrass.kit import times
from edge_greengrass.kit.subnet import Network
from edge_greengrass.recorder import rtsp
from edge_greengrass.recorder.clockwork import ClockJumped
from edge_greengrass.recorder.digest import Login
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.intake import Intake
from edge_greengrass.recorder.listed import Listed
from edge_greengrass.recorder.pipe import Rhythm
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.ring import Ring
from edge_greengrass.recorder.standing import Standing, State
from edge_greengrass.recorder.suspicion import Suspicion
from edge_greengrass.recorder.tape import Tape

CLOCK_MS = 5_000  # a camera's clock that is off by more is worth a visit
_CLOCK_SET_S = 600.0  # so long it is told that a camera's clock was set

log = logging.getLogger(__name__)


class Stalled(Exception):
    """Connected, and no frame for a while."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: without a frame until a camera counts as stalled; the first and the longest pause between two tries."""

    stall: float = 10.0
    first_pause: float = 1.0
    longest_pause: float = 30.0
    refused_pause: float = 20.0  # cameras lock a user out who tries a wrong password too often
    steady: float = 60.0  # recorded for so long, a camera that breaks is tried again at once; before, ever more slowly


class Camera:
    """One camera of the list, recorded by the task that runs `record`."""

    def __init__(
        self,
        listed: Listed,
        ring: Ring,
        *,
        network: Network,
        pace: Pace | None = None,
        rhythm: Rhythm | None = None,
    ) -> None:
        self.listed, self.ring, self.feed = listed, ring, Feed()
        self.standing, self.suspicion = Standing(listed.id), Suspicion()
        self.offset_ms: int | None = None
        self.codec: str | None = None
        self._network, self._rhythm = network, rhythm or Rhythm()
        self._clock_set_at: float | None = None
        self._pace = pace or Pace()
        self._pause = self._pace.first_pause

    async def record(self) -> None:
        """Record for ever; ends when its task is cancelled."""
        be = self.standing.be
        while True:
            try:
                await self._session()
            except Refusal as refused:
                be(State.REFUSED, str(refused))
            except Absent as absent:
                be(State.ABSENT, str(absent))
            except Stalled:
                be(State.STALLED, "The camera is connected and sends no pictures.")
            except ClockJumped:
                self._clock_set_at = time.monotonic()
                be(State.ABSENT, "The camera's clock was set; recording begins anew.")
            except Exception:  # an edge loop: what nobody foresaw must not end a camera's recording
                log.exception("camera %s", self.listed.id)
                be(State.STALLED, "Recording failed; it is tried again.")
            await asyncio.sleep(self._next_pause())

    def told(self) -> dict[str, Any]:
        """What the recorder tells the guard of this camera."""
        state, why = self.standing.told()
        if state is State.RECORDING and (trouble := self.ring.trouble):
            state, why = State.STALLED, f"The disk does not take the recording: {trouble.strerror}. Live view goes on."
        facts: dict[str, Any] = {"id": self.listed.id, "state": state.value}
        if state is not State.RECORDING:
            facts["why"] = why
        for name, ms in (("oldest_at", self.ring.oldest_at), ("newest_at", self.ring.newest_at)):
            if ms is not None:
                facts[name] = times.spell(ms)
        more = {"offset_ms": self.offset_ms, "codec": self.codec, "warn": self._warning()}
        return facts | {name: value for name, value in more.items() if value is not None}

    def _warning(self) -> str | None:
        """What somebody should look at although pictures come: `flapping`, `frozen`, `looped` or `clock`."""
        if self.standing.is_flapping:
            return "flapping"
        was_set = self._clock_set_at is not None and time.monotonic() - self._clock_set_at < _CLOCK_SET_S
        is_off = self.offset_ms is not None and abs(self.offset_ms) > CLOCK_MS
        return self.suspicion.found or ("clock" if was_set or is_off else None)

    async def _session(self) -> None:
        one = self.listed
        tape = Tape(self.ring, self.feed)
        login = Login(one.user, one.password)
        session = rtsp.Session(one.address, login, self._network, wants_sound=one.sound, rhythm=self._rhythm)
        session.is_watched = lambda: self.feed.readers > 0
        async with session:
            try:
                video = await session.play()
                self.codec = video.codec.NAME
                await self._take(session, Intake(video, tape, sound=session.sound, suspicion=self.suspicion), tape)
            finally:
                self.feed.end()
                tape.finish()
                self.offset_ms = self.offset_ms if tape.clock_ms is None else tape.clock_ms

    async def _take(self, session: rtsp.Session, intake: Intake, tape: Tape) -> None:
        now, stall = asyncio.get_running_loop().time, self._pace.stall
        frames, looked, first = 0, now(), 0.0

        def after() -> None:
            nonlocal frames, looked, first
            came = now()
            if tape.frames != frames and (not first or came - looked > stall / 8):
                frames, looked, first = tape.frames, came, first or came
                limit.reschedule(came + stall)
                self.offset_ms = intake.clock.offset_ms
                self.standing.be(State.RECORDING)
                if came - first >= self._pace.steady:
                    self._pause = self._pace.first_pause

        try:
            async with asyncio.timeout(stall) as limit:
                intake.after = after
                await session.pour(intake)
        except TimeoutError:
            raise Stalled from None

    def _next_pause(self) -> float:
        """Longer each time, never two cameras in step."""
        pause = self._pace.refused_pause if self.standing.state is State.REFUSED else self._pause
        self._pause = min(self._pause * 2, self._pace.longest_pause)
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - it spreads load, it hides nothing
