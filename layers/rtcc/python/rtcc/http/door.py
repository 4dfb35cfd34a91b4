"""A door: registers routes that declare themselves, and wraps each view so that no visit ends unwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from chalice.app import Blueprint, Response
from pydantic import BaseModel, ValidationError

from rtcc.access import service as access
from rtcc.access.model import Action
from rtcc.aws.patience import will_pass
from rtcc.custody import service as custody
from rtcc.foundation.errors import NotFound, Refused, RtccError, Unavailable
from rtcc.http import problems, visit
from rtcc.http.declaration import Declaration, Record, SignIn
from rtcc.http.visit import Visit
from rtcc.retention import glass

View = Callable[..., BaseModel | tuple[BaseModel, int]]

# Whose refusals are written into custody; the public's are counted.
_WRITTEN = {SignIn.STAFF, SignIn.OWNER, SignIn.AGENCY, SignIn.SYSTEM}
_REFUSALS = {403, 404, 409, 410, 429}  # on right, on existence, on facts; what is malformed is not yet an act
_LONGEST_NAME = 200  # characters of one part of a path
# What somebody may guess at: each miss counts, and many of them wake somebody (abuse 1).
_BY_LINK = {SignIn.LINK: 404, SignIn.MEMBER: 401}
_GUESSED = {Action.CHECK_CODE: 404, Action.RENEW_LINK: 404}
_log = Logger()


class Door:
    """The routes of one room to one audience."""

    def __init__(self, audience: str, room: str) -> None:
        self.audience = audience
        self.blueprint = Blueprint(f"functions.{audience}_api.{room}")

    def route(
        self,
        method: str,
        path: str,
        *,
        action: Action,
        sign_in: SignIn,
        record: Record,
        reply: type[BaseModel],
        body: type[BaseModel] | None = None,
    ) -> Callable[[View], View]:
        """Open a route. The view is called as `view(visit, **path)`, with `body=` when one is declared."""
        declaration = Declaration(self.audience, method, path, action, sign_in, record, reply, body)

        def register(view: View) -> View:
            def enter(**path: str) -> Response:
                return _serve(self.blueprint, declaration, view, path)

            enter.__name__, enter.__doc__ = view.__name__, view.__doc__
            enter.declaration = declaration  # type: ignore[attr-defined]
            self.blueprint.route(declaration.path, methods=[method])(enter)
            return view

        return register


def _serve(blueprint: Blueprint, declaration: Declaration, view: View, path: Mapping[str, str]) -> Response:
    try:
        answer = _attend(blueprint, declaration, view, path)
    except RtccError as refused:
        _count(declaration, refused)
        return problems.problem(refused)
    except Exception as failed:  # noqa: BLE001 a door: whatever fails ends as a sentence, and in the log
        _log.exception("a visit failed", action=declaration.event)
        if will_pass(failed):
            busy = Unavailable("We are very busy right now. Please try again in a moment.", slug="busy")
            _count(declaration, busy)
            return problems.problem(busy)
        return problems.problem(RtccError("Something failed on our side. Nothing is lost; please try again."))
    status = answer[1] if isinstance(answer, tuple) else 200
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return Response(body=_spelled(answer).decode(), status_code=status, headers=headers)


def _attend(
    blueprint: Blueprint, declaration: Declaration, view: View, path: Mapping[str, str]
) -> BaseModel | tuple[BaseModel, int]:
    """Who, may they, what, and the line: in this order."""
    asked = blueprint.current_request
    guest = visit.begin(asked, declaration)
    subject = visit.subject(declaration, guest.actor, path)
    more: dict[str, Any] = {}
    try:
        _require(guest, declaration.action, subject)
        _check(path)
        if declaration.body is not None:
            more["body"] = _read(declaration.body, asked.raw_body)
        answer = view(guest, **path, **more)
        sizes = {"bytes_in": len(asked.raw_body or b""), "bytes_out": len(_spelled(answer)) + guest.bytes_out}
        _write(declaration, guest, subject, path, sizes)
    except RtccError as refused:
        if declaration.sign_in in _WRITTEN and refused.status in _REFUSALS:
            # What does not exist gets no chain of its own: the guess stands under the hour of whoever guessed.
            under = custody.hourly(guest.actor, declaration.action) if isinstance(refused, NotFound) else subject
            asked_for = " ".join(path.values())[:_LONGEST_NAME]
            custody.refuse(
                guest.actor, declaration.action, under, reason=guest.reason, why=refused.detail, asked=asked_for
            )
        raise
    return answer


def _require(guest: Visit, action: Action, subject: str) -> None:
    """Whether their role allows it, or for an hour a broken glass does (abuse 57). Raises Refused."""
    try:
        access.require(guest.actor, action)
    except Refused:
        guest.actor = glass.through(guest.actor, action, subject)


def _spelled(answer: BaseModel | tuple[BaseModel, int]) -> bytes:
    """The body as it leaves."""
    found = answer[0] if isinstance(answer, tuple) else answer
    return found.model_dump_json(exclude_none=True, by_alias=True).encode()


def _check(path: Mapping[str, str]) -> None:
    """What no id and no number of ours is as long as need not be looked for: the tables would refuse such a key."""
    if any(len(value) > _LONGEST_NAME for value in path.values()):
        raise NotFound("There is nothing at this address.")


def _read(shape: type[BaseModel], raw: bytes) -> BaseModel:
    try:
        return shape.model_validate_json(raw or b"{}")
    except ValidationError as refused:
        raise problems.invalid(refused) from None


def _write(
    declaration: Declaration, guest: Visit, subject: str, path: Mapping[str, str], sizes: Mapping[str, int]
) -> None:
    if declaration.record is Record.READ:
        custody.note(guest.actor, declaration.action, subject, reason=guest.reason, facts=sizes)
    elif declaration.record is Record.WATCH:
        custody.watch(guest.actor, declaration.action, of=next(iter(path.values()), ""), reason=guest.reason)


def _count(declaration: Declaration, refused: RtccError) -> None:
    """One countable event for every safe refusal (abuse 100)."""
    with single_metric(name="Refused", unit=MetricUnit.Count, value=1, namespace="RTCC") as metric:
        metric.add_dimension(name="action", value=declaration.event)
        metric.add_dimension(name="problem", value=refused.slug)
    if refused.status in {_BY_LINK.get(declaration.sign_in), _GUESSED.get(declaration.action)}:
        with single_metric(name="Missed", unit=MetricUnit.Count, value=1, namespace="RTCC"):
            pass
