"""A release: evidence on its way to one person at one agency, by two people's hands (P3.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtcc.foundation import clock
from rtcc.release.parties import Audience, Receipt

MOST_ITEMS = 49  # the receipt changes each item and writes its line, and the release's own two: 100 writes at most
MOST_BYTES = 20_000_000_000  # what one run of the packer can surely read and write
SHARE_DAYS = 14
PACKAGE_DAYS = 35  # the bucket keeps a package so long; longer than a share is open, so that nobody gets half of one
MOST_LIMITS = 500
_NAME = 100
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # what Windows would not let anybody save


class State(StrEnum):
    """Where a release stands."""

    ASKED = "asked"
    APPROVED = "approved"
    PACKED = "packed"
    TRANSFERRED = "transferred"  # its receipt is there, and custody with it
    RECEIVED = "received"  # its receipt is there; custody stayed where it was: these are copies
    RENEWED = "renewed"  # its time was prolonged beyond the life of its package, which is made anew
    DENIED = "denied"
    FAILED = "failed"


class Method(StrEnum):
    """How evidence is handed over."""

    DOWNLOAD = "download"  # the package, with the bytes themselves
    VIEW = "view"  # a look at what was made of them; no original byte leaves the house


@dataclass(frozen=True, slots=True)
class Piece:
    """One evidence item as it was when it was asked for. `sha256` is hex."""

    id: str
    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Package:
    """The exact version of the ZIP that was made, and its flat SHA-256 (hex)."""

    bucket: str
    key: str
    version_id: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """One release. `asked_by`, `decided_by` and `recipient` are badges; `ori` is the receiving agency's."""

    id: str
    items: tuple[Piece, ...]
    ori: str
    agency: str
    recipient: str
    case: str
    reason: str
    state: State
    asked_by_id: str
    asked_by: str
    asked_at: datetime
    decided_by_id: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    why: str = ""  # why it was denied, or failed
    package: Package | None = None
    packed_at: datetime | None = None
    expires_at: datetime | None = None
    receipted_at: datetime | None = None
    method: Method = Method.DOWNLOAD
    audience: Audience = Audience.AGENCY
    inquiry_id: str = ""  # the inquiry that it answers
    inquiry_by_id: str = ""  # whose that is; they do not approve, either
    inquiry_by: str = ""  # their badge
    limits: str = ""  # what was agreed with this recipient, beside the limits that every package has
    receipt: Receipt | None = None
    is_copy: bool = False  # its receipt moved no custody: the defense's, or a second agency's
    renewed_at: datetime | None = None
    renewed_by: str = ""  # the badge
    renewal_asked_at: datetime | None = None
    renewal_why: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether there is something that its recipient may know of."""
        return self.state in _SHARED

    @property
    def settled(self) -> State:
        """Where it stands once its package is made: it may have had its receipt before."""
        if self.receipted_at is None:
            return State.PACKED
        return State.RECEIVED if self.is_copy else State.TRANSFERRED

    def is_expired(self) -> bool:
        """Whether the package may no longer be fetched."""
        return self.expires_at is not None and clock.now() >= self.expires_at


_SHARED = {State.PACKED, State.TRANSFERRED, State.RECEIVED, State.RENEWED}


def file_name(name: str) -> str:
    """A name that every system can save and no shell or path can be fooled by; the true one stands in custody.json."""
    plain = re.sub(r"[^0-9A-Za-z._-]+", "_", name).strip(".-_")[-_NAME:].strip(".-_") or "item"
    return f"_{plain}" if _DEVICES.match(plain) else plain
