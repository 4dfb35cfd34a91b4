"""Keeps what a bench measured: `results/NAME.json` for programs, and its own table in README.md for people."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
_HEAD = (
    "# What is measured\n\n"
    "`make bench NAME=search` measures again, writes `results/search.json`, and renews its part of this page.\n"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `bar` is what it must reach, in words; `peer` is the same figure of another design, if there is one.

    Name the unit in `name`: "read units, median at k < 100".
    """

    name: str
    value: float
    bar: str
    holds: bool
    peer: str = ""


def write(bench: str, measures: Sequence[Measure], *, notes: str = "", folder: Path = HERE) -> bool:
    """Keep the measures of one bench; whether all of them hold. `notes` is Markdown that stands below the table."""
    kept = {one.name: {"value": one.value, "bar": one.bar, "peer": one.peer, "holds": one.holds} for one in measures}
    results = folder / "results"
    results.mkdir(parents=True, exist_ok=True)
    (results / f"{bench}.json").write_text(json.dumps({"measures": kept}, indent=2) + "\n")
    page = folder / "README.md"
    page.write_text(_renewed(page.read_text() if page.exists() else _HEAD, bench, _part(bench, measures, notes)))
    for one in measures:
        print(f"{'holds ' if one.holds else 'FAILS '} {one.name}: {one.value:g} (bar {one.bar}) {one.peer}")
    return all(one.holds for one in measures)


def _part(bench: str, measures: Sequence[Measure], notes: str) -> str:
    rows = [f"| {one.name} | {one.value:g} | {one.bar} | {one.peer} | {_said(one)} |" for one in measures]
    table = ["| measure | value | bar | peer | holds |", "| --- | --- | --- | --- | --- |", *rows]
    return "\n".join([f"## {bench}", "", *table, "", *([notes.strip(), ""] if notes else [])])


def _renewed(page: str, bench: str, part: str) -> str:
    """The page with this bench's part in the place of its old one, or at the end."""
    old = re.search(rf"^## {re.escape(bench)}\n.*?(?=^## |\Z)", page, flags=re.M | re.S)
    if old:
        rest = page[old.end() :]
        return page[: old.start()] + part + ("\n" + rest if rest else "")
    return page.rstrip("\n") + "\n\n" + part


def _said(one: Measure) -> str:
    return "yes" if one.holds else "**no**"
