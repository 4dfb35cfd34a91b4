"""Where a list goes on: the words that a page gives back, good for whoever was given them and that list alone."""

from __future__ import annotations

import hmac

from rtcc.access.model import Actor
from rtcc.aws import seals
from rtcc.foundation.errors import Invalid

_MARK_BYTES = 16


def sealed(actor: Actor, of: str, place: str) -> str:
    """A cursor that leads the actor on in the list `of`, behind `place`; empty at the list's end."""
    return f"{place}.{_mark(actor, of, place)}" if place else ""


def opened(actor: Actor, of: str, cursor: str) -> str:
    """The place behind a cursor; empty for none. Raises Invalid for one that we did not give to them (abuse 55)."""
    if not cursor:
        return ""
    place, _, mark = cursor.rpartition(".")
    if not place or not hmac.compare_digest(mark.encode(), _mark(actor, of, place).encode()):
        raise Invalid("This cursor is not one of ours. Please begin the list anew.", slug="bad-cursor")
    return place


def _mark(actor: Actor, of: str, place: str) -> str:
    """By a key that makes nothing else."""
    return seals.mac("cursor", actor.id, of, place)[:_MARK_BYTES].hex()
