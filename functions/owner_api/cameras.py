"""The owner's site as the center knows it, and allowing less of a camera (P2.1, P2.3, P2.4)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.grants import spelling
from rtcc.grants.model import Live, Recall
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Moment, Reply
from rtcc.http.visit import Visit
from rtcc.live import service as live
from rtcc.live.model import State, View
from rtcc.sites import narrowing
from rtcc.sites import service as sites
from rtcc.sites.model import Box, Camera

door = Door("owner", "cameras")

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


class CameraReply(Reply):
    """One camera. `is_held`: the center goes by what was narrowed here, and the box has not answered yet."""

    id: str
    name: str
    grant: GrantReply
    epoch: int
    in_force_at: Instant
    is_held: bool
    state: str | None = None
    watching: Watching | None = None


class SiteReply(Reply):
    """The establishment."""

    id: str
    name: str
    address: str


class BoxReply(Reply):
    """Its box."""

    online: bool
    seen_at: Instant | None = None
    model: str


class Whole(Reply):
    """The same list that the center sees. `hidden` counts the cameras that the center knows only as a number."""

    site: SiteReply
    box: BoxReply
    cameras: list[CameraReply]
    hidden: int
    now: Instant


@door.route("GET", "/site", action=Action.READ_SITE, sign_in=SignIn.OWNER, record=Record.WATCH, reply=Whole)
def site(visit: Visit) -> Whole:
    """The establishment, its box, and every camera that the center may know of."""
    where, box, cameras = narrowing.of_owner(visit.actor)
    views, now = _open_views(where.id), clock.now()
    here = box.is_online(now)
    return Whole(
        site=SiteReply(id=where.id, name=where.name, address=where.address),
        box=BoxReply(online=here, seen_at=box.seen_at, model=box.model),
        cameras=[_reply(one, box if here else None, views.get(one.id)) for one in cameras],
        hidden=max(0, box.cameras_total - len(cameras)),
        now=now,
    )


@door.route(
    "POST",
    "/cameras/{camera_id}/narrowing",
    action=Action.NARROW_CAMERA,
    sign_in=SignIn.OWNER,
    record=Record.ACT,
    body=Narrowing,
    reply=CameraReply,
)
def narrow(visit: Visit, camera_id: str, *, body: Narrowing) -> CameraReply:
    """Allow less of a camera: at once in the center, and in the box as soon as it hears of it."""
    wish = spelling.read(body.grant.model_dump(mode="json", exclude_none=True))
    after = narrowing.narrow(visit.actor, camera_id, wish)
    live.review_camera(visit.actor, camera_id)  # before the box is told: an open view waits for no slow line
    narrowing.pass_on(visit.actor, after)
    box = sites.box(after.thing)
    return _reply(after, box if box.is_online(clock.now()) else None, _open_views(after.site_id).get(camera_id))


def _open_views(site_id: str) -> dict[str, View]:
    """For each camera that is watched, the view that has lasted longest."""
    return {view.camera_id: view for view in live.of_site(site_id) if view.state is State.OPEN}


def _reply(one: Camera, box: Box | None, view: View | None) -> CameraReply:
    watching: Watching | None = None
    if view is not None:
        watching = Watching(since=view.opened_at, badge=view.badge, incident_number=view.incident_number)
    return CameraReply(
        id=one.id,
        name=one.name,
        grant=GrantReply(**spelling.spell(one.copies[-1])),
        epoch=one.epoch,
        in_force_at=one.in_force_at,
        is_held=one.hold is not None,
        state=box.condition(one.id).state.value if box is not None else None,
        watching=watching,
    )
