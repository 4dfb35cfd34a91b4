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
A small vault, made by the product's own services on seaweedfs, DynamoDB Local, and the KMS of ministack: two calls,
four items, a sealed log with a witness, two release packages. Then somebody who has every right of the store and of the
tables, and may use the seal key, does each of these. The checkers look two hours later. `custody.verify()` judges table
against log, *the next sealing* is what runs each minute, *the sweep* compares stores and record, *the witness* is
`tools/witness.py` in another house, and `verify_release.py` and `verify.html` are what a court holds in its hands.

The sweep's words, as the console tells them: *stray* is another version under an item's name, *marked* a delete marker
over it, *unspoken* an object that nothing in the record speaks of, *unlocked* an item whose lock or hold was gone (they
are put again), *rewritten* a row that says what no custody line says.
"""
_CRASH = """
Every function is killed at each call that it makes, and run again: the end must be the same, with one line and one
item.
"""
_WORDS = {"tamper": _TAMPER, "crash": _CRASH}
_UNNAMED = """
### What no checker names

| done | why, and what stands against it |
| --- | --- |
"""
_COLUMNS = "| done | where | named by | it says | caught |\n| --- | --- | --- | --- | --- |\n"


def write(rows: Sequence[Row], unnamed: Iterable[Unnamed]) -> None:
    """Renew the parts of the drills that ran; what another drill wrote stays."""
    before = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    TARGET.write_text(render(rows, unnamed, before=before), encoding="utf-8")


def render(rows: Sequence[Row], unnamed: Iterable[Unnamed], *, before: str = "") -> str:
    """The page; of a drill without rows, its part of the page before."""
    parts = [_HEAD]
    for drill, words in _WORDS.items():
        told = [row for row in rows if row.drill == drill]
        old = _part(before, drill)
        if told:
            parts += [f"\n## {drill.title()} drill\n", words, "\n", _counted(told), "\n", _COLUMNS, *map(_row, told)]
            parts += [_UNNAMED, *(_unnamed(one) for one in unnamed)] if drill == "tamper" else []
        elif old:
            parts += [f"\n## {drill.title()} drill\n", old]
    return "".join(parts)


def read(page: str, drill: str) -> list[tuple[str, bool]]:
    """What was done, and whether it was caught, row by row of one drill's table."""
    part = _part(page, drill).partition("\n### ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [(row[0], row[-1] == "yes") for row in rows if len(row) == 5 and row[0] not in ("done", "---")]


def _part(page: str, drill: str) -> str:
    """What stands under a drill's heading, up to the next drill's."""
    return page.partition(f"\n## {drill.title()} drill\n")[2].partition("\n## ")[0]


def _unnamed(one: Unnamed) -> str:
    return f"| {_cell(one.what)} | {_cell(one.why)} |\n"


def _counted(rows: Sequence[Row]) -> str:
    return f"{sum(row.is_caught for row in rows)} of {len(rows)} were caught.\n"


def _row(row: Row) -> str:
    cells = (row.what, row.where, row.named_by, row.says, "yes" if row.is_caught else "**no**")
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _cell(text: str) -> str:
    """One line that no bar can break."""
    return " ".join(text.replace("|", "/").split())
