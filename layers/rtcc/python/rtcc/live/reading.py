"""Reading what a box says of a view: in the agreed shape, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid

_LONGEST_WHY = 120


@dataclass(frozen=True, slots=True)
class Report:
    """What a box says of a view. Of a review that plays, `at` is the recording's own time."""

    view: str
    camera: str
    state: str  # started, at, ended
    at: datetime
    why: str = ""
    frames: int = 0
    last_frame_at: datetime | None = None

    @property
    def has_ended(self) -> bool:
        """Whether this is the box's last word of it."""
        return self.state == "ended"


def read_report(facts: Mapping[str, Any]) -> Report:
    """The `view` event that a box sent. Raises Invalid for what cannot be read."""
    try:
        last, frames = facts.get("last_frame_at"), facts.get("frames", 0)
        if facts["state"] not in {"started", "at", "ended"} or type(frames) is not int or not 0 <= frames < 10**12:
            raise ValueError("state or frames")
        return Report(
            view=str(facts["view"]),
            camera=str(facts["camera"]),
            state=str(facts["state"]),
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
