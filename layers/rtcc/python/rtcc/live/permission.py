"""Whether somebody may look: role at the door, facts here: call, owner's grant, box; asked again at each renewal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.custody import service as custody
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.foundation.geo import distance_m
from rtcc.grants.model import Occasion, Purpose
from rtcc.incidents import service as incidents
from rtcc.incidents import timing
from rtcc.incidents.model import Incident, State
from rtcc.live.model import View
from rtcc.sites import service as sites
from rtcc.sites.model import Camera, Establishment

_NO_CAMERA = "There is no such camera."


@dataclass(frozen=True, slots=True)
class Judged:
    """A wish to look, judged: why not (empty: it may be), the camera if there is one, and how far it is in meters."""

    why: str
    camera: Camera | None = None
    distance_m: int = 0


def camera_for(actor: Actor, camera_id: str, incident: Incident, purpose: Purpose) -> tuple[Camera, int]:
    """The camera and its distance from the call in meters, if it may be looked through for this call now.

    Raises NotFound, in the same words whatever the reason: who may not look learns nothing of the camera (P2.1). The
    reason stands in the refusal's line under the camera's id. Raises Conflict when no emergency is declared.
    """
    if purpose is Purpose.EMERGENCY:
        # No act declares one yet, so nobody can look in its name (P10.4).
        raise Conflict("No civil emergency is declared.", slug="no-emergency")
    judged = _judge(camera_id, incident, purpose)
    if judged.camera is None or judged.why:
        # Under the camera's id even when there is none: whoever reads that chain later sees who guessed.
        subject = camera_id if ids.is_id(camera_id, "cam") else custody.hourly(actor, Action.VIEW_LIVE)
        custody.refuse(actor, Action.VIEW_LIVE, subject, reason=incident.number, why=judged.why, asked=camera_id)
        raise NotFound(_NO_CAMERA)
    return judged.camera, judged.distance_m


def why_no_longer(view: View) -> str:
    """Why a view must end now, as half a sentence; empty while it may go on. All is asked anew (abuse 44, 90)."""
    now = clock.now()
    if now >= view.ends_at:
        return "its time was over"
    if now > view.lease_until:
        return "nobody renewed it"
    incident = incidents.incident(view.incident_id)
    if incident.state is not State.OPEN:
        return "the call was closed"
    if not view.is_review and timing.why_not_live(incident, now, timing.limits()):
        return "its call was opened too long ago"
    judged = _judge_review(view, now) if view.is_review else _judge(view.camera_id, incident, view.purpose)
    if not judged.why and judged.camera is not None and now >= ends_at(judged.camera, view.opened_at):
        return "its time was over"  # by a grant that has become shorter since
    return judged.why


def why_no_view(camera: Camera, where: Establishment, meters: int, incident: Incident, purpose: Purpose) -> str:
    """Why the owner's grant, in either copy, does not allow looking for this call now; empty when both do."""
    now = clock.now()
    return sites.why_no_live(camera, Occasion(purpose, now, where.minute(now), incident.priority, meters))


def ends_at(camera: Camera, now: datetime) -> datetime:
    """When a view that begins now must be over, by whichever copy of the grant is stricter."""
    latest = clock.after(now, minutes=min(copy.most_minutes for copy in camera.copies))
    return min([latest, *(copy.ends_at for copy in camera.copies if copy.ends_at is not None)])


def _judge(camera_id: str, incident: Incident, purpose: Purpose) -> Judged:
    try:
        camera = sites.camera(camera_id)
        where = sites.site(camera.site_id)
    except NotFound:
        return Judged("the owner allows nothing on this camera")
    if not sites.is_online(camera.thing, clock.now()):
        return Judged("the box is not connected", camera)
    meters = round(distance_m(where.at, incident.at))
    return Judged(why_no_view(camera, where, meters, incident, purpose), camera, meters)


def _judge_review(view: View, now: datetime) -> Judged:
    """Whether a review may go on. Its reach is that of the moment at which its viewer last began: time that passes
    while it plays puts nothing out of reach, a narrowed grant does.
    """
    try:
        camera = sites.camera(view.camera_id)
    except NotFound:
        return Judged("the owner allows nothing on this camera")
    if not sites.is_online(camera.thing, now):
        return Judged("the box is not connected", camera)
    began, turned = view.from_at or now, view.turned_at or now
    start = min(now, began + (now - turned))
    return Judged(sites.why_no_recall(camera, start=start, at=now, case=view.case), camera)
