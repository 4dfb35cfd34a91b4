"""A live view: one viewer, one camera, one incident, a few minutes (P5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid
from rtcc.grants.model import Purpose

LEASE_SECONDS = 30  # a view that nobody renews is over after this; the console renews every 5 s (abuse 44)
MOST_VIEWERS = 3  # readers of one stream (abuse 77)
_LONGEST_WHY = 120


class State(StrEnum):
    """Whether somebody may look."""

    OPEN = "open"
    ENDED = "ended"


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

    @property
    def stream(self) -> str:
        """The name of the stream that carries it."""
        return stream_name(self.thing, self.camera_id)

    def seconds(self, now: datetime) -> int:
        """How long it lasted, or has lasted by now."""
        return max(0, int(((self.ended_at or now) - self.opened_at).total_seconds()))


def stream_name(thing: str, camera_id: str) -> str:
    """The one stream of a camera: the box's role reaches streams that bear its own name, and no others (abuse 59)."""
    return f"rtcc-{thing}-{camera_id}"


@dataclass(frozen=True, slots=True)
class Seats:
    """Who watches one camera now: view id and badge of each. `version` counts every change."""

    id: str  # the camera's
    taken: tuple[tuple[str, str], ...] = ()
    version: int = 0

    @property
    def badges(self) -> list[str]:
        """The badges that watch, each once."""
        return sorted({badge for _, badge in self.taken})


@dataclass(frozen=True, slots=True)
class Report:
    """What a box says of a view."""

    view: str
    camera: str
    has_ended: bool
    at: datetime
    why: str
    frames: int
    last_frame_at: datetime | None


def read_report(facts: Mapping[str, Any]) -> Report:
    """The `view` event that a box sent. Raises Invalid for what cannot be read."""
    try:
        last, frames = facts.get("last_frame_at"), facts.get("frames", 0)
        if facts["state"] not in {"started", "ended"} or type(frames) is not int or not 0 <= frames < 10**12:
            raise ValueError("state or frames")
        return Report(
            view=str(facts["view"]),
            camera=str(facts["camera"]),
            has_ended=facts["state"] == "ended",
            at=clock.read(facts["at"]),
            why=words(facts.get("why", "")),
            frames=frames,
            last_frame_at=clock.read(last) if last else None,
        )
    except (KeyError, TypeError, ValueError):
        raise Invalid("What the box says of a view cannot be read.", slug="unreadable-report") from None


def words(told: object) -> str:
    """A box's reason as it may be shown: printable, short."""
    return "".join(letter for letter in str(told) if letter.isprintable())[:_LONGEST_WHY]
