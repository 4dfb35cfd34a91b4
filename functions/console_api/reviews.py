"""Reviews on the console: play what a box recorded, and turn to another time, speed, or a halt (P9.2)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from functions.console_api.views import ViewReply, reply
from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Key, Moment, Text
from rtcc.http.visit import Visit
from rtcc.live import service as live
from rtcc.live.model import SPEEDS

door = Door("console", "reviews")


def _one_of_ours(speed: int) -> int:
    if speed not in SPEEDS:
        raise ValueError("is 1, 2 or 4 times the speed")
    return speed


# No Literal: to that, true is 1.
Speed = Annotated[int, AfterValidator(_one_of_ours)]
_UNSAID: Any = None  # a field may be left out; null is no time and no speed


class NewReview(Body):
    """Which camera, from which time on, for which case. `key` is the console's own: the same key opens one."""

    key: Key
    camera_id: Text
    start: Annotated[Moment, Field(alias="from")]
    case: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$")]
    speed: Speed = 1


class Turn(Body):
    """Where to go on, how fast, or to halt; what is left out stays."""

    start: Annotated[Moment, Field(alias="from")] = _UNSAID
    speed: Speed = _UNSAID
    is_paused: bool = _UNSAID


@door.route(
    "POST",
    "/incidents/{incident_id}/reviews",
    action=Action.REVIEW_FOOTAGE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewReview,
    reply=ViewReply,
)
def open_review(visit: Visit, incident_id: str, *, body: NewReview) -> tuple[ViewReply, int]:
    """Play what a camera's box recorded, without taking it."""
    one, media, new = live.open_review(
        visit.actor,
        body.camera_id,
        incident_id=incident_id,
        key=body.key,
        start=body.start,
        case=body.case,
        speed=body.speed,
    )
    return reply(one, media), 201 if new else 200


@door.route(
    "POST",
    "/views/{view_id}/turn",
    action=Action.TURN_REVIEW,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Turn,
    reply=ViewReply,
)
def turn(visit: Visit, view_id: str, *, body: Turn) -> ViewReply:
    """Go to another time or speed, or halt: each time is written down."""
    return reply(live.turn(visit.actor, view_id, start=body.start, speed=body.speed, is_paused=body.is_paused))
