"""Breaking glass in an emergency: one act on one thing for an hour, told at once and reviewed (abuse 57)."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.metrics import MetricUnit, single_metric
from pydantic import Field

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Key, Reply, Text
from rtcc.http.visit import Visit
from rtcc.retention import glass
from rtcc.retention.pane import Glass

door = Door("console", "glass")


class NewGlass(Body):
    """Which act, on which thing, and why now. The same key breaks once."""

    key: Key
    action: Annotated[str, Field(pattern=r"^(evidence\.read|evidence\.download|custody\.read)$")]
    subject: Annotated[str, Field(pattern=r"^[a-z]{3}_[0-9a-z]{26}$")]
    why: Text


class Finding(Body):
    """What the auditor thinks of it."""

    finding: Text


class GlassReply(Reply):
    """One broken glass. Whoever broke and reviewed it is named by badge."""

    id: str
    action: str
    subject: str
    why: str
    by: str
    opened_at: Instant
    until: Instant
    reviewed_by: str | None = None
    reviewed_at: Instant | None = None
    finding: str | None = None


class Glasses(Reply):
    """All of them, newest first."""

    glasses: list[GlassReply]


@door.route(
    "POST",
    "/glass",
    action=Action.BREAK_GLASS,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewGlass,
    reply=GlassReply,
)
def break_glass(visit: Visit, *, body: NewGlass) -> tuple[GlassReply, int]:
    """Open one thing for an hour."""
    one, new = glass.break_glass(
        visit.actor, key=body.key, action=Action(body.action), subject=body.subject, why=body.why
    )
    if new:
        with single_metric(name="GlassBroken", unit=MetricUnit.Count, value=1, namespace="RTCC"):
            pass
    return _reply(one), 201 if new else 200


@door.route("GET", "/glass", action=Action.LIST_GLASS, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Glasses)
def newest(_visit: Visit) -> Glasses:
    """What was opened in emergencies."""
    return Glasses(glasses=[_reply(one) for one in glass.glasses()])


@door.route(
    "POST",
    "/glass/{glass_id}/review",
    action=Action.REVIEW_GLASS,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Finding,
    reply=GlassReply,
)
def review(visit: Visit, glass_id: str, *, body: Finding) -> GlassReply:
    """Say what is to be thought of it."""
    return _reply(glass.review(visit.actor, glass_id, finding=body.finding))


def _reply(one: Glass) -> GlassReply:
    names = ("id", "subject", "why", "by", "until", "reviewed_at")
    return GlassReply(
        **{name: getattr(one, name) for name in names},
        action=one.action.value,
        opened_at=one.asked_at,
        reviewed_by=one.reviewed_by or None,
        finding=one.finding or None,
    )
