"""A canvass asks an area for a stretch of time; a request is one registrant's invitation; a submission one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from rtcc.foundation import ids
from rtcc.foundation.shapes import Shape


class Purpose(StrEnum):
    """Why the footage is asked for; shown to whoever is asked."""

    INVESTIGATE = "investigate"
    LOCATE_PERSON = "locate_person"
    LOCATE_VEHICLE = "locate_vehicle"
    PROTECT_RESPONDERS = "protect_responders"


class CanvassState(StrEnum):
    """Whether it asks."""

    WAITING = "waiting"  # for a second person
    OPEN = "open"
    DENIED = "denied"
    CLOSED = "closed"  # we have what we need, or nobody is to be asked any more


class RequestState(StrEnum):
    """What a registrant answered."""

    ASKED = "asked"
    LATER = "later"  # not now; they may still send something, or say no
    UPLOADED = "uploaded"
    NOTHING_RECORDED = "nothing_recorded"  # they looked, and there is nothing
    DECLINED = "declined"  # no thanks
    CLOSED = "closed"


class Errand(StrEnum):
    """What is to be carried out for a canvass, or for one request of it, once it is written down."""

    INVITE = "invite"
    REMIND = "remind"
    CLOSE = "close"
    RENEW = "renew"  # one request's link: the door that is asked for it has no key to make one


class SubmissionState(StrEnum):
    """Where a file stands."""

    UPLOADING = "uploading"
    RECEIVED = "received"  # the sender said that is all, and what digest it has
    SEALED = "sealed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Canvass:
    """One asking. Of who was asked and who said no it keeps counts, not names (P4.4).

    `found` is how many registrants its area held when it was opened; `waits_for` says why a second person must agree.
    """

    id: str
    incident_id: str
    incident_number: str
    area: Shape
    from_at: datetime
    to_at: datetime
    purpose: Purpose
    opened_at: datetime
    opened_by: str
    opened_by_id: str
    is_urgent: bool  # for a call of priority 1: nobody's quiet hours hold
    found: int
    state: CanvassState
    waits_for: tuple[str, ...] = ()
    decided_by: str = ""
    decided_by_id: str = ""
    decided_at: datetime | None = None
    why: str = ""
    closed_by: str = ""
    closed_at: datetime | None = None
    reminded_at: datetime | None = None
    asked: int = 0
    uploaded: int = 0
    declined: int = 0
    nothing_recorded: int = 0
    later: int = 0
    unsent: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """One registrant's invitation. The link's token is kept as its SHA-256 alone."""

    id: str
    canvass_id: str
    incident_id: str
    incident_number: str
    registrant_id: str
    block: str
    purpose: Purpose
    from_at: datetime
    to_at: datetime
    state: RequestState
    issue: int
    invited_at: datetime
    expires_at: datetime
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One file that a registrant sends, before it is evidence. `declared` is the digest that the sender computed."""

    id: str
    request_id: str
    name: str
    bytes: int
    part_bytes: int
    upload_id: str
    object_key: str
    state: SubmissionState
    salt: str
    peer: str  # address and agent of the sender; custody keeps a commitment to it
    begun_at: datetime
    declared: str = ""
    received_at: datetime | None = None
    account: Mapping[str, Any] = field(default_factory=dict)  # what the sender says of it, as `Account` spells it
    verdict: str = ""  # what became of it, once somebody looked: `accept`, `not_needed`, `duplicate`

    @property
    def parts(self) -> int:
        """How many parts the file has."""
        return -(-self.bytes // self.part_bytes)

    def bytes_of(self, part: int) -> int:
        """The size that part `part` (from 1) must have."""
        return min(self.part_bytes, self.bytes - (part - 1) * self.part_bytes)


def derived(prefix: str, *of: str) -> str:
    """An id made from others, so that saying the same thing twice makes one thing (abuse 8)."""
    return ids.derived(prefix, *of)


_BANDS = ((5, "fewer than 5"), (15, "about 10"), (38, "about 25"), (75, "about 50"), (150, "about 100"))


def band(count: int) -> str:
    """A count as people may see it: exact counts with free circles would locate homes."""
    for below, words in _BANDS:
        if count < below:
            return words
    return "about 200" if count <= 250 else "more than 250"
