"""The sample of a day's looks: what was drawn, and what an auditor finds of it (abuse 41)."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field

from rtcc.access.model import Action
from rtcc.foundation import errors
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply
from rtcc.http.visit import Visit
from rtcc.sample import checking
from rtcc.sample import service as sample
from rtcc.sample.model import Day, Finding, Look

door = Door("console", "sample")

_DAY = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)
# What a line says of what was asked for; the rest of it stands in the record.
_ASKED = ("purpose", "case", "from", "to", "speed", "radius_m", "polygon", "circle", "corridor")


class NewFinding(Body):
    """What is to be said of a look; words are needed where it was not in order."""

    finding: Annotated[str, Field(pattern=r"^(in_order|not_in_order)$")]
    words: Annotated[
        str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]*$")
    ] = ""


class LookReply(Reply):
    """One look that was drawn: who, when, at what, for which call, how far the camera was from it, and what was asked.

    `subject` and `seq` name its custody line. Without a `call_id` no call has the number that was given as the reason.
    """

    id: str
    at: Instant
    event: str
    badge: str
    role: str
    subject: str
    seq: int
    reason: str
    asked: dict[str, str]
    call_id: str | None = None
    call_kind: str | None = None
    call_address: str | None = None
    call_opened_at: Instant | None = None
    camera: str | None = None
    camera_address: str | None = None
    distance_m: int | None = None
    finding: str | None = None
    words: str | None = None
    judged_by: str | None = None
    judged_at: Instant | None = None


class Drawn(Reply):
    """How a day was drawn: the root of the log that decided it, of how many looks, and a digest over all of these."""

    seed: str
    size: int
    one_in: int
    looks: int
    drawn: int
    digest: str
    drawn_at: Instant


class Sample(Reply):
    """A day's sample. Without a `draw` the day is not drawn. `waiting` are the days with looks to judge."""

    day: str
    draw: Drawn | None = None
    looks: list[LookReply]
    waiting: list[str]


@door.route("GET", "/sample", action=Action.READ_SAMPLE, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Sample)
def of_day(visit: Visit) -> Sample:
    """The sample of `?day=` (UTC, `2026-11-22`); without it, of the day that waits longest, else of the last one."""
    waiting = sample.waiting()
    day = visit.query.get("day", "") or next(iter(waiting), sample.last_day())
    if not _DAY.fullmatch(day):
        sentence = "A day is written like 2026-11-22."
        raise errors.Invalid(sentence, fields=(errors.Field("day", sentence),))
    one = sample.day(day)
    return Sample(day=day, draw=_drawn(one), looks=[_reply(look) for look in sample.looks(day)], waiting=waiting)


class Check(Reply):
    """Whether the sample is the one that the record and the log give, and what of it is not."""

    holds: bool
    faults: list[str]


@door.route(
    "GET", "/sample/{day}/check", action=Action.READ_SAMPLE, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Check
)
def check(_visit: Visit, day: str) -> Check:
    """Draw the day again, and compare."""
    faults = checking.faults(day)
    return Check(holds=not faults, faults=faults)


@door.route(
    "POST",
    "/sample/{look_id}/finding",
    action=Action.JUDGE_SAMPLE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewFinding,
    reply=LookReply,
)
def judge(visit: Visit, look_id: str, *, body: NewFinding) -> LookReply:
    """Say whether a look was in order."""
    return _reply(sample.judge(visit.actor, look_id, Finding(body.finding), words=body.words))


def _drawn(one: Day | None) -> Drawn | None:
    names = ("seed", "size", "one_in", "looks", "drawn", "digest", "drawn_at")
    return Drawn(**{name: getattr(one, name) for name in names}) if one else None


def _reply(one: Look) -> LookReply:
    always = ("id", "at", "event", "badge", "role", "subject", "seq", "reason")
    perhaps = ("call_id", "call_kind", "call_address", "camera", "camera_address", "words", "judged_by")
    told: dict[str, Any] = {name: getattr(one, name) or None for name in perhaps}
    return LookReply(
        **{name: getattr(one, name) for name in always},
        **told,
        asked={name: str(one.facts[name]) for name in _ASKED if name in one.facts},
        call_opened_at=one.call_opened_at,
        distance_m=one.distance_m,
        finding=one.finding.value if one.finding else None,
        judged_at=one.judged_at,
    )
