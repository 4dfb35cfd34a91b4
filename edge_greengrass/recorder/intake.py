"""From a camera's packets to frames with wall times: what one session has learned of its camera."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from edge_greengrass.kit import mkv
from edge_greengrass.recorder import clockwork, codec
from edge_greengrass.recorder.aac import Units
from edge_greengrass.recorder.clockwork import Clockwork
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.rtp import Depacketizer, Unit
from edge_greengrass.recorder.sdp import Sound, Video
from edge_greengrass.recorder.suspicion import Suspicion
from edge_greengrass.recorder.tape import Tape

REPORT_MS = 3_000  # how long the first frames wait for the camera to tell its time
_MOST_HELD = 600  # pictures, and packets of sound
_LARGEST_HELD = 8 << 20  # bytes

_NO_SETS = "The camera sends pictures without their parameter sets; they cannot be decoded."

_Heard = tuple[int, bytes]  # a channel and a packet


def box_ms() -> float:
    """The box's clock, in milliseconds since 1970."""
    return time.time() * 1000


class Intake:
    """One session's packets, in their order, become frames on the tape."""

    def __init__(
        self,
        video: Video,
        tape: Tape,
        *,
        sound: Sound | None = None,
        suspicion: Suspicion | None = None,
        now_ms: Callable[[], float] = box_ms,
    ) -> None:
        self.clock = Clockwork()
        self.suspicion = suspicion or Suspicion()
        self._tape, self._now_ms, self._codec = tape, now_ms, video.codec
        self._rtp, self._rtcp = video.channel, video.channel + 1
        self._units = Depacketizer(video.payload_type, video.codec)
        self._sets = codec.Sets(video.codec)
        self._sets.meet([nal for nal in video.parameter_sets if len(nal) > video.codec.HEAD])
        self._track: mkv.Track | None = None
        self._waits_for_key = True
        self._key_timestamp = 0
        self._drops_leading = False
        self._held: list[tuple[Unit | _Heard, float]] | None = []  # what waits for the camera's time, sound included
        self._held_bytes = 0
        self._came = 0.0
        self.after: Callable[[], None] | None = None  # called when all that waited together was taken
        self._hearing = _Hearing(sound, tape) if sound else None

    @property
    def losses(self) -> int:
        """How often packets were missing."""
        return self._units.losses

    def take(self, *packets: tuple[int, bytes]) -> None:
        """Packets and their channels. Raises Refusal, ClockJumped, or OSError when the disk does not take it."""
        self.take_all(packets)

    def take_all(self, packets: Iterable[tuple[int, bytes]]) -> None:
        """What came at once, in its order. Raises as `take`."""
        self.begin()
        for channel, data in packets:
            self.packet(channel, data)

    def begin(self) -> None:
        """What `packet` and `sweep` take from here on came now."""
        self._came = self._now_ms()

    def packet(self, channel: int, data: bytes) -> None:
        """One packet. Raises as `take`."""
        now = self._came
        if channel == self._rtp:
            for unit in self._units.feed(data):
                self._arrived(unit, now)
        elif channel == self._rtcp:
            if told := clockwork.report(data):
                self.clock.hear(told, now_ms=now)
                self._tape.clock_ms = self.clock.offset_ms
                self._release()
            if clockwork.says_goodbye(data):
                self._release()
                raise Absent("The camera has ended its stream.")
        elif self._hearing and self._held is None:
            self._hearing.take((channel, data), now)
        elif self._hearing and self._held is not None and len(self._held) < _MOST_HELD:
            self._held.append(((channel, data), now))

    def end(self) -> None:
        """That was all, for now."""
        if self.after:
            self.after()

    def sweep(self, data: bytes, at: int, stride: int) -> int:
        """Take at once the middles of a picture that begin at `at`; where they end (`Depacketizer.sweep`)."""
        return self._units.sweep(data, at, stride) if data[at + 1] == self._rtp else at

    def _arrived(self, unit: Unit | None, now: float) -> None:
        if unit is None:
            self._lost()
        elif self._held is None:
            self._record(unit, now)
        else:
            self._held.append((unit, now))
            self._held_bytes += sum(map(len, unit.nals))
            is_much = len(self._held) > _MOST_HELD or self._held_bytes > _LARGEST_HELD
            if self.clock.has_report or now - self._held[0][1] > REPORT_MS or is_much:
                self._release()

    def _release(self) -> None:
        held, self._held = self._held or [], None
        for one, came in held:
            if isinstance(one, Unit):
                self._record(one, came)
            elif self._hearing:
                self._hearing.take(one, came)

    def _lost(self) -> None:
        """Part of a picture is missing: nothing after it can be decoded until the next key frame."""
        if self._held is not None:
            self._held, self._held_bytes = [], 0
        elif not self._waits_for_key:
            self._waits_for_key = True
            self._tape.finish()

    def _record(self, unit: Unit, came: float) -> None:
        self._sets.meet(unit.nals)
        is_key = self._codec.is_key(unit.nals)
        if is_key:
            self._set_up()
            self._drops_leading = self._waits_for_key
            self._key_timestamp = unit.timestamp
        elif self._waits_for_key or (self._drops_leading and self._leads(unit)):
            return
        if data := codec.sample(self._codec, unit.nals):
            self._waits_for_key = False
            at = self.clock.at(unit.timestamp, now_ms=came, is_key=is_key)
            self._tape.take(at, is_key=is_key, data=data)
            self.suspicion.see(at, is_key=is_key, data=data)

    def _leads(self, unit: Unit) -> bool:
        """Whether a picture is shown before the key frame that recording began with: it needs what was not recorded."""
        return (unit.timestamp - self._key_timestamp) & 0x80000000 != 0

    def _set_up(self) -> None:
        if self._track is not None and not self._sets.is_new:
            return
        try:
            track = self._sets.track()
        except ValueError:
            raise Refusal(f"The camera sends {self._codec.NAME} that cannot be read.") from None
        if track is None:
            raise Refusal(_NO_SETS)
        if track != self._track:
            self._track = track
            self._tape.begin(track, self._hearing.track if self._hearing else None)


class _Hearing:
    """The sound of a session: recorded beside the pictures, on the same clock."""

    def __init__(self, sound: Sound, tape: Tape) -> None:
        self.track = mkv.Sound(sound.config, sound.rate, sound.channels)
        self._channel, self._tape = sound.channel, tape
        self._units, self._clock = Units(sound.payload_type), Clockwork(sound.rate)

    def take(self, heard: _Heard, now: float) -> None:
        """One packet of the session that is not of its pictures."""
        channel, data = heard
        if channel == self._channel:
            for timestamp, unit in self._units.feed(data):
                self._tape.hear(self._clock.at(timestamp, now_ms=now), unit)
        elif channel == self._channel + 1 and (told := clockwork.report(data)):
            self._clock.hear(told, now_ms=now)
