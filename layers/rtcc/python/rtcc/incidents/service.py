"""Taking calls from dispatch, and finding the open one that gives an act its reason (P5.1)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.incidents import store
from rtcc.incidents.model import Call, Incident, State


def take_call(actor: Actor, call: Call) -> tuple[Incident, bool]:
    """Write down what dispatch says of a call; returns it and whether it is new.

    Saying the same twice changes nothing and writes no second line.
    """
    incident_id = id_of(call.number)
    before = store.find(incident_id)
    after = _told(incident_id, call)
    if before is not None and replace(after, told_at=before.told_at, opened_at=before.opened_at) == before:
        return before, False
    line = custody.line(
        actor,
        Action.TAKE_CALL,
        incident_id,
        reason=call.number,
        facts={"priority": call.priority, "state": call.state.value, "new": before is None},
    )
    transact(store.amending(before, call, after) if before else store.adding(after), line)
    return (replace(after, opened_at=before.opened_at) if before else after), before is None


def id_of(number: str) -> str:
    """The id of the call with that number: the same number always gives the same id."""
    return "inc_" + ids.spell(int.from_bytes(hashlib.sha256(number.encode()).digest()[:16], "big") >> 3, length=26)


def incident(incident_id: str) -> Incident:
    """One call. Raises NotFound."""
    found = store.find(incident_id)
    if found is None:
        raise NotFound("There is no such call.")
    return found


def is_known(number: str) -> bool:
    """Whether there is, or was, a call with that number."""
    return store.find(id_of(number)) is not None


def must_be_open(incident_id: str) -> Incident:
    """A call that can still be a reason. Raises NotFound, or Conflict when it was closed."""
    found = incident(incident_id)
    if found.state is not State.OPEN:
        raise Conflict("This call is closed. A closed call is no reason to ask people for footage.", slug="call-closed")
    return found


def newest(state: State) -> list[Incident]:
    """Calls in that state, newest first."""
    return store.newest(state)


def _told(incident_id: str, call: Call) -> Incident:
    return Incident(
        id=incident_id,
        number=call.number,
        priority=call.priority,
        kind=call.kind,
        address=call.address,
        lat=call.at.lat,
        lon=call.at.lon,
        opened_at=clock.cut(call.opened_at),
        state=call.state,
        told_at=clock.now(),
    )
