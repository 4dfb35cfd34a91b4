"""What an inquiry looks like from the console: what is asked, what answers it, and how one is told."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from functions.console_api.release_shapes import AgencyReply, Badge, Case, ItemIds, Limits, Ori
from rtcc.http.forms import Body, Instant, Key, Moment, Reply, Text
from rtcc.inquiries.service import Answered
from rtcc.release.model import Method

_LOST = r"^[^\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]*$"  # nothing that hides or turns what follows


class NewInquiry(Body):
    """What is looked for. `key` is the console's own: the same key asks once."""

    key: Key
    case: Case
    incident_number: Annotated[str, Field(max_length=40, pattern=_LOST)] = ""
    place: Text
    start: Annotated[Moment, Field(alias="from")]
    end: Annotated[Moment, Field(alias="to")]
    words: Annotated[str, Field(min_length=1, max_length=1000, pattern=_LOST)]


class Assembly(Body):
    """The items that answer it, and to whom they go; the note is the reason of the release."""

    item_ids: ItemIds
    ori: Ori
    recipient: Badge
    method: Annotated[Method, Field(strict=False)] = Method.DOWNLOAD
    note: Text
    limits: Limits = ""


class Declined(Body):
    """Why nobody answers it."""

    why: Text


class AnswerReply(Reply):
    """The release that answers an inquiry, as far as an inquiry shows it."""

    id: str
    state: str
    agency: str
    recipient: str
    method: str
    expires_at: Instant | None = None
    receipted_at: Instant | None = None


class InquiryReply(Reply):
    """One inquiry. Whoever did something is named by badge."""

    id: str
    case: str
    incident_number: str | None = None
    place: str
    start: Annotated[Instant, Field(serialization_alias="from")]
    end: Annotated[Instant, Field(serialization_alias="to")]
    words: str
    state: str
    asked_by: str
    asked_at: Instant
    assembled_by: str | None = None
    assembled_at: Instant | None = None
    declined_by: str | None = None
    declined_at: Instant | None = None
    why: str | None = None
    release: AnswerReply | None = None


class Inquiries(Reply):
    """Inquiries, newest first; to whom an answer may go; the time at the center."""

    inquiries: list[InquiryReply]
    agencies: list[AgencyReply]
    now: Instant


def inquiry_reply(found: Answered) -> InquiryReply:
    """An inquiry as it is told to the staff, with where it stands."""
    one, answer = found
    told = ("id", "case", "place", "start", "end", "words", "asked_by", "asked_at", "assembled_at", "declined_at")
    names = ("incident_number", "assembled_by", "declined_by", "why")
    perhaps: dict[str, Any] = {name: getattr(one, name) or None for name in names}
    shown = ("id", "agency", "recipient", "expires_at", "receipted_at")
    return InquiryReply(
        **{name: getattr(one, name) for name in told},
        **perhaps,
        state=one.standing(answer).value,
        release=AnswerReply(
            **{name: getattr(answer, name) for name in shown}, state=answer.state.value, method=answer.method.value
        )
        if answer
        else None,
    )
