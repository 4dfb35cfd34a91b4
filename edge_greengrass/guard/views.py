"""Which views hold, and until when. Pure: the time is handed in, nothing is sent from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from rtcc.commands.model import OPEN_ALREADY, Unacceptable
from rtcc.foundation import clock
from rtcc.grants.model import Grant, Occasion, Purpose, why_no_live

LONGEST_LEASE = timedelta(seconds=60)
NO_PICTURE = timedelta(seconds=20)  # a view in which nothing flows is none
MOST_OPEN = 64  # on one box: more is no viewer but a fault


@dataclass(frozen=True, slots=True)
class View:
    """One viewer on one camera, for one incident, for some minutes."""

    id: str
    camera: str
    stream: str
    incident: str
    badge: str
    purpose: Purpose
    priority: int
    distance_m: int
    opened_at: datetime
    lease_until: datetime
    ends_at: datetime
    notice_at: datetime | None = None  # a supervisor delays the owner's notice until then (P2.4)
    is_started: bool = False  # the relay has said that frames flow

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> View:
        """From the body of `view.start`, not open yet. Raises KeyError, TypeError, ValueError."""
        ends_at = clock.read(body["ends_at"])
        return cls(
            id=str(body["view"]),
            camera=str(body["camera"]),
            stream=str(body["stream"]),
            incident=str(body["incident"]),
            badge=str(body["badge"]),
            purpose=Purpose(body["purpose"]),
            priority=int(body["priority"]),
            distance_m=int(body["distance_m"]),
            opened_at=ends_at,
            lease_until=clock.read(body["lease_until"]),
            ends_at=ends_at,
            notice_at=clock.read(body["notice_at"]) if body.get("notice_at") else None,
        )

    @property
    def until(self) -> datetime:
        """When it ends unless it is renewed."""
        return min(self.lease_until, self.ends_at)

    def occasion(self, at: datetime, minute: int) -> Occasion:
        """The wish to go on looking, as it stands at `at`."""
        return Occasion(self.purpose, at, minute, self.priority, self.distance_m)


class Views:
    """The open views of the box."""

    def __init__(self) -> None:
        self._open: dict[str, View] = {}

    def all(self) -> list[View]:
        """Every open view, oldest first."""
        return list(self._open.values())

    def of(self, camera: str) -> list[View]:
        """Who watches one camera."""
        return [view for view in self._open.values() if view.camera == camera]

    def until(self, camera: str) -> datetime | None:
        """How long one camera is watched at the longest, as things stand; None when nobody watches."""
        return max((view.until for view in self.of(camera)), default=None)

    def open(self, view: View, grant: Grant, *, at: datetime, minute: int) -> View:
        """Let a view hold, no longer than the owner allows and the lease may be. Raises Unacceptable with the why."""
        if view.id in self._open:
            raise Unacceptable(OPEN_ALREADY)
        if len(self._open) >= MOST_OPEN:
            raise Unacceptable("too many views")
        if why := why_no_live(grant, view.occasion(at, minute)):
            raise Unacceptable(why)
        last = at + timedelta(minutes=grant.most_minutes)
        held = replace(
            view,
            opened_at=at,
            ends_at=min(view.ends_at, last),
            lease_until=min(view.lease_until, at + LONGEST_LEASE),
            is_started=any(other.is_started for other in self.of(view.camera)),
        )
        if held.until <= at:
            raise Unacceptable("it is over before it begins")
        self._open[held.id] = held
        return held

    def renew(self, view: str, lease_until: datetime, *, at: datetime) -> View:
        """Lengthen the lease, never beyond what it may be, never shorten it. Raises Unacceptable: no such view."""
        held = self._open.get(view)
        if held is None or held.until <= at:
            raise Unacceptable("no such view")
        longer = min(lease_until, at + LONGEST_LEASE)
        self._open[view] = replace(held, lease_until=max(held.lease_until, longer))
        return self._open[view]

    def start(self, camera: str) -> list[View]:
        """Frames flow: the views of the camera that did not know it yet."""
        fresh = [replace(view, is_started=True) for view in self.of(camera) if not view.is_started]
        self._open |= {view.id: view for view in fresh}
        return fresh

    def close(self, view: str) -> View | None:
        """End a view, if it is open."""
        return self._open.pop(view, None)

    def over(self, at: datetime) -> list[tuple[View, str]]:
        """The views whose time is up, each with the word that says why. They stay until they are closed."""
        return [(view, why) for view in self._open.values() if (why := _why_over(view, at))]

    def unwelcome(self, camera: str, grant: Grant, *, at: datetime, minute: int) -> list[View]:
        """The views of a camera that the grant does not allow, or no longer, or not for so long."""
        longest = timedelta(minutes=grant.most_minutes)
        return [
            view
            for view in self.of(camera)
            if why_no_live(grant, view.occasion(at, minute)) or view.opened_at + longest <= at
        ]


def _why_over(view: View, at: datetime) -> str:
    if view.ends_at <= at:
        return "time"
    if view.lease_until <= at:
        return "lease"
    return "camera" if not view.is_started and view.opened_at + NO_PICTURE <= at else ""
