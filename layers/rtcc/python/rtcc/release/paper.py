"""Sets words on numbered pages: headings, fields, tables, lines to sign on; plain enough for any clerk's printer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rtcc.foundation import pdf
from rtcc.foundation.pdf import HEIGHT, WIDTH, Page
from rtcc.foundation.typeface import typeface

MARGIN, BOTTOM = 54.0, 66.0  # three quarters of an inch; what stands under a page's text is not text
INNER = WIDTH - 2 * MARGIN
_SIZE, _SMALL, _LEADING = 9.5, 8.0, 1.35
_STEP = _SMALL * _LEADING  # from line to line of a table
_LABEL = 132.0  # the width of the column of names beside values
_GAP = 6.0


class Paper:
    """One document from its first line to its last. `name` stands on top of each page, `under` at its foot."""

    def __init__(self, name: str, *, under: str) -> None:
        self._name, self._under = name, under
        self._pages: list[Page] = []
        self._y = 0.0
        self._turn()

    def title(self, text: str) -> None:
        """What the whole is called."""
        self._lines(typeface("bold").lines(text, INNER, 17), size=17, face="bold")
        self._y -= 4

    def heading(self, text: str, *, large: bool = True) -> None:
        """A heading; never the last line of a page."""
        size = 12.5 if large else 10.0
        self._need(size * 2 + 3 * _SIZE * _LEADING)
        self._y -= size * (0.9 if large else 0.5)
        self._lines(typeface("bold").lines(text, INNER, size), size=size, face="bold")
        if large:
            self._page.line(MARGIN, self._y - 4, WIDTH - MARGIN)
            self._y -= 7
        self._y -= 1

    def say(self, text: str, *, indent: float = 0) -> None:
        """A paragraph; where a line ends in the source is no matter."""
        self._lines(
            typeface("plain").lines(" ".join(text.split("\n")), INNER - indent, _SIZE), size=_SIZE, indent=indent
        )
        self._y -= 4

    def fields(self, told: Iterable[tuple[str, str]]) -> None:
        """Names and values beside each other. What has no value says so."""
        for name, value in told:
            lines = typeface("plain").lines(value or "not recorded", INNER - _LABEL, _SIZE)
            names = typeface("bold").lines(name, _LABEL - _GAP, _SIZE)
            for n in range(max(len(lines), len(names))):
                self._need(_SIZE * _LEADING)
                self._y -= _SIZE * _LEADING
                if n < len(names):
                    self._page.text(MARGIN, self._y, names[n], size=_SIZE, face="bold")
                if n < len(lines):
                    self._page.text(MARGIN + _LABEL, self._y, lines[n], size=_SIZE)
            self._y -= 1.5

    def table(self, heads: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
        """Rows under their heads, which every page repeats. `widths` are shares of the page."""
        columns = [INNER * share / sum(widths) for share in widths]
        self._heads(heads, columns)
        for row in rows:
            cells = [
                typeface("plain").lines(cell, width - _GAP, _SMALL) for cell, width in zip(row, columns, strict=True)
            ]
            self._row(cells, columns, heads)
            self._y -= 3
            self._page.line(MARGIN, self._y, WIDTH - MARGIN, width=0.25)
        self._y -= 4

    def blank(self, name: str) -> None:
        """A line for somebody to write on, with what it is for under it."""
        self._need(40)
        self._y -= 26
        self._page.line(MARGIN, self._y, MARGIN + INNER * 0.62)
        self._y -= _SMALL * 1.25
        self._page.text(MARGIN, self._y, name, size=_SMALL)
        self._y -= 5

    def close(self, *, author: str, at: datetime) -> bytes:
        """The PDF."""
        count = len(self._pages)
        for number, page in enumerate(self._pages, 1):
            page.line(MARGIN, BOTTOM - 16, WIDTH - MARGIN)
            page.text(MARGIN, BOTTOM - 27, self._under, size=_SMALL)
            told = f"Page {number} of {count}"
            page.text(WIDTH - MARGIN - typeface("plain").width(told, _SMALL), BOTTOM - 27, told, size=_SMALL)
        return pdf.document(self._pages, title=self._name, author=author, at=at)

    @property
    def _page(self) -> Page:
        return self._pages[-1]

    def _turn(self) -> None:
        self._pages.append(Page())
        self._page.text(MARGIN, HEIGHT - 40, self._name, size=_SMALL, face="bold")
        self._page.line(MARGIN, HEIGHT - 45, WIDTH - MARGIN)
        self._y = HEIGHT - 56.0

    def _lacks(self, height: float) -> bool:
        return self._y - height < BOTTOM

    def _need(self, height: float) -> None:
        if self._lacks(height):
            self._turn()

    def _lines(self, lines: Sequence[str], *, size: float, face: str = "plain", indent: float = 0) -> None:
        for line in lines:
            self._need(size * _LEADING)
            self._y -= size * _LEADING
            self._page.text(MARGIN + indent, self._y, line, size=size, face=face)

    def _heads(self, heads: Sequence[str], columns: Sequence[float]) -> None:
        self._need(6 * _STEP)
        self._y -= _STEP + 2
        self._across(heads, columns, face="bold")
        self._y -= 3
        self._page.line(MARGIN, self._y, WIDTH - MARGIN, width=0.75)

    def _row(self, cells: list[list[str]], columns: Sequence[float], heads: Sequence[str]) -> None:
        """One row, cell by cell, so that whoever copies a digest gets it whole; it may be longer than a page."""
        if self._lacks(min(max(map(len, cells)), 12) * _STEP + 4):
            self._turn()
            self._heads(heads, columns)
        while any(cells):
            fits = int((self._y - BOTTOM) / _STEP)
            if not fits:
                self._turn()
                self._heads(heads, columns)
                continue
            x, used = MARGIN, min(fits, max(map(len, cells)))
            for cell, width in zip(cells, columns, strict=True):
                for n, line in enumerate(cell[:used], 1):
                    self._page.text(x, self._y - n * _STEP, line, size=_SMALL)
                x += width
            self._y -= used * _STEP
            cells = [cell[used:] for cell in cells]

    def _across(self, cells: Sequence[str], columns: Sequence[float], face: str = "plain") -> None:
        x = MARGIN
        for cell, width in zip(cells, columns, strict=True):
            if cell:
                self._page.text(x, self._y, cell, size=_SMALL, face=face)
            x += width
