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
    SYSTEM = "system"  # one of our own functions


class Action(StrEnum):
    """Every act there is. A route names one of these or does not exist; a custody line bears its name."""

    READ_ABOUT = "about.read"
    READ_SELF = "self.read"
    REGISTER = "registration.make"
    CONFIRM_CHANNEL = "registration.confirm"
    READ_REQUEST = "request.read"
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
    INVITE_REGISTRANT = "canvass.invite"
    SEND_MESSAGE = "message.send"
    ADMIT_UPLOAD = "evidence.admit"
    LIST_EVIDENCE = "evidence.list"
    READ_EVIDENCE = "evidence.read"
    DOWNLOAD_EVIDENCE = "evidence.download"
    READ_CUSTODY = "custody.read"
    VERIFY_CUSTODY = "custody.verify"
    ENROLL_STAFF = "staff.enroll"
    SUSPEND_STAFF = "staff.suspend"


_CENTRE = {Role.ANALYST, Role.SUPERVISOR}
_READERS = _CENTRE | {Role.DETECTIVE, Role.AUDITOR}
_STAFF = _READERS | {Role.ADMINISTRATOR}

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.READ_ABOUT: frozenset({Role.VISITOR}),
    Action.READ_SELF: frozenset(_STAFF),
    Action.REGISTER: frozenset({Role.VISITOR}),
    Action.CONFIRM_CHANNEL: frozenset({Role.VISITOR}),
    Action.READ_REQUEST: frozenset({Role.REGISTRANT}),
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
    Action.INVITE_REGISTRANT: frozenset({Role.SYSTEM}),
    Action.SEND_MESSAGE: frozenset({Role.SYSTEM}),
    Action.ADMIT_UPLOAD: frozenset({Role.SYSTEM}),
    Action.LIST_EVIDENCE: frozenset(_READERS),
    Action.READ_EVIDENCE: frozenset(_READERS),
    Action.DOWNLOAD_EVIDENCE: frozenset({Role.ANALYST, Role.SUPERVISOR, Role.DETECTIVE}),
    Action.READ_CUSTODY: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    Action.VERIFY_CUSTODY: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    Action.ENROLL_STAFF: frozenset({Role.ADMINISTRATOR}),
    Action.SUSPEND_STAFF: frozenset({Role.ADMINISTRATOR}),
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

    def may(self, action: Action) -> bool:
        """Whether the actor's role allows the action. What is not in the table is not allowed."""
        return self.role in PERMISSIONS.get(action, frozenset())


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody (or a dispatch system) whom an administrator let in. `identity` is what their token proves."""

    identity: str
    id: str
    name: str
    badge: str
    role: Role
    agency: str
    ori: str
    enrolled_at: datetime
    suspended_at: datetime | None = None


def system(function: str) -> Actor:
    """One of our own functions as an actor."""
    return Actor(id=f"function:{function}", role=Role.SYSTEM, how="function")
