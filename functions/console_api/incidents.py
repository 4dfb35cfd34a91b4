"""Calls for service on the console (P5.1, P6.3)."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.foundation.errors import Field, Invalid
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Incident, State

door = Door("console", "incidents")


class IncidentReply(Reply):
    """One call."""

    id: str
    number: str
    priority: int
    kind: str
    address: str
    lat: float
    lon: float
    opened_at: Instant
    state: str


class Incidents(Reply):
    """Calls, newest first, and the time at the center."""

    incidents: list[IncidentReply]
    now: Instant


@door.route(
    "GET", "/incidents", action=Action.LIST_INCIDENTS, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Incidents
)
def newest(visit: Visit) -> Incidents:
    """The calls in a state (`?state=open`, which is also what is meant without one)."""
    asked = visit.query.get("state", State.OPEN.value)
    if asked not in set(State):
        raise Invalid("A call is open or closed.", fields=(Field("state", "A call is open or closed."),))
    return Incidents(incidents=[reply(one) for one in incidents.newest(State(asked))], now=clock.now())


@door.route(
    "GET",
    "/incidents/{incident_id}",
    action=Action.READ_INCIDENT,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=IncidentReply,
)
def read(visit: Visit, incident_id: str) -> IncidentReply:
    """One call."""
    one = incidents.incident(incident_id)
    visit.reason = one.number
    return reply(one)


def reply(one: Incident) -> IncidentReply:
    """A call as the console shows it."""
    return IncidentReply(
        id=one.id,
        number=one.number,
        priority=one.priority,
        kind=one.kind,
        address=one.address,
        lat=one.lat,
        lon=one.lon,
        opened_at=one.opened_at,
        state=one.state.value,
    )
