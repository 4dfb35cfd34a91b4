"""What becomes of a canvass on the console: a second person's yes or no, a reminder, an early end (abuse 42, 80)."""

from __future__ import annotations

from functions.console_api.canvass import Canvasses, CanvassReply, canvass_reply
from rtcc.access.model import Action
from rtcc.canvass import closing, deciding, reminding
from rtcc.canvass import service as canvasses
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Text
from rtcc.http.visit import Visit

door = Door("console", "decisions")


class Why(Body):
    """Why not."""

    why: Text


class Nothing(Body):
    """An empty body."""


@door.route(
    "GET",
    "/canvass-reviews",
    action=Action.READ_CANVASS,
    sign_in=SignIn.STAFF,
    record=Record.WATCH,
    reply=Canvasses,
)
def reviews(_visit: Visit) -> Canvasses:
    """What waits for a second person, and what stood out: the supervisor's report (abuse 53)."""
    return Canvasses(canvasses=[canvass_reply(one) for one in canvasses.for_a_second_person()])


@door.route(
    "POST",
    "/incidents/{incident_id}/canvasses/{canvass_id}/approval",
    action=Action.APPROVE_CANVASS,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=CanvassReply,
)
def approve(visit: Visit, incident_id: str, canvass_id: str, *, body: Nothing) -> CanvassReply:  # noqa: ARG001 checked
    """Agree to what somebody else opened; the invitations follow."""
    return canvass_reply(deciding.approve(visit.actor, incident_id, canvass_id))


@door.route(
    "POST",
    "/incidents/{incident_id}/canvasses/{canvass_id}/denial",
    action=Action.DENY_CANVASS,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Why,
    reply=CanvassReply,
)
def deny(visit: Visit, incident_id: str, canvass_id: str, *, body: Why) -> CanvassReply:
    """Say no, and why."""
    return canvass_reply(deciding.deny(visit.actor, incident_id, canvass_id, why=body.why))


@door.route(
    "POST",
    "/incidents/{incident_id}/canvasses/{canvass_id}/closing",
    action=Action.CLOSE_CANVASS,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=CanvassReply,
)
def close(visit: Visit, incident_id: str, canvass_id: str, *, body: Nothing) -> CanvassReply:  # noqa: ARG001 checked
    """We have what we need: nobody more is asked, and what waits is taken back."""
    return canvass_reply(closing.close(visit.actor, incident_id, canvass_id))


@door.route(
    "POST",
    "/incidents/{incident_id}/canvasses/{canvass_id}/reminder",
    action=Action.REMIND_CANVASS,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=CanvassReply,
)
def remind(visit: Visit, incident_id: str, canvass_id: str, *, body: Nothing) -> CanvassReply:  # noqa: ARG001 checked
    """Remind whoever did not answer, once."""
    return canvass_reply(reminding.remind(visit.actor, incident_id, canvass_id))
