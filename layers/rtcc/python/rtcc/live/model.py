"""A view: one viewer, one camera, one incident, a few minutes; live (P5.1), or of what the box recorded (P9.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from rtcc.grants.model import Purpose

LEASE_SECONDS = 30  # a view that nobody renews is over after this; the console renews every 5 s (abuse 44)
MOST_VIEWERS = 3  # readers of one stream (abuse 77)
SPEEDS = (1, 2, 4)  # at which a box plays what it recorded
LONGEST_DELAY = timedelta(hours=24)  # of the owner's notice (P2.4)


class State(StrEnum):
    """Whether somebody may look."""

    OPEN = "open"
    ENDED = "ended"


class Kind(StrEnum):
    """What is looked at."""

    LIVE = "live"  # what happens now
    REVIEW = "review"  # what the box recorded; it is played and not taken


@dataclass(frozen=True, slots=True)
class View:
    """One view. The camera's name is kept as it was: the owner reads later what the viewer saw then."""

    id: str
    camera_id: str
    camera_name: str
    thing: str
    site_id: str
    incident_id: str
    incident_number: str
    purpose: Purpose
    actor: str  # the viewer's id
    badge: str
    opened_at: datetime
    lease_until: datetime
    ends_at: datetime  # at the latest, however often it is renewed
    state: State = State.OPEN
    ended_at: datetime | None = None
    why: str = ""  # it ended, as half a sentence
    frames: int = 0  # that the box sent, as it says
    started_at: datetime | None = None  # when the box says that the first frame went
    last_frame_at: datetime | None = None
    told_at: datetime | None = None  # when the box said that it is over
    keys_until: datetime | None = None  # of the newest credentials that its viewer was given
    notice_at: datetime | None = None  # a supervisor delayed the owner's notice until then (P2.4)
    kind: Kind = Kind.LIVE
    # The rest is of reviews. Times named "of the recording" are when the camera took the picture.
    case: str = ""
    from_at: datetime | None = None  # of the recording: where its viewer last began
    turned_at: datetime | None = None  # when its viewer last said so
    speed: int = 1
    is_paused: bool = False
    shown_at: datetime | None = None  # of the recording: what the box played last, as it says every two seconds
    shown_from: datetime | None = None  # of the recording: the earliest and the latest that the box says it played
    shown_to: datetime | None = None
    refusal: str = ""  # the box did not turn, as half a sentence; the review goes on where it was

    @property
    def is_review(self) -> bool:
        """Whether it is of what the box recorded."""
        return self.kind is Kind.REVIEW

    @property
    def stream(self) -> str:
        """The name of the stream that carries it. A review has one of its own: each viewer goes their own way."""
        shared = stream_name(self.thing, self.camera_id)
        return f"{shared}-{self.id}" if self.is_review else shared

    @property
    def seats(self) -> str:
        """The id of the seats that it takes one of: those at the camera's live stream, or those at its recording."""
        return review_seats(self.camera_id) if self.is_review else self.camera_id

    def seconds(self, now: datetime) -> int:
        """How long it lasted, or has lasted by now."""
        return max(0, int(((self.ended_at or now) - self.opened_at).total_seconds()))


def stream_name(thing: str, camera_id: str) -> str:
    """The one stream of a camera: the box's role reaches streams that bear its own name, and no others (abuse 59)."""
    return f"rtcc-{thing}-{camera_id}"


def review_seats(camera_id: str) -> str:
    """The id of the seats at what a camera's box recorded."""
    return f"{camera_id}-reviews"


@dataclass(frozen=True, slots=True)
class Seats:
    """Who watches one camera now: view id and badge of each. `version` counts every change."""

    id: str  # the camera's, or that of its recording
    taken: tuple[tuple[str, str], ...] = ()
    version: int = 0

    @property
    def badges(self) -> list[str]:
        """The badges that watch, each once."""
        return sorted({badge for _, badge in self.taken})


@dataclass(frozen=True, slots=True)
class Delay:
    """A supervisor's word that the owner reads later of the views for one call: once a call, at most 24 h (P2.4)."""

    id: str  # the call's
    number: str
    why: str
    actor: str
    badge: str
    delayed_at: datetime
    until: datetime
    views: frozenset[str] = frozenset()  # what was opened meanwhile
    ended_at: datetime | None = None  # the call was closed, and the boxes were told


@dataclass(frozen=True, slots=True)
class Tally:
    """All delays there ever were, counted for everybody to read."""

    total: int = 0
    years: Mapping[str, int] = field(default_factory=dict)
    holding: Mapping[str, str] = field(default_factory=dict)  # those not ended yet: id of the call, until when
    version: int = 0
