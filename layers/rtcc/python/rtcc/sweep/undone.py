"""What was written down and never carried out, for a stream's word was lost: it is asked for again (abuse 88)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rtcc.canvass import errands
from rtcc.release import waking
from rtcc.sweep.model import Amiss, Finding
from rtcc.sweep.turns import is_settled


def look() -> Iterator[Finding]:
    """Errands of canvasses, and releases that were approved, which nobody took up in time."""
    for row in errands.undone():
        if is_settled(row.given_at):
            about = f"{row.pk} {row.sk}"
            yield Finding(Amiss.UNDONE, row.canvass_id, about, cure=partial(errands.ask_again, row))
    for one in waking.undone():
        if is_settled(waking.since(one)):
            yield Finding(Amiss.UNDONE, one.id, one.id, one.case, partial(waking.ask_again, one))
