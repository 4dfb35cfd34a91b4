"""What lies in the stores, the acts that made it, and the people behind a digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Act:
    """The custody line that made an object: its chain and number there, what it says of who and when."""

    event: str
    at: datetime
    actor: str
    badge: str
    subject: str
    seq: int


@dataclass(frozen=True, slots=True)
class Held:
    """One version of one object. `what` it is in a word; without an `act` nothing in the record speaks of it."""

    bucket: str
    key: str
    version_id: str
    bytes: int
    written_at: datetime
    what: str
    item_id: str = ""
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """What a sweep found between the stores and the record."""

    kind: str
    about: str
    subject: str


@dataclass(frozen=True, slots=True)
class Stock:
    """What one sweep counted, and the first of what it found. `counts` are items or objects, `bytes` the items'."""

    taken_at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    by_state: Mapping[str, int] = field(default_factory=dict)
    discrepancies: tuple[Discrepancy, ...] = ()


@dataclass(frozen=True, slots=True)
class Did:
    """What one person did of one kind, how often, from when to when, and how it ended."""

    event: str
    count: int
    first_at: datetime
    last_at: datetime
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Toucher:
    """Somebody whose acts stand in the chains of an item. Without a badge: a sender, a box, or a function of ours."""

    actor: str
    badge: str
    role: str
    ori: str
    acts: tuple[Did, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Everybody who touched an item; the chains that were read, and whether the sealed log bears them out."""

    touchers: tuple[Toucher, ...]
    chains: tuple[str, ...]
    lines: int
    log_size: int
    unsealed: int  # lines too young for the log
    faults: tuple[str, ...]  # each a sentence's end: "evi_… line 3: this line was changed after it was written"
