"""A day's draw; a look that was drawn, in everything an auditor needs to judge it; what they found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rtcc.custody.model import Fact

SUBJECT = "sample"  # the chain of what is counted in public
JUDGED_WITHIN_DAYS = 7


class Finding(StrEnum):
    """What an auditor says of a look."""

    IN_ORDER = "in_order"
    NOT_IN_ORDER = "not_in_order"


@dataclass(frozen=True, slots=True)
class Day:
    """One draw. `digest` is SHA-256 (hex) over the hashes of all looks of the day, in their order as text: who has the
    lines can see that none was left out. `seed` is the root (hex) of the log at `size`.
    """

    day: str
    seed: str
    size: int
    one_in: int
    looks: int
    drawn: int
    digest: str
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """A look that was drawn: its line as it stands, and what is known of its call and camera on the day of the draw."""

    id: str
    day: str
    at: datetime
    event: str
    actor: str
    badge: str
    role: str
    subject: str
    seq: int
    hash: str
    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    call_id: str = ""  # empty: no call has the number that was given as the reason
    call_kind: str = ""
    call_address: str = ""
    call_opened_at: datetime | None = None
    camera: str = ""  # its name; empty for a look at something else, or at a camera that is not shared any more
    camera_address: str = ""
    distance_m: int | None = None  # from the call to the camera
    finding: Finding | None = None
    words: str = ""
    judged_by: str = ""
    judged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """All draws there ever were: looks that were drawn, judged, and found not in order."""

    drawn: int = 0
    judged: int = 0
    not_in_order: int = 0
    at: datetime | None = None
