"""Seats at a stream: at most three, counted in the act's own transaction, whoever comes at the same moment."""

from __future__ import annotations

from dataclasses import dataclass

from rtcc.aws.table import Update
from rtcc.foundation.errors import Conflict
from rtcc.live import store
from rtcc.live.model import MOST_VIEWERS, View


@dataclass(slots=True)
class Seat:
    """One viewer's seat, taken or (`leaves`) given back; prepared anew for every try of the transaction."""

    view: View
    leaves: bool = False
    is_alone: bool = False  # nobody else sits there: known once the transaction is through

    def prepare(self) -> Update:
        """Who watches afterwards. Raises Conflict, naming the badges that watch, when all seats are taken."""
        before = store.seats(self.view.seats)
        others = tuple(entry for entry in before.taken if entry[0] != self.view.id)
        if not self.leaves and len(others) >= MOST_VIEWERS:
            badges = ", ".join(before.badges)
            where = "this camera's recording" if self.view.is_review else "this camera"
            raise Conflict(f"All seats at {where} are taken, by badge {badges}. Please wait, or ask.", slug="full")
        self.is_alone = not others
        return store.seating(before, others if self.leaves else (*others, (self.view.id, self.view.badge)))
