"""Encodes a video again as browsers play it: small, thirty pictures a second at most, its sound as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import av

_WIDE, _HIGH, _A_SECOND = 1280, 720, 30
_CODER = {"preset": "veryfast", "crf": "26", "bf": "0", "g": "60", "threads": "1"}
_TICKS = 90_000


class Encoder:
    """Takes a file's pictures and the packets of its sound, in the order in which they come.

    `lay` is given each picture as it will be encoded, and how far a player turns it; what it returns is encoded.
    Pictures whose longer side is below `least` are enlarged.
    """

    def __init__(
        self, made: Any, sounds: list[Any], *, lay: Callable[[Any, int], Any] | None = None, least: int = 2
    ) -> None:
        self._made, self._lay, self._least = made, lay, least
        self._coder: Any = None
        self._way = made.add_stream_from_template(sounds[0]) if sounds else None
        self._early: list[Any] = []
        self._first = self._last = 0.0

    @property
    def shown(self) -> float:
        """Seconds from the first picture to the newest."""
        return self._last - self._first

    def sound(self, packet: Any) -> None:
        """What comes before the first picture waits for it: only then the container can be begun."""
        if packet.size and packet.dts is not None:
            packet.stream = self._way
            self._early.append(packet)
            if self._coder is not None:
                self._made.mux(self._early)
                self._early = []

    def picture(self, frame: Any) -> None:
        """One more, made small; more than thirty a second are not needed to see what happened."""
        if frame.time is None or (self._coder is not None and frame.time < self._last + 0.9 / _A_SECOND):
            return
        if self._coder is None:
            self._coder, self._first = _coder(self._made, frame, self._least), frame.time
        self._last = frame.time
        small = frame.reformat(width=self._coder.width, height=self._coder.height, format="yuv420p")
        small.pts, small.time_base = round(frame.time * _TICKS), Fraction(1, _TICKS)
        if self._lay is not None:
            small = self._lay(small, frame.rotation)
        small.pict_type = 0  # what kind a picture is in the file is not what it must be here
        self._made.mux(self._coder.encode(small))

    def end(self) -> None:
        """Nothing more comes. Raises ValueError when nothing came."""
        if self._coder is None:
            raise ValueError("not one picture of it can be decoded")
        self._made.mux(self._coder.encode(None))


def pictures_of(packet: Any) -> Iterator[Any]:
    """The pictures of a packet; those of a damaged one are left out."""
    try:
        yield from packet.decode()
    except av.error.InvalidDataError:
        return


def fitted(frame: Any, wide: int, high: int, least: int = 2) -> tuple[int, int]:
    """Width and height, both even, in which the picture fits in a frame `wide` by `high` that may stand upright."""
    longer, shorter = max(frame.width, frame.height), min(frame.width, frame.height)
    scale = min(max(1.0, least / longer), wide / longer, high / shorter)
    width, height = (max(2, int(side * scale) // 2 * 2) for side in (frame.width, frame.height))
    return width, height


def _coder(made: Any, frame: Any, least: int) -> Any:
    coder = made.add_stream("libx264", rate=_A_SECOND, options=dict(_CODER))
    coder.width, coder.height = fitted(frame, _WIDE, _HIGH, least)
    coder.pix_fmt, coder.codec_context.time_base = "yuv420p", Fraction(1, _TICKS)
    if frame.rotation:
        coder.set_display_rotation(frame.rotation)
    return coder
