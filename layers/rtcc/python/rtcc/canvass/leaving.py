"""Leaving the registry: what was asked is taken back, links are dead, evidence stays and is marked (P7.5, abuse 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.canvass import asked, closing, store
from rtcc.canvass.model import Request, RequestState, Submission, SubmissionState
from rtcc.canvass.submissions import number
from rtcc.custody import service as custody
from rtcc.registry import leaving
from rtcc.registry.model import Registrant


@dataclass(frozen=True, slots=True)
class Farewell:
    """That somebody left: when, and how many files of theirs stay as evidence."""

    left_at: datetime
    evidence: int


def leave(actor: Actor, one: Registrant) -> Farewell:
    """Take back what they were asked, and delete the registration. One who was cut off on the way leaves again.

    Raises Conflict when the registration changed since we looked, or something was answered at that very moment.
    """
    _take_back(actor, one)
    at = leaving.leave(actor, one)
    _take_back(actor, one)  # whoever was asked in the moment between
    return Farewell(at, sum(len(_whole(request)) for request in asked.of_registrant(one.id)))


def _take_back(actor: Actor, one: Registrant) -> None:
    for request in asked.of_registrant(one.id):
        if request.state is not RequestState.CLOSED and not closing.end(actor, request, why="left"):
            _shut(actor, store.request(request.id) or request)


def _shut(actor: Actor, request: Request) -> None:
    """A request that was answered: its link is dead too, and each file is marked that its sender left."""
    lines = [_line(actor, subject, request) for subject in [request.id, *map(number, _whole(request))]]
    transact(store.answering(request, RequestState.CLOSED), *lines)


def _whole(request: Request) -> list[Submission]:
    """What was sent to its end: it is evidence, or will be."""
    return [file for file in store.submissions(request.id) if file.state is not SubmissionState.UPLOADING]


def _line(actor: Actor, subject: str, request: Request) -> custody.Draft:
    return custody.line(actor, Action.LEAVE_REGISTRY, subject, reason=request.incident_number, facts={"left": True})
