"""What a registrant answers by their link, and what staff may see of it: names once there is footage (P7.2, P7.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws.table import Write, transact
from rtcc.canvass import answered, decisions, store
from rtcc.canvass.links import Holder
from rtcc.canvass.model import Request, RequestState, SubmissionState
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, TooMany
from rtcc.incidents import service as incidents
from rtcc.registry import service as registry
from rtcc.registry.model import Registrant
from rtcc.vault import service as vault

_COUNTED = {
    RequestState.NOTHING_RECORDED: "nothing_recorded",
    RequestState.DECLINED: "declined",
    RequestState.LATER: "later",
    RequestState.UPLOADED: "uploaded",
}
_LOOKS_AN_HOUR = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with footage. `person` is None once they left the registry: their name left with them."""

    request_id: str
    canvass_id: str
    answered_at: datetime
    block: str
    person: Registrant | None
    item_ids: tuple[str, ...]


def answer(holder: Holder, state: RequestState) -> Request:
    """Say "nothing recorded", "no thanks" or "later". The first two close the request; the canvass keeps a count.

    Saying the same twice is once. Raises Conflict after another answer, Gone once the canvass was closed.
    """
    request = holder.request
    if request.state is state:
        return request
    if request.state is RequestState.UPLOADED:
        raise Conflict("You already sent something for this request. Thank you.", slug="already-answered")
    if request.state not in decisions.STILL_OPEN:
        raise Conflict("You already answered this request. Thank you for telling us.", slug="already-answered")
    action = Action.DECLINE_REQUEST if state is RequestState.DECLINED else Action.ANSWER_REQUEST
    facts = {} if state is RequestState.DECLINED else {"answer": state.value}
    line = custody.line(holder.actor, action, request.id, reason=request.incident_number, facts=facts)
    transact(_counting(request, state), store.answering(request, state), line)
    return replace(request, state=state)


def allowed(one: Request) -> list[RequestState]:
    """What may be answered now, besides sending something."""
    answers = (RequestState.NOTHING_RECORDED, RequestState.DECLINED, RequestState.LATER)
    return [state for state in answers if state is not one.state] if one.state in decisions.STILL_OPEN else []


def uploading(request: Request) -> list[Write]:
    """That something was sent, as writes for the act that completes it: they hold only while the canvass is open."""
    if request.state not in decisions.STILL_OPEN:
        return [store.counting_while_open(request)]
    state = RequestState.UPLOADED
    return [
        _counting(request, state),
        store.answering(request, state),
        answered.writing(request, clock.now()),
    ]


def of_incident(actor: Actor, incident_id: str) -> list[Answer]:
    """Who answered with footage, by name; each look is counted by the hour, so that nobody reads a city (abuse 51)."""
    incident = incidents.incident(incident_id)
    subject = custody.hourly(actor, Action.READ_ANSWERS)
    if custody.acts_this_hour(actor, Action.READ_ANSWERS) >= _LOOKS_AN_HOUR:
        raise TooMany(f"{_LOOKS_AN_HOUR} looks an hour are the most. Please wait until the hour is over.")
    custody.note(actor, Action.READ_ANSWERS, subject, reason=incident.number, facts={"call": incident.id})
    return [
        Answer(
            request_id=row.request_id,
            canvass_id=row.canvass_id,
            answered_at=row.answered_at,
            block=row.block,
            person=registry.registrant(row.registrant_id),
            item_ids=_items(row.request_id),
        )
        for row in answered.of_incident(incident.id)
    ]


def _items(request_id: str) -> tuple[str, ...]:
    done = (one for one in store.submissions(request_id) if one.state is not SubmissionState.UPLOADING)
    return tuple(vault.id_for(one.id) for one in done)


def _counting(before: Request, state: RequestState) -> Write:
    changes = {_COUNTED[state]: 1}
    if before.state is RequestState.LATER:
        changes["later"] = -1
    return store.counting_while_open(before, **changes)
