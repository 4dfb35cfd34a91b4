"""Whether what a box recorded may be had from a moment on: fetched as a clip, or played (P9.2)."""

from __future__ import annotations

from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.custody import service as custody
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.sites import service
from rtcc.sites.model import Camera

_DONE = {Action.ORDER_CLIP: "fetched"}


def camera_for(actor: Actor, action: Action, camera_id: str, *, number: str, start: datetime, case: str) -> Camera:
    """The camera, if its recording may be had from `start` on for that case. `number` is the call's.

    What the console may know is told; all else is not there: raises NotFound, in the same words for unknown, not
    allowed and not connected, and Conflict (`out-of-reach`) for a start that lies too far back. Each is written down.
    """
    now = clock.now()
    try:
        camera = service.camera(camera_id)
        why = "" if service.is_online(camera.thing, now) else "the box is not connected"
        why = why or service.why_no_recall(camera, start=now, at=now, case=case)
    except NotFound:
        why = "the owner allows nothing on this camera"
    if why:
        _refuse(actor, action, camera_id, number, why)
        raise NotFound(service.NO_CAMERA)
    if why := service.why_no_recall(camera, start=start, at=now, case=case):
        _refuse(actor, action, camera_id, number, why)
        raise Conflict(f"This cannot be {_DONE.get(action, 'played')}: {why}.", slug="out-of-reach")
    return camera


def _refuse(actor: Actor, action: Action, camera_id: str, number: str, why: str) -> None:
    # Under the camera's id even when there is none: whoever reads that chain later sees who guessed.
    subject = camera_id if ids.is_id(camera_id, "cam") else custody.hourly(actor, action)
    custody.refuse(actor, action, subject, reason=number, why=why, asked=camera_id)
