"""Lays words over pictures so that nobody crops them away: slanted, all over, and elsewhere every two seconds.

The words are ours, drawn once for a file; what is drawn is a picture of its own that FFmpeg lays over each frame.
It runs only in the confined child (abuse 13), which opens nothing any more: font and modules are in memory before.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

import av
from PIL import Image, ImageDraw, ImageFont

LEAST = 640  # a smaller picture is enlarged: else no line of the words would fit it

_SLANT = 24  # degrees
_OF_SIDE, _SMALLEST = 32, 15  # a letter's height: this part of the shorter side, in pixels at least
_WHITE, _BLACK = (255, 255, 255, 140), (0, 0, 0, 140)  # one of the two is seen on whatever lies below
_SECONDS, _TICKS = 2, 90_000
_FORMAT = "yuv420p"
# Where the words lie is another place each time, so that what they cover is seen two seconds later.
_MOVED = "-2*mod({}*floor(abs(t)/{})\\,{})"
_STEPS = (29, 17)  # share no factor with the places: each is taken in turn


class _Way(NamedTuple):
    """Where pictures go in and out; the graph itself must be kept, for its ends do not keep it."""

    graph: Any
    into: Any
    out: Any


class Watermark:
    """One text for all pictures of one file."""

    def __init__(self, *lines: str) -> None:
        self._words = "\n".join(lines)
        self._font = ImageFont.load_default(_SMALLEST)
        self._ways: dict[tuple[int, int, int], _Way] = {}
        self.drawn(64, 48, 90)  # a rehearsal: Pillow brings some of its parts late, and later nothing can be opened

    def lay(self, picture: Any, turned: int = 0) -> Any:
        """The picture (yuv420p, with its time) under the words; `turned` is how far a player will turn it.

        Whatever a file says, the words are turned by quarters alone: else some corner would be without them.
        """
        size = (picture.width, picture.height, 0 if turned % 90 else turned)
        if size not in self._ways:
            self._ways[size] = self._way(*size)
        way = self._ways[size]
        way.into.push(picture)
        return way.out.pull()

    def _way(self, width: int, height: int, turned: int) -> _Way:
        """What takes a picture, and what gives it back: `overlay`, with the words as its second, unending input."""
        words = self.drawn(width, height, turned)
        graph: Any = av.filter.Graph()
        tick = Fraction(1, _TICKS)
        below = graph.add_buffer(width=width, height=height, format=av.VideoFormat(_FORMAT), time_base=tick)
        above = graph.add_buffer(width=words.width, height=words.height, format=words.format, time_base=tick)
        places = _room(width, height) // 2
        at = ":".join(
            f"{name}={_MOVED.format(step, _SECONDS, places)}" for name, step in zip("xy", _STEPS, strict=True)
        )
        laid, seen = graph.add("overlay", f"{at}:format=yuv420:eof_action=repeat"), graph.add("buffersink")
        through = graph.add("format", "yuva420p")
        below.link_to(laid, 0, 0)
        above.link_to(through)
        through.link_to(laid, 0, 1)
        laid.link_to(seen)
        graph.configure()
        above.push(words)
        above.push(None)
        return _Way(graph, below, seen)

    def drawn(self, width: int, height: int, turned: int = 0) -> Any:
        """The words for pictures of that size, as a frame (RGBA) that is larger by the room in which it moves."""
        upright = (height, width) if turned % 180 else (width, height)
        room = _room(width, height)
        wide, high = (side + room for side in upright)
        sheet = self._sheet(math.ceil(math.hypot(wide, high)), min(upright)).rotate(_SLANT, Image.Resampling.BICUBIC)
        left, top = (sheet.width - wide) // 2, (sheet.height - high) // 2
        drawn = sheet.crop((left, top, left + wide, top + high))
        # A player turns the whole picture back by as much: then the words stand as they were drawn.
        return _frame(drawn.rotate(-turned, expand=True) if turned else drawn)

    def _sheet(self, side: int, shorter: int) -> Image.Image:
        """A square full of the words, in rows that begin in different places."""
        letter = max(_SMALLEST, shorter // _OF_SIDE)
        font = self._font.font_variant(size=letter, layout_engine=ImageFont.Layout.BASIC)  # type: ignore[union-attr]
        sheet = Image.new("RGBA", (side, side))
        pen = ImageDraw.Draw(sheet)
        _, _, wide, high = pen.multiline_textbbox((0, 0), self._words, font=font, stroke_width=1)
        across, down = math.ceil(wide) + 3 * letter, math.ceil(high) + 4 * letter
        for row, top in enumerate(range(0, side, down)):
            for left in range(-across + row * across * 2 // 5 % across, side, across):
                pen.multiline_text(
                    (left, top), self._words, _WHITE, font, align="center", stroke_width=1, stroke_fill=_BLACK
                )
        return sheet


def _room(width: int, height: int) -> int:
    """By how many pixels the words move, at most: more than two of their lines."""
    return 4 * max(_SMALLEST, min(width, height) // _OF_SIDE)


def _frame(drawn: Image.Image) -> Any:
    made: Any = av.VideoFrame(drawn.width, drawn.height, "rgba")
    plane, row = made.planes[0], drawn.width * 4
    pixels = drawn.tobytes()
    rows = (pixels[at : at + row].ljust(plane.line_size, b"\0") for at in range(0, len(pixels), row))
    plane.update(b"".join(rows))
    made.pts, made.time_base = 0, Fraction(1, _TICKS)
    return made
