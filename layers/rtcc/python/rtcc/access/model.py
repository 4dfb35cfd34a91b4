"""Actor, action, subject: the three words of every permission. Deny by default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person (or a system) is to the center."""

    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    DETECTIVE = "detective"
    DISPATCHER = "dispatcher"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    VISITOR = "visitor"  # somebody on the public page, not signed in
    REGISTRANT = "registrant"  # who holds the link of one request, and nothing more
    MEMBER = "member"  # a registrant who signed in by a link that was sent to their own address
    OWNER = "owner"  # who speaks for an establishment with a core box
    RECIPIENT = "recipient"  # somebody at an agency that may receive evidence
    BOX = "box"  # a core box, by its own certificate (CJIS IA-3)
    SYSTEM = "system"  # one of our own functions


class Action(StrEnum):
    """Every act there is. A route names one of these or does not exist; a custody line bears its name."""

    READ_ABOUT = "about.read"
    READ_SELF = "self.read"
    REGISTER = "registration.make"
    CONFIRM_CHANNEL = "registration.confirm"
    FIND_PLACE = "place.find"
    READ_FAQ = "faq.read"
    RATE_FAQ = "faq.rate"
    CHECK_CODE = "code.check"
    ASK_SIGN_IN = "registration.sign_in"
    RENEW_LINK = "link.renew"
    READ_REGISTRATION = "registration.read"
    DOWNLOAD_REGISTRATION = "registration.download"
    CHANGE_REGISTRATION = "registration.change"
    MOVE_REGISTRATION = "registration.move"
    PAUSE_REGISTRATION = "registration.pause"
    LEAVE_REGISTRY = "registration.leave"
    READ_REQUEST = "request.read"
    ANSWER_REQUEST = "request.answer"
    HAND_OVER_LINK = "link.hand_over"
    SIGN_STATEMENT = "statement.sign"
    BEGIN_SUBMISSION = "submission.begin"
    SIGN_PARTS = "submission.sign_parts"
    READ_SUBMISSION = "submission.read"
    FINISH_SUBMISSION = "submission.finish"
    DECLINE_REQUEST = "request.decline"
    TAKE_CALL = "call.take"
    LIST_INCIDENTS = "incidents.list"
    READ_INCIDENT = "incident.read"
    PREVIEW_CANVASS = "canvass.preview"
    OPEN_CANVASS = "canvass.open"
    READ_CANVASS = "canvass.read"
    APPROVE_CANVASS = "canvass.approve"
    DENY_CANVASS = "canvass.deny"
    CLOSE_CANVASS = "canvass.close"
    REMIND_CANVASS = "canvass.remind"
    READ_ANSWERS = "canvass.answers"
    READ_COVERAGE = "coverage.read"
    INVITE_REGISTRANT = "canvass.invite"
    SEND_MESSAGE = "message.send"
    HEAR_MESSAGE = "message.hear"
    STOP_MESSAGES = "messages.stop"
    START_MESSAGES = "messages.start"
    ADMIT_UPLOAD = "evidence.admit"
    LIST_EVIDENCE = "evidence.list"
    READ_EVIDENCE = "evidence.read"
    DOWNLOAD_EVIDENCE = "evidence.download"
    SWEEP_STORES = "stores.sweep"
    ADMIT_PREVIEW = "preview.admit"
    READ_PREVIEW = "preview.read"
    TRIAGE_EVIDENCE = "evidence.triage"
    READ_CUSTODY = "custody.read"
    VERIFY_CUSTODY = "custody.verify"
    ENROLL_STAFF = "staff.enroll"
    SUSPEND_STAFF = "staff.suspend"
    ENROLL_BOX = "box.enroll"
    REPORT_BOX = "box.report"
    CHANGE_GRANT = "grant.change"
    NARROW_CAMERA = "camera.narrow"
    READ_SITE = "site.read"
    READ_SITE_VIEWS = "site.views"
    LIST_CAMERAS = "cameras.list"
    VIEW_LIVE = "camera.view_live"
    READ_VIEW = "view.read"
    RENEW_VIEW = "view.renew"
    END_VIEW = "view.end"
    REVIEW_FOOTAGE = "footage.review"
    TURN_REVIEW = "review.turn"
    DELAY_NOTICE = "notice.delay"
    READ_COUNTS = "counts.read"
    ORDER_CLIP = "clip.order"
    READ_CLIP = "clip.read"
    CUT_CLIP = "clip.cut"
    ADMIT_CLIP = "clip.admit"
    ASK_RELEASE = "release.ask"
    LIST_RELEASES = "releases.list"
    READ_RELEASE = "release.read"
    APPROVE_RELEASE = "release.approve"
    DENY_RELEASE = "release.deny"
    PACK_RELEASE = "release.pack"
    LIST_SHARES = "shares.list"
    READ_SHARE = "share.read"
    DOWNLOAD_SHARE = "share.download"
    RECEIPT_SHARE = "share.receipt"


_CENTRE = {Role.ANALYST, Role.SUPERVISOR}
_READERS = _CENTRE | {Role.DETECTIVE, Role.AUDITOR}
_STAFF = _READERS | {Role.ADMINISTRATOR}
_RELEASING = {Role.DETECTIVE, Role.SUPERVISOR, Role.AUDITOR}

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.READ_ABOUT: frozenset({Role.VISITOR}),
    Action.READ_SELF: frozenset(_STAFF | {Role.OWNER, Role.RECIPIENT}),
    Action.REGISTER: frozenset({Role.VISITOR}),
    Action.CONFIRM_CHANNEL: frozenset({Role.VISITOR}),
    Action.FIND_PLACE: frozenset({Role.VISITOR}),
    Action.READ_FAQ: frozenset({Role.VISITOR}),
    Action.RATE_FAQ: frozenset({Role.VISITOR}),
    Action.CHECK_CODE: frozenset({Role.VISITOR}),
    Action.ASK_SIGN_IN: frozenset({Role.VISITOR}),
    Action.RENEW_LINK: frozenset({Role.VISITOR}),
    Action.READ_REGISTRATION: frozenset({Role.MEMBER}),
    Action.DOWNLOAD_REGISTRATION: frozenset({Role.MEMBER}),
    Action.CHANGE_REGISTRATION: frozenset({Role.MEMBER}),
    Action.MOVE_REGISTRATION: frozenset({Role.MEMBER}),
    Action.PAUSE_REGISTRATION: frozenset({Role.MEMBER}),
    Action.LEAVE_REGISTRY: frozenset({Role.MEMBER}),
    Action.READ_REQUEST: frozenset({Role.REGISTRANT}),
    Action.ANSWER_REQUEST: frozenset({Role.REGISTRANT}),
    Action.HAND_OVER_LINK: frozenset({Role.REGISTRANT}),
    Action.SIGN_STATEMENT: frozenset({Role.REGISTRANT}),
    Action.BEGIN_SUBMISSION: frozenset({Role.REGISTRANT}),
    Action.SIGN_PARTS: frozenset({Role.REGISTRANT}),
    Action.READ_SUBMISSION: frozenset({Role.REGISTRANT}),
    Action.FINISH_SUBMISSION: frozenset({Role.REGISTRANT}),
    Action.DECLINE_REQUEST: frozenset({Role.REGISTRANT}),
    Action.TAKE_CALL: frozenset({Role.DISPATCHER}),
    Action.LIST_INCIDENTS: frozenset(_READERS),
    Action.READ_INCIDENT: frozenset(_READERS),
    Action.PREVIEW_CANVASS: frozenset(_CENTRE),
    Action.OPEN_CANVASS: frozenset(_CENTRE),
    Action.READ_CANVASS: frozenset(_READERS),
    Action.APPROVE_CANVASS: frozenset({Role.SUPERVISOR}),
    Action.DENY_CANVASS: frozenset({Role.SUPERVISOR}),
    Action.CLOSE_CANVASS: frozenset(_CENTRE),
    Action.REMIND_CANVASS: frozenset(_CENTRE),
    Action.READ_ANSWERS: frozenset(_CENTRE | {Role.DETECTIVE}),
    Action.READ_COVERAGE: frozenset(_READERS),
    Action.INVITE_REGISTRANT: frozenset({Role.SYSTEM}),
    Action.SEND_MESSAGE: frozenset({Role.SYSTEM}),
    Action.HEAR_MESSAGE: frozenset({Role.SYSTEM}),
    Action.STOP_MESSAGES: frozenset({Role.SYSTEM}),
    Action.START_MESSAGES: frozenset({Role.SYSTEM}),
    Action.ADMIT_UPLOAD: frozenset({Role.SYSTEM}),
    Action.LIST_EVIDENCE: frozenset(_READERS),
    Action.READ_EVIDENCE: frozenset(_READERS),
    Action.DOWNLOAD_EVIDENCE: frozenset({Role.ANALYST, Role.SUPERVISOR, Role.DETECTIVE}),
    Action.SWEEP_STORES: frozenset({Role.SYSTEM}),
    Action.ADMIT_PREVIEW: frozenset({Role.SYSTEM}),
    Action.READ_PREVIEW: frozenset(_READERS),
    Action.TRIAGE_EVIDENCE: frozenset(_CENTRE),
    Action.READ_CUSTODY: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    Action.VERIFY_CUSTODY: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    Action.ENROLL_STAFF: frozenset({Role.ADMINISTRATOR}),
    Action.SUSPEND_STAFF: frozenset({Role.ADMINISTRATOR}),
    Action.ENROLL_BOX: frozenset({Role.ADMINISTRATOR}),
    Action.REPORT_BOX: frozenset({Role.BOX}),
    Action.CHANGE_GRANT: frozenset({Role.BOX}),
    Action.NARROW_CAMERA: frozenset({Role.OWNER}),
    Action.READ_SITE: frozenset({Role.OWNER}),
    Action.READ_SITE_VIEWS: frozenset({Role.OWNER}),
    Action.LIST_CAMERAS: frozenset(_CENTRE),
    Action.VIEW_LIVE: frozenset(_CENTRE),
    Action.READ_VIEW: frozenset(_CENTRE),
    Action.RENEW_VIEW: frozenset(_CENTRE),
    Action.END_VIEW: frozenset(_CENTRE | {Role.OWNER, Role.BOX, Role.SYSTEM}),
    Action.REVIEW_FOOTAGE: frozenset(_CENTRE),
    Action.TURN_REVIEW: frozenset(_CENTRE),
    Action.DELAY_NOTICE: frozenset({Role.SUPERVISOR}),
    Action.READ_COUNTS: frozenset({Role.VISITOR}),
    Action.ORDER_CLIP: frozenset(_CENTRE),
    Action.READ_CLIP: frozenset(_READERS),
    Action.CUT_CLIP: frozenset({Role.BOX}),
    Action.ADMIT_CLIP: frozenset({Role.SYSTEM}),
    Action.ASK_RELEASE: frozenset({Role.DETECTIVE}),
    Action.LIST_RELEASES: frozenset(_RELEASING),
    Action.READ_RELEASE: frozenset(_RELEASING),
    Action.APPROVE_RELEASE: frozenset({Role.SUPERVISOR}),
    Action.DENY_RELEASE: frozenset({Role.SUPERVISOR}),
    Action.PACK_RELEASE: frozenset({Role.SYSTEM}),
    Action.LIST_SHARES: frozenset({Role.RECIPIENT}),
    Action.READ_SHARE: frozenset({Role.RECIPIENT}),
    Action.DOWNLOAD_SHARE: frozenset({Role.RECIPIENT}),
    Action.RECEIPT_SHARE: frozenset({Role.RECIPIENT}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as they are at this moment: a line keeps this and not what becomes of them later."""

    id: str
    role: Role
    badge: str = ""
    ori: str = ""
    how: str = ""  # how they proved who they are: `cognito+totp`, `iam`, `link`, `none`, `function`
    name: str = ""  # shown on their own page; never written into custody
    agency: str = ""
    site: str = ""  # the one establishment that an owner speaks for

    def may(self, action: Action) -> bool:
        """Whether the actor's role allows the action. What is not in the table is not allowed."""
        return self.role in PERMISSIONS.get(action, frozenset())


@dataclass(frozen=True, slots=True)
class Staff:
    """Whom an administrator let in: staff, an owner, a recipient, a system. `identity` is what their token proves."""

    identity: str
    id: str
    name: str
    badge: str
    role: Role
    agency: str
    ori: str
    enrolled_at: datetime
    suspended_at: datetime | None = None
    site: str = ""


def box(thing: str) -> Actor:
    """A core box as an actor: the broker let nobody but the holder of its certificate speak under its name."""
    return Actor(id=f"box:{thing}", role=Role.BOX, how="certificate")


def system(function: str) -> Actor:
    """One of our own functions as an actor."""
    return Actor(id=f"function:{function}", role=Role.SYSTEM, how="function")
