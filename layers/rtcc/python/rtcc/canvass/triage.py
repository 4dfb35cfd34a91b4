"""Triage: what somebody who looked says of an item. It prolongs what is kept and takes nothing away (P3.3)."""

from __future__ import annotations

from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws import settings
from rtcc.aws.table import transact
from rtcc.canvass import store
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Unavailable
from rtcc.vault import service as vault
from rtcc.vault import triage as judging
from rtcc.vault.model import Item, Verdict

_KEPT_DAYS = 30


def judge(actor: Actor, item_id: str, verdict: Verdict, *, of: str = "", note: str = "") -> Item:
    """Write a verdict, tell the sender's page, and prolong the lock of what is accepted.

    The verdict, its line and the new date are one act; the store follows, and what it does not confirm is a line of
    its own. Raises NotFound, Invalid for a duplicate of nothing, Conflict for what an agency has, Unavailable when the
    store does not confirm the longer lock: the same verdict again asks it again.
    """
    before = vault.item(item_id)
    until = max(before.locked_until, _kept_until()) if verdict is Verdict.ACCEPT else before.locked_until
    facts = {"verdict": verdict.value, "of": of, "noted": bool(note), "locked_until": clock.spell(until), "hold": True}
    act = judging.writing(before, verdict, of=of, by=actor.badge, note=note, until=until)
    line = custody.line(actor, Action.TRIAGE_EVIDENCE, item_id, reason=before.incident_number, facts=facts)
    told = [store.telling(before.request_id, before.submission_id, verdict.value)] if before.submission_id else []
    transact(act, *told, line)
    after = vault.item(item_id)
    if verdict is Verdict.ACCEPT and not vault.prolong(after):
        failed = custody.line(
            actor, Action.TRIAGE_EVIDENCE, item_id, reason=after.incident_number, outcome=Outcome.FAILED, facts=facts
        )
        transact(failed)
        raise Unavailable("The store does not confirm the longer lock. Please try again.", slug="not-prolonged")
    return after


def _kept_until() -> datetime:
    """How long what is accepted stays locked at first; S3 keeps whole seconds."""
    days = settings.lock_days("KEPT_DAYS", _KEPT_DAYS)
    return clock.after(clock.now(), days=days).replace(microsecond=0)
