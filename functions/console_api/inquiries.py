"""Inquiries on the console: a detective asks, an analyst answers or says why not, and all see where it stands."""

from __future__ import annotations

from functions.console_api.inquiry_shapes import (
    Assembly,
    Declined,
    Inquiries,
    InquiryReply,
    NewInquiry,
    inquiry_reply,
)
from functions.console_api.release_shapes import AgencyReply
from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.visit import Visit
from rtcc.inquiries import service
from rtcc.inquiries.service import Question
from rtcc.release import agencies
from rtcc.release.drafting import Terms

door = Door("console", "inquiries")


@door.route(
    "POST",
    "/inquiries",
    action=Action.ASK_INQUIRY,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewInquiry,
    reply=InquiryReply,
)
def ask_inquiry(visit: Visit, *, body: NewInquiry) -> tuple[InquiryReply, int]:
    """Ask for footage of a past event."""
    visit.reason = body.case
    asked = Question(body.case, body.place, body.start, body.end, body.words, incident_number=body.incident_number)
    one, new = service.ask(visit.actor, key=body.key, question=asked)
    return inquiry_reply(service.inquiry(one.id)), 201 if new else 200


@door.route(
    "GET", "/inquiries", action=Action.LIST_INQUIRIES, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Inquiries
)
def newest_inquiries(_visit: Visit) -> Inquiries:
    """The newest inquiries, where each stands, and who may receive an answer."""
    return Inquiries(
        inquiries=[inquiry_reply(one) for one in service.inquiries()],
        agencies=[AgencyReply(ori=one.ori, name=one.name, kind=one.kind.value) for one in agencies.agencies()],
        now=clock.now(),
    )


@door.route(
    "GET",
    "/inquiries/{inquiry_id}",
    action=Action.READ_INQUIRY,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=InquiryReply,
)
def read_inquiry(visit: Visit, inquiry_id: str) -> InquiryReply:
    """One inquiry."""
    found = service.inquiry(inquiry_id)
    visit.reason = found[0].case
    return inquiry_reply(found)


@door.route(
    "POST",
    "/inquiries/{inquiry_id}/assembly",
    action=Action.ASSEMBLE_INQUIRY,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Assembly,
    reply=InquiryReply,
)
def assemble_inquiry(visit: Visit, inquiry_id: str, *, body: Assembly) -> tuple[InquiryReply, int]:
    """Answer with items: a release that a supervisor who is somebody else must approve."""
    terms = Terms(body.ori, body.recipient, "", body.note, method=body.method, limits=body.limits)
    found, new = service.assemble(visit.actor, inquiry_id, item_ids=body.item_ids, terms=terms)
    return inquiry_reply(found), 201 if new else 200


@door.route(
    "POST",
    "/inquiries/{inquiry_id}/decline",
    action=Action.DECLINE_INQUIRY,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Declined,
    reply=InquiryReply,
)
def decline_inquiry(visit: Visit, inquiry_id: str, *, body: Declined) -> InquiryReply:
    """Say that nobody answers it, and why."""
    return inquiry_reply(service.decline(visit.actor, inquiry_id, why=body.why))
