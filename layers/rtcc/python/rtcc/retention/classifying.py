"""Of which kind of case an item is, and until when that keeps it: said by a person, kept true by the hourly run."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Field, Invalid
from rtcc.retention import service
from rtcc.retention.keeping import keep_until, kind_of
from rtcc.retention.model import UNCLASSIFIED, Schedule
from rtcc.vault import ending
from rtcc.vault import service as vault
from rtcc.vault.model import Item


def classify(actor: Actor, item_id: str, *, kind: str, case: str) -> Item:
    """Say of which kind of case an item is, or with an empty kind that nobody knows: then it is kept.

    Saying the same again changes nothing. Raises NotFound, Gone for what ended, Invalid for a kind that the schedule
    in force does not name, Conflict for what is not sealed yet or was changed at the same moment.
    """
    before, schedule = vault.item(item_id), service.in_force()
    if kind != UNCLASSIFIED and schedule.days(kind) is None:
        sentence = "The schedule in force does not name this kind of case."
        raise Invalid(sentence, fields=(Field("kind", sentence),))
    if not before.is_here:
        raise Conflict("This item is not sealed yet.", slug="not-sealed")
    until = keep_until(replace(before, kind=kind), schedule)
    if (before.kind, before.keep_until, before.classified_at is None) == (kind, until, False):
        return before
    facts = _facts(before, schedule) | {"kind": kind, "was": before.kind, "until": clock.spell(until) if until else ""}
    act = ending.classifying(before, kind=kind, keep_until=until, by=actor.badge, at=clock.now())
    transact(act, custody.line(actor, Action.CLASSIFY_EVIDENCE, item_id, reason=case, facts=facts))
    return vault.item(item_id)


def follow(actor: Actor, schedule: Schedule) -> int:
    """Write into each item until when the schedule in force keeps it, where that changed; how many were written.

    It changes when another schedule came into force, or when somebody said that an item is not needed. Who classifies
    an item at the same moment wins: the next run looks again.
    """
    written = 0
    for row in vault.every():
        item = row.item
        until = keep_until(item, schedule)
        if not item.is_here or item.keep_until == until:
            continue
        facts = _facts(item, schedule) | {"kind": kind_of(item), "until": clock.spell(until) if until else ""}
        line = custody.line(actor, Action.ENFORCE_SCHEDULE, item.id, reason=item.incident_number, facts=facts)
        try:
            transact(ending.scheduling(item, until), line)
        except Conflict:
            continue
        written += 1
    return written


def _facts(item: Item, schedule: Schedule) -> dict[str, Fact]:
    was = clock.spell(item.keep_until) if item.keep_until else ""
    return {"schedule": schedule.version, "until_was": was}
