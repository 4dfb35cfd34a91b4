"""Asking for footage of past events, and answering: with a release that somebody else must approve, or a no (P11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, Field, Invalid, NotFound
from rtcc.incidents import service as incidents
from rtcc.inquiries import store
from rtcc.inquiries.model import MOST_DAYS, Inquiry, State
from rtcc.release import drafting
from rtcc.release import service as releases
from rtcc.release.drafting import Terms
from rtcc.release.model import Release

Answered = tuple[Inquiry, Release | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: of which case (and call, if there was one), where, from when to when."""

    case: str
    place: str
    start: datetime
    end: datetime
    words: str
    incident_number: str = ""


def ask(actor: Actor, *, key: str, question: Question) -> tuple[Inquiry, bool]:
    """Ask; returns the inquiry and whether it is new. The same key asks once.

    Raises Invalid for a call that there is not, and for a time that is none, is to come, or is too long.
    """
    inquiry_id = ids.derived("inq", actor.id, key)
    known = store.find(inquiry_id)
    if known is not None:
        return known, False
    _must_make_sense(question)
    one = Inquiry(
        id=inquiry_id,
        case=question.case,
        incident_number=question.incident_number,
        place=question.place,
        start=clock.cut(question.start),
        end=clock.cut(question.end),
        words=question.words,
        state=State.OPEN,
        asked_by_id=actor.id,
        asked_by=actor.badge,
        asked_at=clock.now(),
    )
    facts = {"from": clock.spell(one.start), "to": clock.spell(one.end)}
    transact(store.asking(one), custody.line(actor, Action.ASK_INQUIRY, one.id, reason=one.case, facts=facts))
    return one, True


def inquiry(inquiry_id: str) -> Answered:
    """One inquiry, and the release that answers it. Raises NotFound."""
    found = store.find(inquiry_id)
    if found is None:
        raise NotFound("There is no such inquiry.")
    return found, releases.named([found.release_id]).get(found.release_id) if found.release_id else None


def inquiries() -> list[Answered]:
    """The newest inquiries with what answers each, newest first."""
    found = store.newest()
    answers = releases.named({one.release_id for one in found if one.release_id})
    return [(one, answers.get(one.release_id)) for one in found]


def assemble(actor: Actor, inquiry_id: str, *, item_ids: Sequence[str], terms: Terms) -> tuple[Answered, bool]:
    """Answer with a release that the actor asks for: neither they nor whose inquiry it is may approve it (abuse 42).

    Its case is the inquiry's. Saying the same twice assembles once. Raises Conflict for an inquiry that was answered,
    and what `drafting.draft` raises for items and agencies.
    """
    one, answer = inquiry(inquiry_id)
    if answer is not None and _is_the_same(actor, one, answer, item_ids):
        return (one, answer), False
    _must_wait(one, answer)
    release_id = ids.derived("rel", one.id, one.release_id)
    made = drafting.draft(actor, release_id, item_ids=item_ids, terms=replace(terms, case=one.case))
    made = replace(made, inquiry_id=one.id, inquiry_by_id=one.asked_by_id, inquiry_by=one.asked_by)
    after = replace(one, state=State.ASSEMBLED, release_id=made.id, assembled_by_id=actor.id)
    after = replace(after, assembled_by=actor.badge, assembled_at=made.asked_at)
    act = Action.ASSEMBLE_INQUIRY
    line = custody.line(actor, act, one.id, reason=one.case, facts={"release": made.id, "items": len(made.items)})
    transact(store.assembling(one, after), line, *drafting.asking(actor, made, act))
    return (after, made), True


def decline(actor: Actor, inquiry_id: str, *, why: str) -> Answered:
    """Say that it gets no answer, and why. Raises Conflict for one that was answered."""
    one, answer = inquiry(inquiry_id)
    _must_wait(one, answer)
    after = replace(one, state=State.DECLINED, declined_by=actor.badge, declined_at=clock.now(), why=why)
    transact(store.declining(one, after), custody.line(actor, Action.DECLINE_INQUIRY, one.id, reason=one.case))
    return after, answer


def _is_the_same(actor: Actor, one: Inquiry, answer: Release, item_ids: Sequence[str]) -> bool:
    told = [piece.id for piece in answer.items] == list(item_ids)
    return told and actor.id == one.assembled_by_id and one.standing(answer) is State.ASSEMBLED


def _must_wait(one: Inquiry, answer: Release | None) -> None:
    standing = one.standing(answer)
    if standing is not State.OPEN:
        raise Conflict(
            f"This inquiry does not wait for an answer any more: it is {standing.value}.", slug="not-waiting"
        )


def _must_make_sense(question: Question) -> None:
    if not question.start < question.end <= clock.now():
        raise _wrong("to", "The time must lie in the past, and its end behind its beginning.")
    if question.end - question.start > timedelta(days=MOST_DAYS):
        raise _wrong("to", f"One inquiry spans at most {MOST_DAYS} days.")
    if question.incident_number and not incidents.is_known(question.incident_number):
        raise _wrong("incident_number", "There is no call with this number.")


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields=(Field(field, sentence),))
