"""What every drill hands back: one row for each thing that was done, and who noticed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of docs/drills.md. Each drill is a module with `run() -> list[Row]`."""

    drill: str  # "tamper" or "crash"
    what: str  # what was done, in plain words
    where: str  # the file, the store or the function that it was done to
    named_by: str  # the checker that is to notice
    says: str  # the sentence that it said
    is_caught: bool  # whether it was noticed by the right one (crash: whether the end was the same)
