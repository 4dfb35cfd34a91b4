"""Triage: what somebody who looked says of an item. It prolongs what is kept and takes nothing away (P3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from rtcc.access.model import Action, Actor
from rtcc.aws import settings
from rtcc.aws.table import transact
from rtcc.canvass import store
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Unavailable
from rtcc.vault import service as vault
from rtcc.vault import triage as judging
from rtcc.vault.model import Item, Verdict

_KEPT_DAYS = 30
_A_MOMENT = timedelta(minutes=10)


def judge(actor: Actor, item_id: str, verdict: Verdict, *, of: str = "", note: str = "") -> Item:
    """Write a verdict, tell the sender's page, and prolong the lock of what is accepted.

    The verdict, its line and the new date are one act; the store follows, and what it does not confirm is a line of
    its own. Saying the same again within minutes is once, and asks the store again. Raises NotFound, Invalid for a
    duplicate of nothing, Conflict for what an agency has, Unavailable when the store does not confirm the longer lock.
    """
    before = vault.item(item_id)
    if _is_said_again(before, actor, (verdict, of, note)):
        return _prolonged(actor, before)
    until = max(before.locked_until, _kept_until()) if verdict is Verdict.ACCEPT else before.locked_until
    act = judging.writing(before, verdict, of=of, by=actor.badge, note=note, until=until)
    told = [store.telling(before.request_id, before.submission_id, verdict.value)] if before.submission_id else []
    after = replace(before, verdict=verdict, duplicate_of=of, judged_note=note, locked_until=until)
    transact(act, *told, _line(actor, after))
    return _prolonged(actor, vault.item(item_id))


def _is_said_again(before: Item, actor: Actor, said: tuple[Verdict, str, str]) -> bool:
    """Whether this very verdict was written a moment ago: its judge never heard that it was (abuse 85)."""
    at = before.judged_at
    just_now = at is not None and clock.now() - at < _A_MOMENT
    return just_now and before.judged_by == actor.badge and said == _said(before)


def _said(one: Item) -> tuple[Verdict | None, str, str]:
    return one.verdict, one.duplicate_of, one.judged_note


def _prolonged(actor: Actor, after: Item) -> Item:
    if after.verdict is Verdict.ACCEPT and not vault.prolong(after):
        transact(_line(actor, after, Outcome.FAILED))
        raise Unavailable("The store does not confirm the longer lock. Please try again.", slug="not-prolonged")
    return after


def _line(actor: Actor, after: Item, outcome: Outcome = Outcome.DONE) -> custody.Draft:
    facts: dict[str, Fact] = {"verdict": after.verdict.value if after.verdict else "", "of": after.duplicate_of}
    facts |= {"noted": bool(after.judged_note), "locked_until": clock.spell(after.locked_until), "hold": True}
    return custody.line(
        actor, Action.TRIAGE_EVIDENCE, after.id, reason=after.incident_number, outcome=outcome, facts=facts
    )


def _kept_until() -> datetime:
    """How long what is accepted stays locked at first; S3 keeps whole seconds."""
    days = settings.lock_days("KEPT_DAYS", _KEPT_DAYS)
    return clock.after(clock.now(), days=days).replace(microsecond=0)
