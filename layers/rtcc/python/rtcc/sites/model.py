"""Establishments, their core boxes and cameras: what the center may know of each (P2.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from rtcc.foundation import clock
from rtcc.foundation.geo import Point
from rtcc.grants.model import Grant

SUSPENDED_AFTER, VOID_AFTER = timedelta(hours=24), timedelta(days=7)  # of silence (P4.3)
THING = re.compile(r"rtcc-box-[0-9a-z][0-9a-z-]{0,62}")


class State(StrEnum):
    """What an allowed camera's recorder last said of it."""

    RECORDING = "recording"
    STALLED = "stalled"  # it answers, and no picture comes
    REFUSED = "refused"  # it does not take the password
    ABSENT = "absent"  # it does not answer, or has not been heard of


@dataclass(frozen=True, slots=True)
class Establishment:
    """A site that lets the center in by a box. `zone` is its own day, by which a grant's hours are read."""

    id: str
    name: str
    address: str
    lat: float
    lon: float
    zone: str
    thing: str  # its box
    enrolled_at: datetime

    @property
    def at(self) -> Point:
        """Where it is."""
        return Point(self.lat, self.lon)

    def minute(self, at: datetime) -> int:
        """The minute of the site's own day, 0 to 1439."""
        local = at.astimezone(ZoneInfo(self.zone))
        return local.hour * 60 + local.minute


@dataclass(frozen=True, slots=True)
class Box:
    """A core box. It is here while its lease lasts; every few seconds it takes a new one."""

    thing: str
    site_id: str
    model: str
    most_cameras: int
    enrolled_at: datetime
    cameras_total: int = 0
    cameras_allowed: int = 0
    lease_until: datetime | None = None
    seen_at: datetime | None = None  # when the center last heard it, by the center's clock
    boot: str = ""
    said_at: datetime | None = None  # the newest lease's own time, by the box's clock
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # its allowed cameras, by id, as it said
    health: Mapping[str, Any] = field(default_factory=dict)  # its disk, clock and version, as it said
    refreshed_at: datetime | None = None  # when the center last refreshed its grants
    refreshed_boot: str = ""  # the start of the box that was refreshed then
    key: str = ""  # the public half by which it signs what its owner allowed: the first that was ever heard
    boot_before: str = ""  # its start before this one: no box goes back to it
    twin_at: datetime | None = None  # when something last said that two boxes speak under its name (abuse 60)

    def is_online(self, now: datetime) -> bool:
        """Whether its lease still runs."""
        return self.lease_until is not None and self.lease_until > now

    def is_suspended(self, now: datetime) -> bool:
        """Whether nothing that it allows holds: it was away for a day, or says that nobody refreshed it (P4.3)."""
        return bool(self.health.get("suspended")) or self.is_silent(now, SUSPENDED_AFTER)

    def is_silent(self, now: datetime, longer: timedelta) -> bool:
        """Whether it was heard once, and not for longer than that."""
        return self.seen_at is not None and now - self.seen_at > longer

    def condition(self, camera_id: str) -> Condition:
        """What its newest lease says of one camera."""
        told = self.states.get(camera_id, {})
        times = {name: clock.read(told[name]) for name in ("oldest_at", "newest_at") if name in told}
        state = State(told.get("state", State.ABSENT))
        return Condition(
            state,
            told.get("why", ""),
            offset_ms=told.get("offset_ms", 0),
            warn=told.get("warn", ""),
            codec=told.get("codec", ""),
            **times,
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """What the newest lease says of one camera."""

    state: State = State.ABSENT
    why: str = ""
    oldest_at: datetime | None = None  # of the footage that the box holds
    newest_at: datetime | None = None
    offset_ms: int = 0  # how far the camera's clock is ahead of the box's
    warn: str = ""  # frozen, looped, clock, flapping (abuse 66, 67)
    codec: str = ""  # h264, h265


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera of a box. While its grant is nothing it is an id and an epoch: no name, no state (P2.1)."""

    id: str
    thing: str
    site_id: str
    grant: Grant  # what the box last said is in force
    epoch: int  # of that grant: a lower one is old news
    in_force_at: datetime
    name: str = ""
    hold: Grant | None = None  # what the owner narrowed it to on their page, until the box says so too
    hold_command: str = ""
    hold_sent_at: datetime | None = None  # None: the box was not told yet

    @property
    def is_hidden(self) -> bool:
        """Whether the center has no right at all to it, by either copy."""
        return any(one.is_nothing for one in self.copies)

    @property
    def copies(self) -> tuple[Grant, ...]:
        """The box's copy of the grant, and the center's own while there is one. Both must allow what is done."""
        return (self.grant,) if self.hold is None else (self.grant, self.hold)


@dataclass(frozen=True, slots=True)
class Near:
    """A camera that the center may know of: where it is, how it does, and how far from the call, in meters."""

    camera: Camera
    site: Establishment
    condition: Condition
    distance_m: int


@dataclass(frozen=True, slots=True)
class Lease:
    """What a box says of itself every few seconds. `states` is keyed by camera id."""

    boot: str
    at: datetime
    total: int
    allowed: int
    states: Mapping[str, Mapping[str, Any]]
    health: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""  # it tells it once an hour


@dataclass(frozen=True, slots=True)
class Report:
    """What a box says is in force for one camera. `command` is the narrowing that made it so, if one did."""

    camera_id: str
    epoch: int
    grant: Grant
    name: str = ""
    command: str = ""
