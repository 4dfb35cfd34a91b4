"""What a link opens: the request it belongs to, and the ways to answer it without sending anything (P7.3, P7.4)."""

from __future__ import annotations

from typing import Literal

from functions.citizen_api.about import LIMITS, Limits
from functions.citizen_api.statement import Statement, statement_reply
from functions.citizen_api.submissions import File, file_reply
from rtcc.access.model import Action
from rtcc.canvass import answers, submissions
from rtcc.canvass.model import Purpose, RequestState
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply
from rtcc.http.visit import Visit
from rtcc.messages import secret

door = Door("citizen", "request")

_WHY = {
    Purpose.INVESTIGATE: "to find out what happened",
    Purpose.LOCATE_PERSON: "to find a person",
    Purpose.LOCATE_VEHICLE: "to find a vehicle",
    Purpose.PROTECT_RESPONDERS: "to keep people who came to help safe",
}
_ANSWERS = {
    "nothing_recorded": RequestState.NOTHING_RECORDED,
    "no_thanks": RequestState.DECLINED,
    "later": RequestState.LATER,
}
_WORDS = {state: word for word, state in _ANSWERS.items()}


class Asked(Reply):
    """One request, as the holder of its link may see it: no fact of the case. `answers` are those that may be given."""

    id: str
    code: str
    state: str
    answers: list[str]
    window: dict[str, Instant]
    near: str
    reason: str
    purpose: str
    expires_at: Instant
    files: list[File]
    limits: Limits
    statement: Statement


class Answer(Body):
    """What somebody answers who sends nothing, or not now."""

    answer: Literal["nothing_recorded", "no_thanks", "later"]


class Nothing(Body):
    """An empty body."""


class Answered(Reply):
    """What the answer is now."""

    state: str


@door.route("GET", "/request", action=Action.READ_REQUEST, sign_in=SignIn.LINK, record=Record.OPEN, reply=Asked)
def read(visit: Visit) -> Asked:
    """The request behind the link. Changes nothing, however often it is opened."""
    request = visit.held.request
    return Asked(
        id=request.id,
        code=secret.spelled(secret.check(request.id)),
        state=request.state.value,
        answers=[_WORDS[state] for state in answers.allowed(request)],
        window={"from": request.from_at, "to": request.to_at},
        near=request.block,
        reason=_WHY[request.purpose],
        purpose=request.purpose.value,
        expires_at=request.expires_at,
        files=[file_reply(one) for one in submissions.files(visit.held)],
        limits=LIMITS,
        statement=statement_reply(visit.held),
    )


@door.route(
    "POST",
    "/request/decline",
    action=Action.DECLINE_REQUEST,
    sign_in=SignIn.LINK,
    record=Record.ACT,
    body=Nothing,
    reply=Answered,
)
def decline(visit: Visit, *, body: Nothing) -> Answered:  # noqa: ARG001 the empty body is declared and checked
    """No thanks."""
    return Answered(state=answers.answer(visit.held, RequestState.DECLINED).state.value)


@door.route(
    "POST",
    "/request/answer",
    action=Action.ANSWER_REQUEST,
    sign_in=SignIn.LINK,
    record=Record.ACT,
    body=Answer,
    reply=Answered,
)
def answer(visit: Visit, *, body: Answer) -> Answered:
    """Nothing recorded, no thanks, or later."""
    return Answered(state=answers.answer(visit.held, _ANSWERS[body.answer]).state.value)
