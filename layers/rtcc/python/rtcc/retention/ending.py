"""A disposal or an expunging: the end of evidence, by two people's hands, with a certificate that stays (P3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MOST_ITEMS = 40  # an approval changes each item and writes its line, and its own two: 100 writes at most


class What(StrEnum):
    """Why evidence ends."""

    DISPOSAL = "disposal"  # nothing keeps it any more, or two people say that it need not be kept
    EXPUNGING = "expunging"  # a court's order: unreadable at once, gone when the running lock ends


class State(StrEnum):
    """Where it stands."""

    ASKED = "asked"
    COOLING = "cooling"  # approved; it waits for its hour, then for the store's lock and hold
    DONE = "done"
    STOPPED = "stopped"
    DENIED = "denied"
    FAILED = "failed"  # nothing of it could end: each item's `left` says why


@dataclass(frozen=True, slots=True)
class Piece:
    """One item as it was when its end was asked for. `sha256` is hex."""

    id: str
    name: str
    incident_number: str
    kind: str
    bytes: int
    sha256: str
    version_id: str


@dataclass(frozen=True, slots=True)
class Disposal:
    """One disposal or expunging. `asked_by`, `decided_by` and `stopped_by` are badges.

    `decided` is whoever approved or denied. `left` says, by item, what remains of it and why; an item that is not in
    it is gone once this is done. `schedule_version` is the schedule that was in force when it was approved.
    """

    id: str
    what: What
    state: State
    pieces: tuple[Piece, ...]
    why: str
    asked_by_id: str
    asked_by: str
    asked_at: datetime
    is_early: bool = False
    order_number: str = ""
    court: str = ""
    decided_by_id: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    stopped_by: str = ""
    refusal: str = ""  # why it was stopped or denied
    cooling_until: datetime | None = None
    schedule_version: int = 0
    done_at: datetime | None = None
    left: Mapping[str, str] = field(default_factory=dict)
    certificate: str = ""
    certificate_sha256: str = ""

    @property
    def reason(self) -> str:
        """What its lines give as the reason: the court's order, or the disposal itself."""
        return self.order_number or self.id
