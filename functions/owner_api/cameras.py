"""The owner's site as the center knows it, and allowing less of a camera (P2.1, P2.3, P2.4)."""

from __future__ import annotations

from datetime import datetime

from functions.owner_api.shapes import (
    BoxReply,
    CameraReply,
    GrantReply,
    HealthReply,
    Narrowing,
    SiteReply,
    Watching,
    Whole,
)
from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.grants import spelling
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.visit import Visit
from rtcc.live import service as live
from rtcc.live.model import View
from rtcc.sites import narrowing
from rtcc.sites import service as sites
from rtcc.sites.model import Box, Camera

door = Door("owner", "cameras")


@door.route("GET", "/site", action=Action.READ_SITE, sign_in=SignIn.OWNER, record=Record.WATCH, reply=Whole)
def site(visit: Visit) -> Whole:
    """The establishment, its box, and every camera that the center may know of."""
    where, box, cameras = narrowing.of_owner(visit.actor)
    views, now = _open_views(cameras), clock.now()
    here = box.is_online(now)
    return Whole(
        site=SiteReply(id=where.id, name=where.name, address=where.address),
        box=_box(box, here=here, now=now),
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
    live.recheck_camera(visit.actor, camera_id)  # before the box is told: an open view waits for no slow line
    narrowing.pass_on(visit.actor, after)
    box = sites.box(after.thing)
    return _reply(after, box if box.is_online(clock.now()) else None, _open_views([after]).get(camera_id))


def _box(box: Box, *, here: bool, now: datetime) -> BoxReply:
    told = {name: box.health[name] for name in HealthReply.model_fields if name in box.health}
    return BoxReply(
        online=here,
        seen_at=box.seen_at,
        model=box.model,
        suspended=box.is_suspended(now),
        health=HealthReply(**told) if here and told else None,
    )


def _open_views(cameras: list[Camera]) -> dict[str, View]:
    """For each camera that is watched, the view that has lasted longest, however many came after it."""
    watching = {one.id: live.told_viewers(one.id) for one in cameras}
    return {camera_id: views[0] for camera_id, views in watching.items() if views}


def _reply(one: Camera, box: Box | None, view: View | None) -> CameraReply:
    watching: Watching | None = None
    if view is not None:
        watching = Watching(
            since=view.opened_at, badge=view.badge, incident_number=view.incident_number, kind=view.kind.value
        )
    told = box.condition(one.id) if box is not None else None
    return CameraReply(
        id=one.id,
        name=one.name,
        grant=GrantReply(**spelling.spell(one.copies[-1])),
        epoch=one.epoch,
        in_force_at=one.in_force_at,
        is_held=one.hold is not None,
        state=told.state.value if told else None,
        warn=(told.warn or None) if told else None,
        watching=watching,
    )
