"""The schedule that says how long each kind of case is kept: versioned, agreed to by two people, never sudden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

MOST_KINDS = 40
MOST_DAYS = 36_500  # a hundred years: what no law lets go
NOT_NEEDED = "not_needed"  # the kind of what was looked at and not needed, while nobody has named another
UNCLASSIFIED = ""  # nobody has said of which kind of case it is: no schedule lets it go


class Standing(StrEnum):
    """Where a version of the schedule stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"  # another person agreed; it waits until `effective_at`
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of case: how many days after its arrival an item is kept at least, and which rule says so."""

    kind: str
    title: str
    days: int
    authority: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """One version. `proposed_by`, `approved_by` and `ended_by` are badges; `dry_run` is as that file spells it."""

    id: str
    version: int
    kinds: tuple[Kind, ...]
    standing: Standing
    why: str = ""
    asked: str = ""  # of the proposer's key: the same key proposes once
    proposed_by_id: str = ""
    proposed_by: str = ""
    proposed_at: datetime | None = None
    approved_by_id: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    effective_at: datetime | None = None
    in_force_at: datetime | None = None
    ended_by: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""
    dry_run: Mapping[str, Any] = field(default_factory=dict)

    def days(self, kind: str) -> int | None:
        """How long this kind is kept; None for one that it does not name: that is kept until it does."""
        return next((one.days for one in self.kinds if one.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which version is in force, which is the newest, and which one waits (0: none): one row, read strongly."""

    newest: int = 1
    in_force: int = 1
    waiting: int = 0


# R.S. is the Louisiana Revised Statutes, C.Cr.P. its Code of Criminal Procedure. A city's counsel checks these and
# proposes the city's own: docs/operations.md says how.
_THREE_YEARS = "La. R.S. 44:36: three years, unless an approved schedule says otherwise"
DEFAULT = Schedule(
    id="sch_00000000000000000000000001",
    version=1,
    standing=Standing.IN_FORCE,
    why="the schedule that the system comes with",
    kinds=(
        Kind("homicide", "Homicide, or any case without a limit of time", MOST_DAYS, "La. C.Cr.P. art. 571: no limit"),
        Kind("felony", "Felony", 2_192, "La. C.Cr.P. art. 572: six years at most to begin a prosecution"),
        Kind("misdemeanor", "Misdemeanor", 1_096, _THREE_YEARS),
        Kind("traffic", "Traffic", 1_096, _THREE_YEARS),
        Kind("no_case", "No case came of it", 1_096, _THREE_YEARS),
        Kind(NOT_NEEDED, "Looked at and not needed", 1_096, _THREE_YEARS),
    ),
)
