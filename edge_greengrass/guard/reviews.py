"""Whether what was recorded may be played, and from when on. Pure: the time is handed in, nothing is sent from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from edge_greengrass.guard.views import LONGEST_LEASE, NO_PICTURE
from rtcc.commands.model import Unacceptable
from rtcc.foundation import clock
from rtcc.grants.model import LONGEST_VIEW, Grant, why_no_recall

SPEEDS = (1, 2, 4)
TOO_EARLY = "it lies before the owner allowed it"


@dataclass(frozen=True, slots=True)
class Review:
    """One viewer who plays one camera's recording, for one case. Nothing of it is stored anywhere (P9.2)."""

    id: str
    camera: str
    stream: str
    incident: str
    badge: str
    case: str
    priority: int
    start: datetime  # where it was asked to play from, last; in the recording's own time
    judged_at: datetime  # when that was allowed
    at: datetime  # where it is
    speed: int
    opened_at: datetime
    lease_until: datetime
    ends_at: datetime
    notice_at: datetime | None = None
    is_started: bool = False

    @classmethod
    def read(cls, body: Mapping[str, Any], *, at: datetime) -> Review:
        """From the body of `review.start`, no longer than a view may be. Raises KeyError, TypeError, ValueError."""
        start = clock.read(body["from"])
        return cls(
            id=str(body["view"]),
            camera=str(body["camera"]),
            stream=str(body["stream"]),
            incident=str(body["incident"]),
            badge=str(body["badge"]),
            case=str(body["case"]),
            priority=int(body["priority"]),
            start=start,
            judged_at=at,
            at=start,
            speed=_speed(body["speed"]),
            opened_at=at,
            lease_until=min(clock.read(body["lease_until"]), at + LONGEST_LEASE),
            ends_at=min(clock.read(body["ends_at"]), at + timedelta(minutes=LONGEST_VIEW)),
            notice_at=clock.read(body["notice_at"]) if body.get("notice_at") else None,
        )

    @property
    def until(self) -> datetime:
        """When it ends unless it is renewed."""
        return min(self.lease_until, self.ends_at)

    def renewed(self, lease_until: datetime, *, at: datetime) -> Review:
        """With a longer lease, within what it may be, never a shorter one. Raises Unacceptable when it is over."""
        if self.until <= at:
            raise Unacceptable("no such view")
        return replace(self, lease_until=max(self.lease_until, min(lease_until, at + LONGEST_LEASE)))

    def turned(self, body: Mapping[str, Any], *, at: datetime) -> Review:
        """At another place or speed, to be judged anew. Raises TypeError, ValueError."""
        start = clock.read(body["from"]) if body.get("from") is not None else self.at
        speed = _speed(body["speed"]) if body.get("speed") is not None else self.speed
        return replace(self, start=start, at=start, judged_at=at, speed=speed)

    def why_not(self, grant: Grant, since: datetime | None, *, at: datetime) -> str:
        """Why it may not be played, or no longer; empty when it may.

        `since` is when recall was allowed last without a break. How far back is judged by the moment of the wish, for a
        recording that plays does not come nearer by itself.
        """
        if self.start >= self.judged_at:
            return "it was not recorded yet"
        why = why_no_recall(grant, start=at, at=at, case=self.case)
        why = why or why_no_recall(grant, start=self.start, at=self.judged_at, case=self.case)
        return why or (TOO_EARLY if since is None or min(self.start, self.at) < since else "")

    def why_over(self, at: datetime) -> str:
        """Why its time is up, in one word; empty when it is not."""
        if self.ends_at <= at:
            return "time"
        if self.lease_until <= at:
            return "lease"
        return "camera" if not self.is_started and self.opened_at + NO_PICTURE <= at else ""


def _speed(said: Any) -> int:
    if type(said) is not int or said not in SPEEDS:
        raise ValueError("no speed")
    return said
