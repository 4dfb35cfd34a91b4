"""Asking the neighborhood: about how many, ask, and what came back as counts (P7.2)."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from functions.console_api.areas import Area, drawing
from rtcc.access.model import Action
from rtcc.canvass import service as canvasses
from rtcc.canvass.model import Canvass, CanvassState, Purpose, band
from rtcc.canvass.second_person import sentence
from rtcc.foundation.shapes import Circle
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Key, Moment, Reply
from rtcc.http.visit import Visit

door = Door("console", "canvass")


class Where(Body):
    """How far around the call, or which area; and the stretch of time."""

    radius_m: Annotated[int, Field(ge=50, le=2_000)] = 0
    area: Area | None = None
    start: Annotated[Moment, Field(alias="from")]
    end: Annotated[Moment, Field(alias="to")]

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if bool(self.radius_m) == bool(self.area):
            raise ValueError("give either radius_m, around the call, or an area")
        return self

    def asked(self) -> dict[str, Any]:
        """What the canvass is told of it."""
        where = {"area": self.area.shape()} if self.area else {"radius_m": self.radius_m}
        return {**where, "from_at": self.start, "to_at": self.end}


class NewCanvass(Where):
    """The asking itself. `key` is the console's own: the same key asks once."""

    key: Key
    purpose: Purpose


class Band(Reply):
    """About how many; and in sentences, why a second person would have to agree."""

    band: str
    waits_for: list[str]


class CanvassReply(Reply):
    """One canvass: counts, never names; staff by badge. `waits_for` says in sentences why a second person must agree.

    `found` and `asked` are bands: how many the area held when it was opened, and how many were asked.
    """

    id: str
    incident_id: str
    radius_m: float | None = None  # of a circle
    area: Area
    window: dict[str, Instant]
    purpose: str
    opened_at: Instant
    opened_by: str
    state: str
    waits_for: list[str]
    found: str
    decided_at: Instant | None = None
    approved_by: str | None = None
    denied_by: str | None = None
    why: str | None = None
    closed_at: Instant | None = None
    closed_by: str | None = None
    reminded_at: Instant | None = None
    asked: str
    uploaded: int
    declined: int
    nothing_recorded: int
    later: int
    unsent: int


class Canvasses(Reply):
    """All canvasses of a call."""

    canvasses: list[CanvassReply]


@door.route(
    "POST",
    "/incidents/{incident_id}/canvass-preview",
    action=Action.PREVIEW_CANVASS,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Where,
    reply=Band,
)
def preview(visit: Visit, incident_id: str, *, body: Where) -> Band:
    """About how many registrants the area holds."""
    seen = canvasses.preview(visit.actor, incident_id, **body.asked())
    return Band(band=seen.band, waits_for=[sentence(word) for word in seen.waits_for])


@door.route(
    "POST",
    "/incidents/{incident_id}/canvasses",
    action=Action.OPEN_CANVASS,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewCanvass,
    reply=CanvassReply,
)
def open_canvass(visit: Visit, incident_id: str, *, body: NewCanvass) -> tuple[CanvassReply, int]:
    """Ask."""
    one, new = canvasses.open_canvass(visit.actor, incident_id, key=body.key, purpose=body.purpose, **body.asked())
    return canvass_reply(one), 201 if new else 200


@door.route(
    "GET",
    "/incidents/{incident_id}/canvasses",
    action=Action.READ_CANVASS,
    sign_in=SignIn.STAFF,
    record=Record.WATCH,
    reply=Canvasses,
)
def of_incident(_visit: Visit, incident_id: str) -> Canvasses:
    """The canvasses of a call."""
    return Canvasses(canvasses=[canvass_reply(one) for one in canvasses.of_incident(incident_id)])


def canvass_reply(one: Canvass) -> CanvassReply:
    """A canvass as staff may see it."""
    counts = ("uploaded", "declined", "nothing_recorded", "later", "unsent")
    times = ("opened_at", "decided_at", "closed_at", "reminded_at")
    said: dict[str, Any] = {}
    if one.decided_by:
        said["denied_by" if one.state is CanvassState.DENIED else "approved_by"] = one.decided_by
    return CanvassReply(
        **{name: getattr(one, name) for name in ("id", "incident_id", "opened_by", *counts, *times)},
        **said,
        radius_m=one.area.radius_m if isinstance(one.area, Circle) else None,
        area=drawing(one.area),
        window={"from": one.from_at, "to": one.to_at},
        purpose=one.purpose.value,
        state=one.state.value,
        waits_for=[sentence(word) for word in one.waits_for],
        found=band(one.found),
        why=one.why or None,
        closed_by=one.closed_by or None,
        asked=band(one.asked),
    )
