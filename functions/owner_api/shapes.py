"""The shapes of a site, its cameras and their grants, as they come from and go to the owner's page."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rtcc.grants.model import Live, Recall
from rtcc.http.forms import Body, Instant, Moment, Reply

_Minute = Annotated[int, Field(ge=0, lt=24 * 60)]


class GrantForm(Body):
    """A grant as it is spelled everywhere. What is left out is not allowed; `hours` are minutes of the site's day."""

    live: Live = Live.NEVER
    radius_m: int = 0
    most_minutes: int = 10
    recall: Recall = Recall.NEVER
    depth_hours: int = 0
    directed: bool = False
    emergency: bool = False
    days_stored: int = 3
    hours: Annotated[list[_Minute], Field(min_length=2, max_length=2)] | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


class Narrowing(Body):
    """What shall be allowed from now on."""

    grant: GrantForm


class GrantReply(Reply):
    """A grant, spelled out."""

    live: str
    radius_m: int
    most_minutes: int
    recall: str
    depth_hours: int
    directed: bool
    emergency: bool
    days_stored: int
    hours: list[int] | None = None
    starts_at: str | None = None
    ends_at: str | None = None


class Watching(Reply):
    """Somebody looks, now."""

    since: Instant
    badge: str
    incident_number: str
    kind: str


class CameraReply(Reply):
    """One camera. `is_held`: the center goes by what was narrowed here, and the box has not answered yet."""

    id: str
    name: str
    grant: GrantReply
    epoch: int
    in_force_at: Instant
    is_held: bool
    state: str | None = None
    warn: str | None = None
    watching: Watching | None = None


class SiteReply(Reply):
    """The establishment."""

    id: str
    name: str
    address: str


class HealthReply(Reply):
    """How a box does, as it last said itself. `free_percent` is of the disk that it records on."""

    disk: str | None = None
    free_percent: int | None = None
    temperature_c: int | None = None
    clock_ahead_ms: int | None = None
    version: str | None = None


class BoxReply(Reply):
    """Its box. `suspended`: nothing that is allowed holds, for the center and the box lost sight of one another."""

    online: bool
    seen_at: Instant | None = None
    model: str
    suspended: bool
    health: HealthReply | None = None


class Whole(Reply):
    """The same list that the center sees. `hidden` counts the cameras that the center knows only as a number."""

    site: SiteReply
    box: BoxReply
    cameras: list[CameraReply]
    hidden: int
    now: Instant
