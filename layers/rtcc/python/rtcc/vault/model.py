"""An evidence item: bytes that may convict or clear somebody, and everything that shows they are the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from rtcc.foundation import clock, ids


class State(StrEnum):
    """Where an item stands. Nothing is called sealed that the store did not say is locked."""

    PENDING = "pending"  # a row without proof yet
    SEALED = "sealed"  # digest equal, scanned, locked, on hold: read back from the store
    QUARANTINED = "quarantined"  # kept and locked like any evidence, and never shown: `flaw` says why
    DISPOSED = "disposed"  # its time ended and two people let it go: the bytes are gone, the row and its lines stay
    EXPUNGED = "expunged"  # a court's order: shown to nobody from that moment; the bytes go when their lock runs out


class Verdict(StrEnum):
    """What somebody who looked at an item said of it. None of them takes a lock or a hold away."""

    ACCEPT = "accept"  # it is kept: the lock is prolonged
    NOT_NEEDED = "not_needed"  # nothing is prolonged: the first lock runs out, the hold stays until two people lift it
    DUPLICATE = "duplicate"  # `duplicate_of` has the same to show


@dataclass(frozen=True, slots=True)
class Lift:
    """That somebody asked to take a hold off: it waits for another person."""

    asked_by: str  # the badge
    asked_by_id: str
    asked_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason for which an item must not go, and on whose authority. While one stands, the store holds it."""

    id: str
    reason: str
    authority: str
    case: str
    by: str  # the badge; empty for what admission itself put
    by_id: str
    at: datetime
    lift: Lift | None = None


class Found(StrEnum):
    """What reading an item again to its last byte showed."""

    HOLDS = "holds"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Fixity:
    """The newest time that the exact version was read to its end: digest (hex) and size as they were then."""

    checked_at: datetime
    result: Found
    sha256: str
    bytes: int


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
    holds: tuple[Hold, ...] = ()
    kind: str = ""  # of case, as the schedule of retention names it; unclassified: kept until somebody says
    classified_at: datetime | None = None
    classified_by: str = ""  # the badge
    keep_until: datetime | None = None  # when its schedule ends; None: no schedule lets it go
    fixity: Fixity | None = None
    disposed_at: datetime | None = None
    disposal_id: str = ""
    expunged_at: datetime | None = None

    @property
    def is_here(self) -> bool:
        """Whether its bytes are the vault's to keep: sealed or in quarantine, released or not."""
        return self.state in (State.SEALED, State.QUARANTINED)

    @property
    def has_ended(self) -> bool:
        """Whether two people let it go: its bytes are gone, or going; its row and its lines stay."""
        return self.state in (State.DISPOSED, State.EXPUNGED)

    @property
    def standing(self) -> str:
        """Where it stands, in a word for people: its state, or `released` once an agency has custody."""
        return "released" if self.state is State.SEALED and self.released_to else self.state.value


@dataclass(frozen=True, slots=True)
class Kept:
    """An item as its row lies in the table.

    Whether the probe's findings stand there; whether the store is due to follow its holds; the row as a stream has it.
    """

    item: Item
    is_probed: bool
    is_hold_due: bool
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


def admission_hold(item_id: str, *, case: str, at: datetime) -> Hold:
    """The hold that admission puts on every item; also that of a row from before there was a set of holds."""
    return Hold(
        id=ids.derived("hld", item_id, "admission"),
        reason="admission",
        authority="the city's standing order: what is admitted is held until two people lift it",
        case=case,
        by="",
        by_id="function:admission",
        at=clock.cut(at),
    )
