"""How the console is told what keeps an item: its holds, with who wants which lifted, and its newest fixity check."""

from __future__ import annotations

from rtcc.http.forms import Instant, Reply
from rtcc.vault.model import Fixity, Hold


class LiftReply(Reply):
    """That somebody, named by badge, asked to lift a hold. It waits for another person."""

    asked_by: str
    asked_at: Instant
    why: str


class HoldReply(Reply):
    """One hold. `by` is a badge, empty for the hold that admission put; `lift` is null while nobody asked."""

    id: str
    reason: str
    authority: str
    case: str
    by: str
    at: Instant
    lift: LiftReply | None = None


class Checked(Reply):
    """The newest time that an item was read to its end: `holds`, `differs` or `unreadable`."""

    checked_at: Instant
    result: str


def hold_reply(one: Hold) -> HoldReply:
    """One hold as the console shows it."""
    asked = one.lift
    lift = LiftReply(asked_by=asked.asked_by, asked_at=asked.asked_at, why=asked.why) if asked else None
    told = ("id", "reason", "authority", "case", "by", "at")
    return HoldReply(**{name: getattr(one, name) for name in told}, lift=lift)


def checked_reply(one: Fixity | None) -> Checked | None:
    """The newest check, if there was one since admission."""
    return Checked(checked_at=one.checked_at, result=one.result.value) if one else None
