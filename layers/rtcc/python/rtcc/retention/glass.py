"""Breaking glass in an emergency, and the review that follows (abuse 57)."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, Field, Invalid, NotFound, Refused
from rtcc.retention import panes
from rtcc.retention.pane import OPEN_MINUTES, OPENABLE, REVIEW_DAYS, Glass
from rtcc.vault import service as vault


def break_glass(actor: Actor, *, key: str, action: Action, subject: str, why: str) -> tuple[Glass, bool]:
    """Give the actor one act on one thing for an hour; returns the glass and whether it is new. The same key asks once.

    Raises Invalid for an act that no emergency opens, Conflict for one that their role allows anyway, NotFound for a
    thing that does not exist, Gone for evidence that ended: that stays shut.
    """
    glass_id = ids.derived("gls", actor.id, key)
    known = panes.find(glass_id)
    if known is not None:
        return known, False
    if action not in OPENABLE:
        sentence = "No emergency opens this: it opens evidence and the record to be seen, and nothing else."
        raise Invalid(sentence, fields=(Field("action", sentence),))
    if actor.may(action):
        raise Conflict("You may do this without breaking glass.", slug="not-needed")
    _must_exist(action, subject)
    now = clock.now()
    until, due_at = clock.after(now, minutes=OPEN_MINUTES), clock.after(now, days=REVIEW_DAYS)
    one = Glass(glass_id, action, subject, why, actor.id, actor.badge, now, until)
    facts: dict[str, Fact] = {"glass": one.id, "opens": action.value, "until": clock.spell(until)}
    lines = [
        custody.line(actor, Action.BREAK_GLASS, each, facts=facts | {"subject": subject}) for each in (one.id, subject)
    ]
    transact(*panes.breaking(one, due_at=due_at), *lines)
    return one, True


def through(actor: Actor, action: Action, subject: str) -> Actor:
    """The actor as they may do this under glass: each of their lines then bears its id. Raises Refused without one."""
    pane = panes.pane(actor.id, action, subject) if action in OPENABLE and actor.may(Action.BREAK_GLASS) else None
    if pane is None or pane.until <= clock.now():
        raise Refused(f"As {actor.role.value} you may not do this.")
    return replace(actor, glass=pane.glass)


def glasses() -> list[Glass]:
    """The newest, newest first."""
    return panes.newest()


def unreviewed() -> int:
    """How many wait for their review longer than they may."""
    return panes.unreviewed(clock.now())


def review(actor: Actor, glass_id: str, *, finding: str) -> Glass:
    """Say what is to be thought of it, once. Raises NotFound, Refused for one's own, Conflict when it was reviewed."""
    one = panes.find(glass_id)
    if one is None:
        raise NotFound("There is no such opening.")
    if actor.id == one.by_id or actor.badge == one.by:
        raise Refused("You broke this glass yourself. Another person must review it.", slug="own-request")
    if one.reviewed_at is not None:
        raise Conflict("This was reviewed already.", slug="reviewed")
    after = replace(one, reviewed_by=actor.badge, reviewed_at=clock.now(), finding=finding)
    facts: dict[str, Fact] = {"opens": one.action.value, "subject": one.subject, "by": one.by}
    transact(panes.reviewing(after), custody.line(actor, Action.REVIEW_GLASS, one.id, facts=facts))
    return after


def _must_exist(action: Action, subject: str) -> None:
    if action is not Action.READ_CUSTODY:
        vault.item(subject)
    elif not ids.is_id(subject, subject[:3]) or custody.last(subject) is None:
        raise NotFound("Nothing is written under this subject.")
