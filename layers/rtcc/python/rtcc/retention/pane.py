"""Broken glass: for an hour one person may see one thing that their role does not show, loudly, and is asked why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtcc.access.model import Action

OPEN_MINUTES = 60
REVIEW_DAYS = 7
# Nothing that deletes, lifts, releases or expunges: an emergency needs to see, and never to undo.
OPENABLE = frozenset({Action.READ_EVIDENCE, Action.DOWNLOAD_EVIDENCE, Action.READ_CUSTODY})


@dataclass(frozen=True, slots=True)
class Glass:
    """Who broke it, to do what on what, and why; what the auditor found. `by` and `reviewed_by` are badges."""

    id: str
    action: Action
    subject: str
    why: str
    by_id: str
    by: str
    asked_at: datetime
    until: datetime
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Pane:
    """The newest glass of one person, act and thing: the door reads this one row."""

    glass: str
    until: datetime
