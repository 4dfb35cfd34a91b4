"""Clips on the console: order a stretch of what a box recorded, and see what became of it (P3.2)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rtcc.access.model import Action
from rtcc.clips import service as clips
from rtcc.clips.model import Order, State
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Key, Moment, Reply, Text
from rtcc.http.visit import Visit
from rtcc.vault import service as vault

door = Door("console", "clips")

_UNANSWERED = "the box has not answered"


class NewClip(Body):
    """Which camera, which stretch, for which case. `key` is the console's own: the same key orders once.

    `strict`: the file holds nothing from before `from`, and therefore may begin a little later.
    """

    key: Key
    camera_id: Text
    start: Annotated[Moment, Field(alias="from")]
    end: Annotated[Moment, Field(alias="to")]
    case: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$")]
    strict: bool = False


class ClipReply(Reply):
    """One order; what the box says of the clip, once it did; the evidence item, once there is one."""

    id: str
    camera_id: str
    camera_name: str
    incident_id: str
    incident_number: str
    case: str
    start: Annotated[Instant, Field(serialization_alias="from")]
    end: Annotated[Instant, Field(serialization_alias="to")]
    state: str
    ordered_at: Instant
    why: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    first_frame_at: Instant | None = None
    last_frame_at: Instant | None = None
    frames: int | None = None
    gaps: list[tuple[str, str]] | None = None
    strict: bool
    codec: str | None = None
    pre_roll_ms: int | None = None
    box_ahead_ms: int | None = None
    within_ms: int | None = None
    manifest_sha256: str | None = None
    item_id: str | None = None


class Clips(Reply):
    """The orders of a call, newest first."""

    clips: list[ClipReply]


@door.route(
    "POST",
    "/incidents/{incident_id}/clips",
    action=Action.ORDER_CLIP,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewClip,
    reply=ClipReply,
)
def order(visit: Visit, incident_id: str, *, body: NewClip) -> tuple[ClipReply, int]:
    """Record: have the box cut that stretch and send it."""
    one, new = clips.order(
        visit.actor,
        body.camera_id,
        incident_id=incident_id,
        key=body.key,
        start=body.start,
        end=body.end,
        case=body.case,
        strict=body.strict,
    )
    return _reply(one), 201 if new else 200


@door.route(
    "GET",
    "/incidents/{incident_id}/clips",
    action=Action.READ_CLIP,
    sign_in=SignIn.STAFF,
    record=Record.WATCH,
    reply=Clips,
)
def of_incident(_visit: Visit, incident_id: str) -> Clips:
    """What was ordered for a call."""
    return Clips(clips=[_reply(one) for one in clips.of_incident(incident_id)])


def _reply(one: Order) -> ClipReply:
    told = {}
    if one.sha256:
        names = ("sha256", "bytes", "first_frame_at", "last_frame_at", "frames", "pre_roll_ms")
        told = {name: getattr(one, name) for name in (*names, "box_ahead_ms", "within_ms")}
        told |= {"gaps": list(one.gaps), "codec": one.codec or None, "manifest_sha256": one.manifest_sha256 or None}
    is_kept = one.state in {State.ADMITTED, State.QUARANTINED}
    names_ = ("id", "camera_id", "camera_name", "incident_id", "incident_number", "case", "ordered_at")
    return ClipReply(
        **{name: getattr(one, name) for name in names_},
        **told,
        start=one.from_at,
        end=one.to_at,
        strict=one.strict,
        state=one.state.value,
        why=one.why or (_UNANSWERED if clips.is_unanswered(one) else None),
        item_id=vault.id_for(one.id) if is_kept else None,
    )
