"""Who answered a call's canvasses with footage: names and numbers, for nobody else's eyes before that (P7.2)."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.canvass import answers
from rtcc.canvass.answers import Answer
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit

door = Door("console", "answers")


class AnswerReply(Reply):
    """One answer. Who left the registry since has no name anymore; their footage stays."""

    request_id: str
    canvass_id: str
    answered_at: Instant
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    block: str
    files: int
    item_ids: list[str]


class Answers(Reply):
    """A call's answers, oldest first; and who read them when, to be shown across them (abuse 51)."""

    answers: list[AnswerReply]
    read_by: str
    read_at: Instant


@door.route(
    "GET",
    "/incidents/{incident_id}/answers",
    action=Action.READ_ANSWERS,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=Answers,
)
def of_incident(visit: Visit, incident_id: str) -> Answers:
    """Who sent something. A no is never a name."""
    found = answers.of_incident(visit.actor, incident_id)
    return Answers(answers=[_reply(one) for one in found], read_by=visit.actor.badge, read_at=clock.now())


def _reply(one: Answer) -> AnswerReply:
    person = one.person
    known = {"name": person.name, "phone": person.phone, "email": person.email} if person else {}
    return AnswerReply(
        request_id=one.request_id,
        canvass_id=one.canvass_id,
        answered_at=one.answered_at,
        block=one.block,
        files=len(one.item_ids),
        item_ids=list(one.item_ids),
        **known,
    )
