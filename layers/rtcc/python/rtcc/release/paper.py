"""Sets words on numbered pages: headings, fields, tables, lines to sign on; plain enough for any clerk's printer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, LongTable, Paragraph, SimpleDocTemplate, Spacer

WIDTH, HEIGHT = LETTER
MARGIN, TOP, BOTTOM = 54.0, 56.0, 66.0  # what stands above and under a page's text is not text
INNER = WIDTH - 2 * MARGIN
_LEADING = 1.35
_FRAME = 6.0  # what the layout leaves free on every side by itself
_LABEL = 132.0  # the width of the column of names beside values
_FEW = 250  # letters: fewer fill no page, however narrow their column
_LETTERS = Path(__file__).parent / "letters"
_ALL = (0, 0), (-1, -1)
_BARE = [("LEFTPADDING", *_ALL, 0), ("RIGHTPADDING", *_ALL, 4), ("VALIGN", *_ALL, "TOP")]


def _style(name: str, size: float, face: str = "plain", **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=face, fontSize=size, leading=size * _LEADING, **more)


_TITLE = _style("title", 17, "bold", spaceAfter=6)
_LARGE = _style("heading", 12.5, "bold", spaceBefore=11, keepWithNext=1)
_MINOR = _style("part", 10, "bold", spaceBefore=6, spaceAfter=2, keepWithNext=1)
_SAID = _style("said", 9.5, spaceAfter=5)
_NAME, _VALUE = _style("name", 9.5, "bold"), _style("value", 9.5)
_HEAD, _CELL = _style("head", 8, "bold"), _style("cell", 8)


class Paper:
    """One document from its first line to its last. `name` stands on top of each page, `under` at its foot."""

    def __init__(self, name: str, *, under: str) -> None:
        _fonts()
        self._name, self._under = name, under
        self._story: list[Flowable] = []

    def title(self, text: str) -> None:
        """What the whole is called."""
        self._story.append(_words(text, _TITLE))

    def heading(self, text: str, *, large: bool = True) -> None:
        """A heading; never the last line of a page."""
        self._story += [CondPageBreak(72), _words(text, _LARGE if large else _MINOR)]
        if large:
            self._story.append(HRFlowable("100%", 0.5, color=black, spaceBefore=2, spaceAfter=4))

    def say(self, text: str) -> None:
        """A paragraph; where a line ends in the source is no matter."""
        self._story.append(_words(text, _SAID))

    def fields(self, told: Iterable[tuple[str, str]]) -> None:
        """Names and values beside each other. What has no value says so."""
        rows = [[_words(name, _NAME), _words(value or "not recorded", _VALUE)] for name, value in told]
        style = [*_BARE, ("TOPPADDING", *_ALL, 0), ("BOTTOMPADDING", *_ALL, 1.5)]
        self._story.append(LongTable(rows, [_LABEL, INNER - _LABEL], style=style, splitInRow=1))

    def table(self, heads: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
        """Rows under their heads, which every page repeats. `widths` are shares of the page."""
        kept = [list(row) for row in rows]
        told = [[_words(head, _HEAD) for head in heads], *([_words(cell, _CELL) for cell in row] for row in kept)]
        lines = [("LINEBELOW", (0, 0), (-1, 0), 0.75, black), ("LINEBELOW", (0, 1), (-1, -1), 0.25, black)]
        padding = [("TOPPADDING", *_ALL, 1), ("BOTTOMPADDING", *_ALL, 3)]
        columns = [INNER * share / sum(widths) for share in widths]
        # A row goes whole to the next page, unless it is longer than one: a split row repeats the heads in mid-page.
        is_long = any(
            len(cell) > _FEW and words.wrap(width - 4, HEIGHT)[1] > HEIGHT - TOP - BOTTOM - 60
            for row, set_row in zip(kept, told[1:], strict=True)
            for cell, words, width in zip(row, set_row, columns, strict=True)
        )
        self._story += [
            LongTable(told, columns, style=[*_BARE, *lines, *padding], repeatRows=1, splitInRow=int(is_long)),
            Spacer(0, 6),
        ]

    def blank(self, name: str) -> None:
        """A line for somebody to write on, with what it is for under it."""
        line = HRFlowable(INNER * 0.62, 0.5, color=black, hAlign="LEFT", spaceBefore=26, spaceAfter=1)
        self._story += [CondPageBreak(44), line, _words(name, _CELL), Spacer(0, 4)]

    def close(self, *, author: str, at: datetime) -> bytes:
        """The PDF, made at that time: the same calls give the same bytes."""
        made = BytesIO()
        page = SimpleDocTemplate(
            made, pagesize=LETTER, topMargin=TOP, bottomMargin=BOTTOM, leftMargin=MARGIN - _FRAME,
            rightMargin=MARGIN - _FRAME,
            title=self._name, author=author, subject=self._under, invariant=1, lang="en-US",
        )  # fmt: skip

        def sheet(*given: Any, **more: Any) -> _Sheet:
            one = _Sheet(*given, **more)
            one.name, one.under = spelled(self._name), spelled(self._under)
            one.setDateFormatter(lambda *_: f"D:{at:%Y%m%d%H%M%S}Z")
            return one

        page.build(self._story, canvasmaker=sheet)
        return made.getvalue()


class _Sheet(Canvas):  # type: ignore[misc]
    """Heads and numbers each page once it is known how many there are."""

    name = under = ""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._turned: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page until all are there."""
        self._turned.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its head and foot."""
        for number, kept in enumerate(self._turned, 1):
            self.__dict__.update(kept)
            self._frame(f"Page {number} of {len(self._turned)}")
            super().showPage()
        super().save()

    def _frame(self, told: str) -> None:
        self.setLineWidth(0.5)
        self.setFont("bold", 8)
        self.drawString(MARGIN, HEIGHT - 40, self.name)
        self.line(MARGIN, HEIGHT - 45, WIDTH - MARGIN, HEIGHT - 45)
        self.setFont("plain", 8)
        self.line(MARGIN, BOTTOM - 16, WIDTH - MARGIN, BOTTOM - 16)
        self.drawString(MARGIN, BOTTOM - 27, self.under)
        self.drawRightString(WIDTH - MARGIN, BOTTOM - 27, told)


def spelled(text: str) -> str:
    """The text in letters that the fonts can draw; `[U+4E2D]` in the place of each that they cannot.

    Nothing is left out, and nothing that turns or hides what follows passes: a reader sees that there is more.
    """
    drawn = _fonts()
    return "".join(
        letter if ord(letter) in drawn else f"[U+{ord(letter):04X}]" for letter in unicodedata.normalize("NFC", text)
    )


def _words(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(spelled(" ".join(text.split("\n")))), style)


@lru_cache(maxsize=1)
def _fonts() -> frozenset[int]:
    """Make both fonts known, and say which letters they can draw. They go into the file: it looks the same anywhere."""
    fonts = [TTFont(face, str(_LETTERS / f"{face}.ttf")) for face in ("plain", "bold")]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset(fonts[0].face.charToGlyph) & frozenset(fonts[1].face.charToGlyph)
