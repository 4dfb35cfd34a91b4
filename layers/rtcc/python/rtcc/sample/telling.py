"""What an auditor is told of a look: its line, and where call and camera were when the sample was drawn."""

from __future__ import annotations

from dataclasses import replace

from rtcc.custody.model import Line
from rtcc.foundation import ids
from rtcc.foundation.errors import NotFound
from rtcc.foundation.geo import distance_m
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Incident
from rtcc.sample.model import Look
from rtcc.sites import service as sites


def look(line: Line, day: str) -> Look:
    """The look that a line tells of. Its id follows from the line: drawing it again makes no second one."""
    names = ("at", "event", "actor", "badge", "role", "subject", "seq", "hash", "reason", "facts")
    one = Look(id=ids.derived("smp", line.hash), day=day, **{name: getattr(line, name) for name in names})
    call = _call(line)
    if call is not None:
        one = replace(one, call_id=call.id, reason=one.reason or call.number, call_kind=call.kind)
        one = replace(one, call_address=call.address, call_opened_at=call.opened_at)
    return _with_camera(one, call) if ids.is_id(line.subject, "cam") else one


def _call(line: Line) -> Incident | None:
    """The call that the look was for: named by its id where the line has one, else by the number given as reason."""
    named = [line.subject, *(str(line.facts.get(name, "")) for name in ("incident", "call", "of"))]
    known = next((one for one in named if ids.is_id(one, "inc")), None) or incidents.id_of(line.reason)
    try:
        return incidents.incident(known)
    except NotFound:
        return None


def _with_camera(one: Look, call: Incident | None) -> Look:
    try:
        camera = sites.camera(one.subject)
        where = sites.site(camera.site_id)
    except NotFound:
        return one
    meters = round(distance_m(where.at, call.at)) if call else None
    return replace(one, camera=camera.name, camera_address=f"{where.name}, {where.address}", distance_m=meters)
