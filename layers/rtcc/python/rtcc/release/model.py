"""A release: evidence on its way to one person at one agency, by two people's hands (P3.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtcc.foundation import clock

MOST_ITEMS = 49  # the receipt changes each item and writes its line, and the release's own two: 100 writes at most
MOST_BYTES = 20_000_000_000  # what one run of the packer can surely read and write
SHARE_DAYS = 14
_NAME = 100
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # what Windows would not let anybody save


class State(StrEnum):
    """Where a release stands."""

    ASKED = "asked"
    APPROVED = "approved"
    PACKED = "packed"
    TRANSFERRED = "transferred"
    DENIED = "denied"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Agency:
    """Who may receive evidence, by its federal identifier."""

    ori: str
    name: str


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

    @property
    def is_shared(self) -> bool:
        """Whether there is a package that its recipient may know of."""
        return self.state in {State.PACKED, State.TRANSFERRED}

    def is_expired(self) -> bool:
        """Whether the package may no longer be fetched."""
        return self.expires_at is not None and clock.now() >= self.expires_at


def file_name(name: str) -> str:
    """A name that every system can save and no shell or path can be fooled by; the true one stands in custody.json."""
    plain = re.sub(r"[^0-9A-Za-z._-]+", "_", name).strip(".-_")[-_NAME:].strip(".-_") or "item"
    return f"_{plain}" if _DEVICES.match(plain) else plain
