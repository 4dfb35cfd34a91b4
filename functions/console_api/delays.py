"""Delaying the owner's notice of views for one call: a supervisor's act, once a call, counted in public (P2.4)."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply, Text
from rtcc.http.visit import Visit
from rtcc.live import notices

door = Door("console", "delays")


class NewDelay(Body):
    """Why the owners shall read later."""

    why: Text


class DelayReply(Reply):
    """Until when at the latest; the end of the call ends it."""

    until: Instant


@door.route(
    "POST",
    "/incidents/{incident_id}/delays",
    action=Action.DELAY_NOTICE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewDelay,
    reply=DelayReply,
)
def delay(visit: Visit, incident_id: str, *, body: NewDelay) -> tuple[DelayReply, int]:
    """Delay the notice of what is opened for this call from now on."""
    return DelayReply(until=notices.delay(visit.actor, incident_id, why=body.why).until), 201
