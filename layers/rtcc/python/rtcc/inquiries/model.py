"""An inquiry: a detective's question for footage of a past event, answered by one release at a time (P11.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtcc.release.model import Method, Release
from rtcc.release.model import State as Standing

MOST_DAYS = 31  # that one inquiry spans


class State(StrEnum):
    """Where an inquiry stands. `delivered` is never stored: the release knows it."""

    OPEN = "open"
    ASSEMBLED = "assembled"
    DELIVERED = "delivered"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One inquiry. `asked_by`, `assembled_by` and `declined_by` are badges; `start` to `end` is what it is about."""

    id: str
    case: str
    incident_number: str  # empty when the case has no call
    place: str
    start: datetime
    end: datetime
    words: str
    state: State
    asked_by_id: str
    asked_by: str
    asked_at: datetime
    release_id: str = ""  # the newest release that answers it
    assembled_by_id: str = ""
    assembled_by: str = ""
    assembled_at: datetime | None = None
    declined_by: str = ""
    declined_at: datetime | None = None
    why: str = ""  # it was declined

    def standing(self, answer: Release | None) -> State:
        """Where it stands, with the release that answers it: what was denied or failed leaves it open again."""
        if self.state is not State.ASSEMBLED or answer is None:
            return self.state
        if answer.state in {Standing.DENIED, Standing.FAILED}:
            return State.OPEN
        shown = answer.method is Method.VIEW and answer.is_shared
        return State.DELIVERED if shown or answer.receipted_at else State.ASSEMBLED
