"""Who looked, and what was fetched: every view and every clip of the owner's cameras (P2.4)."""

from __future__ import annotations

from pydantic import Field

from rtcc.access.model import Action
from rtcc.clips import service as clips
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit
from rtcc.live import service as live
from rtcc.sites import service as sites

door = Door("owner", "views")


class ViewReply(Reply):
    """One view, as long as it lasted or has lasted by now.

    Of a review, `shown_from` and `shown_to` are the earliest and the latest moment of the recording that was played.
    """

    id: str
    camera_id: str
    camera_name: str
    opened_at: Instant
    ended_at: Instant | None = None
    seconds: int
    badge: str
    incident_number: str
    purpose: str
    kind: str
    case: str | None = None
    shown_from: Instant | None = None
    shown_to: Instant | None = None
    why_ended: str | None = None


class Views(Reply):
    """Views, newest first."""

    views: list[ViewReply]


class ClipReply(Reply):
    """One stretch of footage that the center asked for."""

    id: str
    camera_id: str
    camera_name: str
    ordered_at: Instant
    start: Instant = Field(serialization_alias="from")
    end: Instant = Field(serialization_alias="to")
    badge: str
    incident_number: str
    case: str
    state: str


class Clips(Reply):
    """Clips, newest first."""

    clips: list[ClipReply]


@door.route("GET", "/views", action=Action.READ_SITE_VIEWS, sign_in=SignIn.OWNER, record=Record.WATCH, reply=Views)
def views(visit: Visit) -> Views:
    """When, which badge, for which call, how long; the views that last right now among them."""
    now, where = clock.now(), sites.site(visit.actor.site)
    told = [
        ViewReply(
            id=one.id,
            camera_id=one.camera_id,
            camera_name=one.camera_name,
            opened_at=one.opened_at,
            ended_at=one.ended_at,
            seconds=one.seconds(now),
            badge=one.badge,
            incident_number=one.incident_number,
            purpose=one.purpose.value,
            kind=one.kind.value,
            case=one.case or None,
            shown_from=one.shown_from,
            shown_to=one.shown_to,
            why_ended=one.why or None,
        )
        for one in live.of_site(where.id)
    ]
    return Views(views=told)


@door.route("GET", "/clips", action=Action.READ_SITE_VIEWS, sign_in=SignIn.OWNER, record=Record.WATCH, reply=Clips)
def fetched(visit: Visit) -> Clips:
    """What the center asked the box to cut, and what became of it."""
    told = [
        ClipReply(
            id=one.id,
            camera_id=one.camera_id,
            camera_name=one.camera_name,
            ordered_at=one.ordered_at,
            start=one.from_at,
            end=one.to_at,
            badge=one.badge,
            incident_number=one.incident_number,
            case=one.case,
            state=one.state.value,
        )
        for one in clips.of_site(sites.site(visit.actor.site).id)
    ]
    return Clips(clips=told)
