"""How long evidence is kept: of which kind of case an item is, and the schedule that two people change (P3.4)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply, Text
from rtcc.http.forms import Key as ClientKey
from rtcc.http.visit import Visit
from rtcc.retention import classifying, service
from rtcc.retention.model import MOST_DAYS, MOST_KINDS, Kind, Schedule

door = Door("console", "schedules")

Name = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,29}$")]
Case = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$")]


class Nothing(Body):
    """An empty body."""


class Why(Body):
    """Why not."""

    why: Text


class NewKind(Body):
    """Of which kind of case an item is; empty: nobody knows, so it is kept. `case` is the number that says so."""

    kind: Annotated[str, Field(pattern=r"^([a-z][a-z_]{1,29})?$")]
    case: Case


class Kept(Reply):
    """What the schedule says of an item now; without `keep_until` no schedule lets it go."""

    id: str
    kind: str
    keep_until: Instant | None = None


class KindBody(Body):
    """One kind of case: kept for so many days after an item came, by which rule."""

    kind: Name
    title: Text
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    authority: Text


class KindReply(Reply):
    """One kind of case."""

    kind: str
    title: str
    days: int
    authority: str


class NewSchedule(Body):
    """Another schedule, whole. `key` is the console's own: the same key proposes once."""

    key: ClientKey
    kinds: Annotated[list[KindBody], Field(min_length=1, max_length=MOST_KINDS)]
    why: Text


class Sampled(Reply):
    """One item that would be let go sooner; without a date no schedule lets it go."""

    id: str
    incident_number: str
    keep_until_now: Instant | None = None
    keep_until_then: Instant
    is_held: bool


class DryRun(Reply):
    """What would be let go sooner, counted when it was proposed; `due`: how many at once, `longer`: kept longer."""

    items: int
    bytes: int
    soonest: Instant | None = None
    due: int
    held: int
    longer: int
    counted_at: Instant
    sample: list[Sampled]


class InForce(Reply):
    """The version in force; `since` is missing for the one that the system comes with."""

    version: int
    kinds: list[KindReply]
    since: Instant | None = None


class Proposed(Reply):
    """A version that waits for a second person, or for its hour. Who proposed and approved is named by badge."""

    version: int
    standing: str
    kinds: list[KindReply]
    why: str
    proposed_by: str
    proposed_at: Instant | None = None
    approved_by: str | None = None
    approved_at: Instant | None = None
    effective_at: Instant | None = None
    ended_by: str | None = None
    ended_at: Instant | None = None
    ended_why: str | None = None
    dry_run: DryRun | None = None


class Schedules(Reply):
    """What is in force and what waits, and the time at the center."""

    in_force: InForce
    proposed: Proposed | None = None
    now: Instant


@door.route(
    "PUT",
    "/evidence/{item_id}/kind",
    action=Action.CLASSIFY_EVIDENCE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewKind,
    reply=Kept,
)
def classify(visit: Visit, item_id: str, *, body: NewKind) -> Kept:
    """Say of which kind of case an item is."""
    visit.reason = body.case
    one = classifying.classify(visit.actor, item_id, kind=body.kind, case=body.case)
    return Kept(id=one.id, kind=one.kind, keep_until=one.keep_until)


@door.route(
    "GET", "/schedules", action=Action.READ_SCHEDULES, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Schedules
)
def shown(_visit: Visit) -> Schedules:
    """The schedule in force, and the change that waits."""
    found = service.shown()
    now = found.in_force
    return Schedules(
        in_force=InForce(version=now.version, kinds=_kinds(now), since=now.in_force_at),
        proposed=_reply(found.waiting) if found.waiting else None,
        now=clock.now(),
    )


@door.route(
    "POST",
    "/schedules",
    action=Action.PROPOSE_SCHEDULE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewSchedule,
    reply=Proposed,
)
def propose(visit: Visit, *, body: NewSchedule) -> tuple[Proposed, int]:
    """Propose another schedule; the answer shows what it would let go."""
    kinds = [Kind(**one.model_dump()) for one in body.kinds]
    one, new = service.propose(visit.actor, key=body.key, kinds=kinds, why=body.why)
    return _reply(one), 201 if new else 200


@door.route(
    "POST",
    "/schedules/{version}/approval",
    action=Action.APPROVE_SCHEDULE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=Proposed,
)
def approve(visit: Visit, version: str, *, body: Nothing) -> Proposed:  # noqa: ARG001 declared and checked
    """Agree to what somebody else proposed."""
    return _reply(service.approve(visit.actor, _number(version)))


@door.route(
    "POST",
    "/schedules/{version}/withdrawal",
    action=Action.WITHDRAW_SCHEDULE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Why,
    reply=Proposed,
)
def withdraw(visit: Visit, version: str, *, body: Why) -> Proposed:
    """Take a change back before it is in force."""
    return _reply(service.withdraw(visit.actor, _number(version), why=body.why))


def _number(version: str) -> int:
    """The version's number; of what is none, one that there never is."""
    return int(version) if version.isascii() and version.isdigit() and len(version) < 7 else 0


def _kinds(one: Schedule) -> list[KindReply]:
    return [KindReply(kind=k.kind, title=k.title, days=k.days, authority=k.authority) for k in one.kinds]


def _reply(one: Schedule) -> Proposed:
    told: dict[str, Any] = {
        name: getattr(one, name) or None
        for name in ("approved_by", "approved_at", "effective_at", "ended_by", "ended_at", "ended_why")
    }
    return Proposed(
        version=one.version,
        standing=one.standing.value,
        kinds=_kinds(one),
        why=one.why,
        proposed_by=one.proposed_by,
        proposed_at=one.proposed_at,
        dry_run=DryRun.model_validate(dict(one.dry_run)) if one.dry_run else None,
        **told,
    )
