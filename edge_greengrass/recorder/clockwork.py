"""Gives every frame its wall time: by the camera's sender reports (RFC 3550, 6.4.1), else by when it came.

A camera whose clock is off by more than a second is corrected by what its clock was off when its session began, so
that the ring lies on the box's clock; the measured offset is told with every clip (P3.3: time, and how it was checked).

A frame's time is when it is shown. With B-frames the frames do not come in that order: key frames are later than
everything before them, the frames between two key frames lie where the camera says, each at a time of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TRUSTED_MS = 1_000  # a camera's own clock is believed when it differs less from the box's
JUMP_MS = 1_000  # a camera's clock that moves more than this within a session was set anew
_REPORT, _GOODBYE = 200, 203  # kinds of RTCP packets
_SINCE_1900_S = 2_208_988_800
_BEFORE = -1  # before every time there is
_LONGEST_LEAD_MS = 20_000  # an open group's first frames are shown before its key frame, but never longer than a group


class ClockJumped(Exception):
    """The camera's clock was set while it sent; a new session begins with the new clock."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one sender report says: this RTP timestamp was that time of the camera's clock, in ms since 1970."""

    timestamp: int
    camera_ms: float


def report(packet: bytes) -> Report | None:
    """The sender report in a compound RTCP packet, or None."""
    for kind, at in _parts(packet):
        if kind == _REPORT and at + 28 <= len(packet):
            whole, part = (int.from_bytes(packet[n : n + 4], "big") for n in (at + 8, at + 12))
            if not whole:  # a camera that does not know the time says zero
                return None
            era = 0 if whole >= _SINCE_1900_S else 1 << 32  # beyond 7 February 2036 the count begins again
            camera_ms = (whole + era - _SINCE_1900_S) * 1000 + part * 1000 / (1 << 32)
            return Report(int.from_bytes(packet[at + 16 : at + 20], "big"), camera_ms)
    return None


def says_goodbye(packet: bytes) -> bool:
    """Whether a compound RTCP packet ends the stream (RFC 3550, 6.6)."""
    return any(kind == _GOODBYE for kind, _ in _parts(packet))


def _parts(packet: bytes) -> Iterator[tuple[int, int]]:
    """The parts of a compound packet: what each is, and where it begins."""
    at = 0
    while at + 4 <= len(packet) and packet[at] >> 6 == 2:
        yield packet[at + 1], at
        at += 4 + 4 * int.from_bytes(packet[at + 2 : at + 4], "big")


class Clockwork:
    """The clock of one session's track. `offset_ms` is the camera's clock less the box's, None while it is unknown.

    `rate` is the track's RTP clock in Hz: 90,000 for pictures (RFC 6184, RFC 7798), the sample rate for sound.
    """

    def __init__(self, rate: int = 90_000) -> None:
        self.offset_ms: int | None = None
        self._a_ms = rate / 1000
        self._report: Report | None = None
        self._correction = 0.0
        self._arrival: Report | None = None
        self._key = self._last = _BEFORE  # the newest key frame, and the latest of all frames
        self._moved = 0  # what this group was moved so that it is later than the group before
        self._floor = _BEFORE  # nothing of this group is shown before
        self._taken: set[int] = set()  # the times of this group

    @property
    def has_report(self) -> bool:
        """Whether the camera has told its time."""
        return self._report is not None

    def hear(self, told: Report, *, now_ms: float) -> None:
        """Take a sender report that came at `now_ms` of the box's clock. Raises ClockJumped."""
        self.offset_ms = round(told.camera_ms - now_ms)
        if self._arrival is not None:
            return  # this session's frames count from their arrival: to change that would tear the time line
        if self._report is None:
            self._correction = 0.0 if abs(self.offset_ms) <= TRUSTED_MS else float(-self.offset_ms)
        elif abs(self._on(self._report, told.timestamp) - told.camera_ms) > JUMP_MS:
            raise ClockJumped
        self._report = told

    def at(self, timestamp: int, *, now_ms: float, is_key: bool = True) -> int:
        """The wall time of a frame, ms since 1970. A key frame's is later than that of every frame before it."""
        if self._report is not None:
            found = round(self._on(self._report, timestamp) + self._correction)
        else:
            found = round(self._by_arrival(timestamp, now_ms))
        return self._begin(found) if is_key else self._within(found)

    def _begin(self, found: int) -> int:
        at = max(found, self._last + 1)
        floor, self._moved = self._key, at - found
        self._key = self._last = at
        self._taken = {at}
        self._floor = max(floor, at - _LONGEST_LEAD_MS)
        return at

    def _within(self, found: int) -> int:
        at = found + self._moved
        if at <= self._floor:  # no camera shows a frame before a whole group that it sent earlier
            at = self._last + 1
        while at in self._taken:
            at += 1
        self._taken.add(at)
        self._last = max(self._last, at)
        return at

    def _by_arrival(self, timestamp: int, now_ms: float) -> float:
        if self._arrival is None or abs(self._on(self._arrival, timestamp) - now_ms) > JUMP_MS:
            self._arrival = Report(timestamp, now_ms)
        return self._on(self._arrival, timestamp)

    def _on(self, anchor: Report, timestamp: int) -> float:
        """The time of a timestamp near the anchor's: the counter has 32 bits and begins again every 13 hours."""
        behind = (timestamp - anchor.timestamp + (1 << 31)) % (1 << 32) - (1 << 31)
        return anchor.camera_ms + behind / self._a_ms
