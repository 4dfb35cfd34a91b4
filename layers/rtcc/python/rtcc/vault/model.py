"""An evidence item: bytes that may convict or clear somebody, and everything that shows they are the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where an item stands. Nothing is called sealed that the store did not say is locked."""

    PENDING = "pending"  # a row without proof yet
    SEALED = "sealed"  # digest equal, scanned, locked, on hold: read back from the store
    QUARANTINED = "quarantined"  # kept and locked like any evidence, and never shown: `flaw` says why


class Verdict(StrEnum):
    """What somebody who looked at an item said of it. None of them takes a lock or a hold away."""

    ACCEPT = "accept"  # it is kept: the lock is prolonged
    NOT_NEEDED = "not_needed"  # nothing is prolonged: the first lock runs out, the hold stays until two people lift it
    DUPLICATE = "duplicate"  # `duplicate_of` has the same to show


@dataclass(frozen=True, slots=True)
class Item:
    """One evidence item. `sha256` is the flat digest of its bytes, hex; `declared` the one that its sender computed."""

    id: str
    incident_id: str
    incident_number: str
    canvass_id: str
    request_id: str
    submission_id: str
    name: str
    bytes: int
    sha256: str
    declared: str
    state: State
    flaw: str
    bucket: str
    key: str
    version_id: str
    locked_until: datetime
    received_at: datetime
    clip_id: str = ""
    camera_id: str = ""
    account: Mapping[str, Any] = field(default_factory=dict)  # what its sender says of it; nobody has checked it
    released_to: str = ""  # the ORI of the agency that has custody now; empty while it is ours
    released_at: datetime | None = None
    verdict: Verdict | None = None
    duplicate_of: str = ""
    judged_at: datetime | None = None
    judged_by: str = ""  # the badge
    judged_note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """An item as its row lies in the table: whether the probe's findings stand there; the row as a stream has it."""

    item: Item
    is_probed: bool
    image: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item comes from: a registrant's submission (by canvass and request), or a clip of one box camera."""

    incident_id: str
    incident_number: str
    canvass_id: str = ""
    request_id: str = ""
    submission_id: str = ""
    clip_id: str = ""
    camera_id: str = ""
    account: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source_id(self) -> str:
        """What the item is made of: the submission, or the clip's order."""
        return self.submission_id or self.clip_id
