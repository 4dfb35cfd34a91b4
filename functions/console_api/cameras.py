"""The cameras near a call that their owners let the center know of, nearest first (P2.1, P6.3)."""

from __future__ import annotations

from datetime import datetime

from rtcc.access.model import Action
from rtcc.clips import service as clips
from rtcc.foundation import clock
from rtcc.grants.model import Purpose
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit
from rtcc.incidents import service as incidents
from rtcc.incidents import timing
from rtcc.incidents.model import Incident
from rtcc.live import permission
from rtcc.live import service as live
from rtcc.sites import service as sites
from rtcc.sites.model import Near

door = Door("console", "cameras")


class Allowed(Reply):
    """Whether it may be, and if not, why."""

    allowed: bool
    why: str | None = None


class Recallable(Allowed):
    """The same of footage, and how many hours back it reaches."""

    depth_hours: int


class CameraReply(Reply):
    """One camera near the call. `available_from` is the oldest footage that its box still holds.

    `available_until` is how long footage of the call's own time can be had: the box keeps it no longer, or the owner
    lets the center reach no further back (P9.3). `warn` is what the box noticed of the camera.
    """

    id: str
    name: str
    site: str
    address: str
    lat: float
    lon: float
    distance_m: int
    live: Allowed
    recall: Recallable
    state: str
    warn: str | None = None
    codec: str | None = None
    available_from: Instant | None = None
    available_until: Instant | None = None
    watching: int


class Cameras(Reply):
    """Cameras of boxes that are connected, and the time at the center."""

    cameras: list[CameraReply]
    now: Instant


@door.route(
    "GET",
    "/incidents/{incident_id}/cameras",
    action=Action.LIST_CAMERAS,
    sign_in=SignIn.STAFF,
    record=Record.WATCH,
    reply=Cameras,
)
def near(visit: Visit, incident_id: str) -> Cameras:
    """What may be looked at for this call, and what may be fetched."""
    incident, now = incidents.must_be_open(incident_id), clock.now()
    visit.reason = incident.number
    watching = live.watching()
    found = sites.cameras_near(incident.at, now)
    return Cameras(cameras=[_reply(one, incident, watching.get(one.camera.id, 0)) for one in found], now=now)


def _reply(one: Near, incident: Incident, watching: int) -> CameraReply:
    no_view = timing.why_not_live(incident, clock.now(), timing.limits())
    no_view = no_view or permission.why_no_view(one.camera, one.site, one.distance_m, incident, Purpose.CALL)
    no_clip = clips.why_no_recall(one.camera)
    depth, told = min(copy.depth_hours for copy in one.camera.copies), one.condition
    return CameraReply(
        id=one.camera.id,
        name=one.camera.name,
        site=one.site.name,
        address=one.site.address,
        lat=one.site.lat,
        lon=one.site.lon,
        distance_m=one.distance_m,
        live=Allowed(allowed=not no_view, why=no_view or None),
        recall=Recallable(allowed=not no_clip, why=no_clip or None, depth_hours=depth),
        state=told.state.value,
        warn=told.warn or None,
        codec=told.codec or None,
        available_from=told.oldest_at,
        available_until=None if no_clip else _until(one, incident),
        watching=watching,
    )


def _until(one: Near, incident: Incident) -> datetime | None:
    if one.condition.oldest_at is None:
        return None
    kept = min(min(copy.days_stored * 24, copy.depth_hours) for copy in one.camera.copies)
    return clock.after(max(incident.opened_at, one.condition.oldest_at), hours=kept)
