"""Changing how long evidence is kept: a dry run, two people, a delay; and nobody is ever surprised (P3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws import settings
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import canonical, clock, ids
from rtcc.foundation.errors import Conflict, Field, Invalid, NotFound, Refused
from rtcc.retention import dry_run, store
from rtcc.retention.model import MOST_DAYS, MOST_KINDS, Kind, Pointer, Schedule, Standing
from rtcc.vault import service as vault

_DELAY_HOURS = 72


@dataclass(frozen=True, slots=True)
class Shown:
    """The version in force, and the one that waits."""

    in_force: Schedule
    waiting: Schedule | None


def shown() -> Shown:
    """Both."""
    at = store.pointer()
    return Shown(schedule(at.in_force), store.find(at.waiting) if at.waiting else None)


def in_force() -> Schedule:
    """The version in force, read strongly."""
    return schedule(store.pointer().in_force)


def schedule(version: int) -> Schedule:
    """One version. Raises NotFound."""
    found = store.find(version)
    if found is None:
        raise NotFound("There is no such version of the schedule.")
    return found


def propose(actor: Actor, *, key: str, kinds: Sequence[Kind], why: str) -> tuple[Schedule, bool]:
    """Propose another schedule, with what it would let go; returns it and whether it is new. The same key asks once.

    Raises Invalid for kinds that cannot be, Conflict (`schedule-waiting`) while another proposal waits.
    """
    at, asked = store.pointer(), ids.derived("key", actor.id, key)
    newest = store.find(at.newest)
    if newest is not None and newest.asked == asked:
        return newest, False
    if at.waiting:
        raise Conflict("Another change of the schedule waits. Withdraw it, or let it come into force.", slug="waiting")
    _must_be_sane(kinds)
    version, now = at.newest + 1, clock.now()
    one = Schedule(
        id=store.id_of(version),
        version=version,
        kinds=tuple(kinds),
        standing=Standing.PROPOSED,
        why=why,
        asked=asked,
        proposed_by_id=actor.id,
        proposed_by=actor.badge,
        proposed_at=now,
    )
    everything = (kept.item for kept in vault.every())
    one = replace(one, dry_run=dry_run.count(everything, now=schedule(at.in_force), then=one, at=now))
    line = custody.line(actor, Action.PROPOSE_SCHEDULE, one.id, facts=_facts(one))
    transact(store.proposing(one), store.pointing(at, replace(at, newest=version, waiting=version)), line)
    return one, True


def approve(actor: Actor, version: int) -> Schedule:
    """Agree to what another person proposed: it comes into force when the delay is over. Twice is once.

    Raises Refused for one's own proposal: by a look first, so that the sentence is a plain one, and by the table's own
    condition, which holds whatever happens between look and act.
    """
    one = schedule(version)
    if one.approved_by_id == actor.id and one.standing is Standing.APPROVED:
        return one
    _must_wait(one, actor)
    now = clock.now()
    after = replace(
        one,
        standing=Standing.APPROVED,
        approved_by_id=actor.id,
        approved_by=actor.badge,
        approved_at=now,
        effective_at=clock.after(now, hours=settings.number("SCHEDULE_DELAY_HOURS", _DELAY_HOURS)),
    )
    line = custody.line(actor, Action.APPROVE_SCHEDULE, one.id, facts=_facts(after))
    try:
        transact(store.approving(after), line)
    except Conflict:
        _must_wait(schedule(version), actor)
        raise
    return after


def withdraw(actor: Actor, version: int, *, why: str) -> Schedule:
    """Take a proposal back before it is in force; one person is enough, for nothing is let go by it."""
    at, one = store.pointer(), schedule(version)
    if at.waiting != version:
        raise _decided_already(one)
    after = replace(one, standing=Standing.WITHDRAWN, ended_by=actor.badge, ended_at=clock.now(), ended_why=why)
    line = custody.line(actor, Action.WITHDRAW_SCHEDULE, one.id, facts=_facts(after))
    transact(store.standing(one, after), store.pointing(at, replace(at, waiting=0)), line)
    return after


def due(at: datetime) -> tuple[Pointer, Schedule] | None:
    """The version that waited long enough, with where everything points; None when there is none."""
    where = store.pointer()
    one = store.find(where.waiting) if where.waiting else None
    is_due = one is not None and one.standing is Standing.APPROVED and one.effective_at is not None
    if one is None or not is_due or one.effective_at is None or one.effective_at > at:
        return None
    return where, one


def enforce(actor: Actor) -> Schedule | None:
    """Put a version into force whose delay is over; the one before it is superseded. None when there is none."""
    now = clock.now()
    found = due(now)
    if found is None:
        return None
    where, one = found
    after = replace(one, standing=Standing.IN_FORCE, in_force_at=now)
    before = schedule(where.in_force)
    ends = [] if before.proposed_at is None else [store.standing(before, _superseded(before, now))]
    line = custody.line(actor, Action.ENFORCE_SCHEDULE, one.id, facts=_facts(after))
    pointing = store.pointing(where, replace(where, in_force=one.version, waiting=0))
    transact(store.standing(one, after), *ends, pointing, line)
    return after


def _superseded(before: Schedule, at: datetime) -> Schedule:
    return replace(before, standing=Standing.SUPERSEDED, ended_at=at)


def _must_wait(one: Schedule, actor: Actor) -> None:
    """Raises Refused to whoever proposed it, by id or badge: roles may overlap; Conflict when it was decided before."""
    if actor.id == one.proposed_by_id or actor.badge == one.proposed_by:
        raise Refused("You proposed this change yourself. Another person must approve it.", slug="own-request")
    if one.standing is not Standing.PROPOSED:
        raise _decided_already(one)


def _decided_already(one: Schedule) -> Conflict:
    words = one.standing.value.replace("_", " ")
    return Conflict(f"This version does not wait for a decision any more: it is {words}.", slug="not-waiting")


def _must_be_sane(kinds: Sequence[Kind]) -> None:
    if not 1 <= len({one.kind for one in kinds}) == len(kinds) <= MOST_KINDS:
        raise _wrong(f"A schedule has 1 to {MOST_KINDS} kinds of case, each once.")
    if any(not 1 <= one.days <= MOST_DAYS for one in kinds):
        raise _wrong(f"Each kind is kept for 1 to {MOST_DAYS:,} days.")


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, fields=(Field("kinds", sentence),))


def _facts(one: Schedule) -> dict[str, Fact]:
    """What every line of a version says, so that whoever approves is seen to approve just this."""
    told = {kind.kind: [kind.title, kind.days, kind.authority] for kind in one.kinds}
    facts: dict[str, Fact] = {"version": one.version, "kinds": len(one.kinds), "sha256": canonical.digest(told)}
    if one.dry_run:
        facts |= {"lets_go": int(one.dry_run["items"]), "bytes": int(one.dry_run["bytes"])}
    if one.effective_at:
        facts["effective_at"] = clock.spell(one.effective_at)
    return facts
