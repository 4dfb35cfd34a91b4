"""From a camera's packets to frames with wall times: what one session has learned of its camera."""

from __future__ import annotations

import time
from collections.abc import Callable

from edge_greengrass.recorder import clockwork, h264
from edge_greengrass.recorder.clockwork import Clockwork
from edge_greengrass.recorder.refusing import Refusal
from edge_greengrass.recorder.rtp import Depacketizer, Unit
from edge_greengrass.recorder.sdp import Video
from edge_greengrass.recorder.tape import Tape
from edge_greengrass.recorder.wire import Packet

REPORT_MS = 3_000  # how long the first frames wait for the camera to tell its time
_MOST_HELD = 600
_RTP, _RTCP = 0, 1

_B_FRAMES = "The camera sends B-frames. Set its H.264 profile to Baseline, or its number of B-frames to 0."
_NO_SETS = "The camera sends pictures without their parameter sets; they cannot be decoded."


def box_ms() -> float:
    """The box's clock, in milliseconds since 1970."""
    return time.time() * 1000


class Intake:
    """One session's packets, in their order, become frames on the tape."""

    def __init__(self, video: Video, tape: Tape, *, now_ms: Callable[[], float] = box_ms) -> None:
        self.clock = Clockwork()
        self._tape, self._now_ms = tape, now_ms
        self._units = Depacketizer(video.payload_type)
        self._sets = {h264.kind(nal): nal for nal in video.parameter_sets if nal}
        self._setup: h264.Setup | None = None
        self._waits_for_key = True
        self._held: list[tuple[Unit, float]] | None = []

    @property
    def losses(self) -> int:
        """How often packets were missing."""
        return self._units.losses

    def take(self, packet: Packet) -> None:
        """One packet. Raises Refusal, ClockJumped, or OSError when the disk does not take it."""
        now = self._now_ms()
        if packet.channel == _RTCP:
            if told := clockwork.report(packet.data):
                self.clock.hear(told, now_ms=now)
                self._tape.clock_ms = self.clock.offset_ms
                self._release()
        elif packet.channel == _RTP:
            for unit in self._units.feed(packet.data):
                self._arrived(unit, now)

    def _arrived(self, unit: Unit | None, now: float) -> None:
        if self._held is not None and unit is not None:
            self._held.append((unit, now))
            if self.clock.has_report or now - self._held[0][1] > REPORT_MS or len(self._held) > _MOST_HELD:
                self._release()
        elif unit is not None:
            self._record(unit, now)
        else:
            self._lost()

    def _release(self) -> None:
        held, self._held = self._held or [], None
        for unit, came in held:
            self._record(unit, came)

    def _lost(self) -> None:
        """Part of a picture is missing: nothing after it can be decoded until the next key frame."""
        if self._held is not None:
            self._held = []
        elif not self._waits_for_key:
            self._waits_for_key = True
            self._tape.finish()

    def _record(self, unit: Unit, came: float) -> None:
        self._sets |= {h264.kind(nal): nal for nal in unit.nals if h264.kind(nal) in (h264.SPS, h264.PPS)}
        is_key = h264.is_key(unit.nals)
        if self._waits_for_key and not is_key:
            return
        try:
            if is_key:
                self._set_up()
            elif h264.is_b(unit.nals):
                raise Refusal(_B_FRAMES)
        except ValueError:
            raise Refusal("The camera sends H.264 that cannot be read.") from None
        if data := h264.sample(unit.nals):
            self._waits_for_key = False
            self._tape.take(self.clock.at(unit.timestamp, now_ms=came), is_key=is_key, data=data)

    def _set_up(self) -> None:
        sps, pps = self._sets.get(h264.SPS), self._sets.get(h264.PPS)
        if sps is None or pps is None:
            raise Refusal(_NO_SETS)
        setup = h264.setup(sps, pps)
        if setup != self._setup:
            self._setup = setup
            self._tape.begin(setup)
