"""Reads a TrueType font: which letters it can draw and how wide each is (ISO/IEC 14496-22)."""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_LETTERS = Path(__file__).parent / "letters"


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font. Widths and heights are in thousandths of the letters' size, as PDF counts them."""

    name: str
    file: bytes
    glyphs: dict[int, int]  # from a letter's number in Unicode to its drawing's
    widths: tuple[int, ...]  # of each drawing
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def spelled(self, text: str) -> str:
        """The text in letters that this font can draw; `[U+4E2D]` in the place of each that it cannot.

        Nothing is left out, and nothing that turns or hides what follows passes: a reader sees that there is more.
        """
        return "".join(
            letter if ord(letter) in self.glyphs else f"[U+{ord(letter):04X}]"
            for letter in unicodedata.normalize("NFC", text)
        )

    def drawn(self, text: str) -> list[int]:
        """The drawings of a text that was `spelled`."""
        return [self.glyphs[ord(letter)] for letter in text]

    def width(self, text: str, size: float) -> float:
        """How long a text that was `spelled` is, in points."""
        return sum(self.widths[self.glyphs[ord(letter)]] for letter in text) * size / 1000

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """The text, spelled, in lines of at most that width; a word that is longer than a line goes on in the next."""
        lines = []
        for part in text.split("\n"):
            line = ""
            for word in self.spelled(part).split(" "):
                longer = f"{line} {word}" if line else word
                if self.width(longer, size) <= width:
                    line = longer
                    continue
                if line:
                    lines.append(line)
                line = word
                while self.width(line, size) > width:
                    most = self._most(line, width, size)
                    lines.append(line[:most])
                    line = line[most:]
            lines.append(line)
        return lines

    def _most(self, word: str, width: float, size: float) -> int:
        """How many letters of a word fit; one at least."""
        fits = (n for n in range(len(word), 0, -1) if self.width(word[:n], size) <= width)
        return next(fits, 1)


@lru_cache(maxsize=2)
def typeface(name: str) -> Typeface:
    """`plain` or `bold`."""
    return _read(name, (_LETTERS / f"{name}.ttf").read_bytes())


def _read(name: str, file: bytes) -> Typeface:
    count = struct.unpack_from(">H", file, 4)[0]
    tables = {}
    for n in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", file, 12 + 16 * n)
        tables[tag] = file[start : start + length]
    unit = 1000 / struct.unpack_from(">H", tables[b"head"], 18)[0]
    ascent, descent = struct.unpack_from(">hh", tables[b"hhea"], 4)
    box = struct.unpack_from(">4h", tables[b"head"], 36)
    measured = struct.unpack_from(">H", tables[b"hhea"], 34)[0]
    widths = [round(struct.unpack_from(">H", tables[b"hmtx"], 4 * n)[0] * unit) for n in range(measured)]
    widths += widths[-1:] * (struct.unpack_from(">H", tables[b"maxp"], 4)[0] - measured)
    left, low, right, high = (round(side * unit) for side in box)
    glyphs = _glyphs(tables[b"cmap"])
    return Typeface(
        name, file, glyphs, tuple(widths), (left, low, right, high), round(ascent * unit), round(descent * unit)
    )


def _glyphs(cmap: bytes) -> dict[int, int]:
    """The Basic Multilingual Plane's letters, of a table of format 4."""
    at = struct.unpack_from(">L", cmap, 8)[0]
    if struct.unpack_from(">H", cmap, at)[0] != 4:
        raise ValueError("the font's table of letters has another form")
    half = struct.unpack_from(">H", cmap, at + 6)[0]
    ends, starts, steps, places = (
        struct.unpack_from(f">{half // 2}H", cmap, at + 14 + half * n + (2 if n else 0)) for n in range(4)
    )
    found: dict[int, int] = {}
    for n, (start, end, step, place) in enumerate(zip(starts, ends, steps, places, strict=True)):
        for letter in range(start, min(end, 0xFFFE) + 1):
            glyph = letter
            if place:
                glyph = struct.unpack_from(">H", cmap, at + 16 + half * 3 + 2 * n + place + 2 * (letter - start))[0]
            if glyph:
                found[letter] = (glyph + step) & 0xFFFF
    return found
