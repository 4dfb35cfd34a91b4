"""Writes docs/drills.md: a table a drill, and what no checker can name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from drills.rows import Row
from drills.tamper.model import Unnamed

TARGET = Path(__file__).parents[1] / "docs" / "drills.md"
_HEAD = """# Drills: what was done on purpose, and who noticed

Written by `make drill`, which does all of it again. Nothing here was filled in by hand.
"""
_TAMPER = """
## Tamper drill

A small vault, made by the product's own services on seaweedfs, DynamoDB Local, and the KMS of ministack: two calls,
four items, a sealed log with a witness, two release packages. Then somebody who has every right of the store and of the
tables, and may use the seal key, does each of these. The checkers look two hours later. `custody.verify()` judges table
against log, *the next sealing* is what runs each minute, *the sweep* compares stores and record, *the witness* is
`tools/witness.py` in another house, and `verify_release.py` and `verify.html` are what a court holds in its hands.
"""
_CRASH = """
## Crash drill

Every function is killed at each call that it makes, and run again: the end must be the same, with one line and one
item.
"""
_UNNAMED = """
### What no checker names

| done | why, and what stands against it |
| --- | --- |
"""
_COLUMNS = "| done | where | named by | it says | caught |\n| --- | --- | --- | --- | --- |\n"


def write(rows: Sequence[Row], unnamed: Iterable[Unnamed]) -> None:
    """Keep the rows of every drill that ran."""
    TARGET.write_text(render(rows, unnamed), encoding="utf-8")


def render(rows: Sequence[Row], unnamed: Iterable[Unnamed]) -> str:
    """The page."""
    parts = [_HEAD]
    for drill, words in (("tamper", _TAMPER), ("crash", _CRASH)):
        told = [row for row in rows if row.drill == drill]
        if told:
            parts += [words, "\n", _counted(told), "\n", _COLUMNS, *(_row(row) for row in told)]
        if drill == "tamper":
            parts += [_UNNAMED, *(f"| {_cell(one.what)} | {_cell(one.why)} |\n" for one in unnamed)]
    return "".join(parts)


def read(page: str, drill: str) -> list[tuple[str, bool]]:
    """What was done, and whether it was caught, row by row of one drill's table."""
    part = page.partition(f"## {drill.title()} drill\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [(row[0], row[-1] == "yes") for row in rows if len(row) == 5 and row[0] not in ("done", "---")]


def _counted(rows: Sequence[Row]) -> str:
    return f"{sum(row.is_caught for row in rows)} of {len(rows)} were caught.\n"


def _row(row: Row) -> str:
    cells = (row.what, row.where, row.named_by, row.says, "yes" if row.is_caught else "**no**")
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _cell(text: str) -> str:
    """One line that no bar can break."""
    return " ".join(text.replace("|", "/").split())
