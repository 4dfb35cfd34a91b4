"""Keeps one camera recorded: connects, records, says what is wrong, and tries again with patience."""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from edge_greengrass.kit import times
from edge_greengrass.recorder import rtsp
from edge_greengrass.recorder.clockwork import ClockJumped
from edge_greengrass.recorder.digest import Login
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.intake import Intake
from edge_greengrass.recorder.listed import Listed
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.ring import Ring
from edge_greengrass.recorder.tape import Tape

log = logging.getLogger(__name__)


class State(StrEnum):
    """What a camera does, in the owner's words."""

    RECORDING = "recording"
    STALLED = "stalled"
    REFUSED = "refused"
    ABSENT = "absent"


class Stalled(Exception):
    """Connected, and no frame for a while."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: without a frame until a camera counts as stalled; the first and the longest pause between two tries."""

    stall: float = 10.0
    first_pause: float = 1.0
    longest_pause: float = 30.0
    refused_pause: float = 20.0  # cameras lock a user out who tries a wrong password too often


class Camera:
    """One camera of the list, recorded by the task that runs `record`."""

    def __init__(self, listed: Listed, ring: Ring, *, pace: Pace | None = None) -> None:
        self.listed, self.ring, self.feed = listed, ring, Feed()
        self.state, self.why = State.ABSENT, "Not connected yet."
        self.offset_ms: int | None = None
        self._pace = pace or Pace()
        self._pause = self._pace.first_pause

    async def record(self) -> None:
        """Record for ever; ends when its task is cancelled."""
        while True:
            try:
                await self._session()
            except Refusal as refused:
                self._is(State.REFUSED, str(refused))
            except Absent as absent:
                self._is(State.ABSENT, str(absent))
            except Stalled:
                self._is(State.STALLED, "The camera is connected and sends no pictures.")
            except ClockJumped:
                self._is(State.ABSENT, "The camera's clock was set; recording begins anew.")
            except OSError as failed:
                self._is(State.STALLED, f"The disk does not take the recording: {failed.strerror or failed}.")
            except Exception:  # an edge loop: what nobody foresaw must not end a camera's recording
                log.exception("camera %s", self.listed.id)
                self._is(State.STALLED, "Recording failed; it is tried again.")
            await asyncio.sleep(self._next_pause())

    def told(self) -> dict[str, Any]:
        """What the recorder tells the guard of this camera."""
        facts: dict[str, Any] = {"id": self.listed.id, "state": self.state.value}
        if self.state is not State.RECORDING:
            facts["why"] = self.why
        for name, ms in (("oldest_at", self.ring.oldest_at), ("newest_at", self.ring.newest_at)):
            if ms is not None:
                facts[name] = times.spell(ms)
        return facts if self.offset_ms is None else facts | {"offset_ms": self.offset_ms}

    async def _session(self) -> None:
        login = Login(self.listed.user, self.listed.password)
        tape = Tape(self.ring, self.feed)
        async with rtsp.Session(self.listed.address, login) as session:
            try:
                intake = Intake(await session.play(), tape)
                await self._take(session, intake, tape)
            finally:
                self.feed.end()
                tape.finish()

    async def _take(self, session: rtsp.Session, intake: Intake, tape: Tape) -> None:
        now = asyncio.get_running_loop().time
        frames, deadline = 0, now() + self._pace.stall
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    packets = await session.packets()
            except TimeoutError:
                raise Stalled from None
            for packet in packets:
                intake.take(packet)
            if tape.frames != frames:
                frames, deadline = tape.frames, now() + self._pace.stall
                self.offset_ms = intake.clock.offset_ms
                self._is(State.RECORDING, "")
                self._pause = self._pace.first_pause

    def _is(self, state: State, why: str) -> None:
        if (state, why) != (self.state, self.why):
            log.info("camera %s: %s %s", self.listed.id, state.value, why)
        self.state, self.why = state, why

    def _next_pause(self) -> float:
        """Longer each time, never two cameras in step."""
        pause = self._pace.refused_pause if self.state is State.REFUSED else self._pause
        self._pause = min(self._pause * 2, self._pace.longest_pause)
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - it spreads load, it hides nothing
