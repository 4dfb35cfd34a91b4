"""Calls for service, told one at a time and told again when they change (P5.1)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rtcc.access.model import Action
from rtcc.foundation.errors import Field as Fault
from rtcc.foundation.errors import Invalid
from rtcc.foundation.geo import Point
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Moment, Reply, Text
from rtcc.http.visit import Visit
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Call, State

door = Door("dispatch", "calls")


class Told(Body):
    """What dispatch says of a call."""

    priority: Annotated[int, Field(ge=1, le=4)]
    kind: Text
    address: Text
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    opened_at: Moment
    state: State = State.OPEN


class Taken(Reply):
    """The call as it was taken."""

    id: str
    number: str
    state: str
    opened_at: Instant


@door.route(
    "PUT",
    "/calls/{number}",
    action=Action.TAKE_CALL,
    sign_in=SignIn.SYSTEM,
    record=Record.ACT,
    body=Told,
    reply=Taken,
)
def take(visit: Visit, number: str, *, body: Told) -> tuple[Taken, int]:
    """Take a call, or what changed of it."""
    if not 1 <= len(number) <= 40 or not (number.isascii() and number.replace("-", "").isalnum()):
        sentence = "A call's number has 1 to 40 letters, digits and hyphens."
        raise Invalid(sentence, fields=(Fault("number", sentence),))
    at = Point(round(body.lat, 7), round(body.lon, 7))  # a centimeter; DynamoDB keeps no number such as 1e-300
    call = Call(number, body.priority, body.kind, body.address, at, body.opened_at, body.state)
    one, new = incidents.take_call(visit.actor, call)
    taken = Taken(id=one.id, number=one.number, state=one.state.value, opened_at=one.opened_at)
    return taken, 201 if new else 200
