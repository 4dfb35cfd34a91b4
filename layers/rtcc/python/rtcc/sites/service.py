"""Sites: letting a box in, finding cameras near a call, judging a wish, and ordering (P2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from rtcc.access import service as access
from rtcc.access.model import Action, Actor
from rtcc.aws import things
from rtcc.aws.table import transact
from rtcc.commands.model import Command, Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Invalid, NotFound
from rtcc.foundation.geo import Point, distance_m
from rtcc.grants import model as grants
from rtcc.grants.model import Occasion
from rtcc.sites import store
from rtcc.sites.model import THING, Box, Camera, Establishment, Near

_MOST_NEAR = 200  # cameras that a list shows at once
NO_CAMERA = "There is no such camera."


@dataclass(frozen=True, slots=True)
class Place:
    """What an installer knows of an establishment. `zone` names its time zone, such as `America/Chicago`."""

    name: str
    address: str
    at: Point
    zone: str


def enroll_box(actor: Actor, place: Place, *, thing: str, model: str, most_cameras: int) -> Establishment:
    """Let in an establishment and its box, neither of which allows anything yet.

    `thing` is the box's name in AWS IoT (`rtcc-box-…`). Raises Refused for all but an administrator, Invalid for a
    name, zone or number that cannot be, Conflict for a box that is enrolled.
    """
    access.require(actor, Action.ENROLL_BOX)
    if not THING.fullmatch(thing) or place.zone not in available_timezones() or most_cameras < 1:
        raise Invalid("A box needs a name like rtcc-box-1, a time zone that exists, and room for a camera.")
    now, where = clock.now(), place.at
    one = Establishment(
        ids.new("est"), place.name, place.address, where.lat, where.lon, place.zone, thing, enrolled_at=now
    )
    facts: dict[str, Fact] = {"site": one.id, "model": model, "most_cameras": most_cameras}
    line = custody.line(actor, Action.ENROLL_BOX, thing, facts=facts)
    transact(*store.enrolling(one, Box(thing, one.id, model, most_cameras, enrolled_at=now)), line)
    return one


def order(thing: str, verb: Verb, body: Mapping[str, Any], *, seconds: int, command_id: str = "") -> str:
    """Number, sign and send a command to a box; returns its id (`cmd_…`), by which the box answers (abuse 61, 62).

    `body` holds text, whole numbers, yes or no, lists and maps of them; `seconds` is how long the box may still obey.
    Raises NotFound for a box that is not enrolled, Invalid over 4 KB, Unavailable when it could not be handed over.
    """
    now = clock.now()
    command = Command(
        id=command_id or ids.new("cmd"),
        box=thing,
        verb=verb,
        number=store.next_number(thing),
        at=now,
        not_after=clock.after(now, seconds=seconds),
        body=dict(body),
    )
    things.send(command)
    return command.id


def camera(camera_id: str) -> Camera:
    """A camera that the center may know of. Raises NotFound, in the same words, for one that is not allowed."""
    found = store.camera(camera_id)
    if found is None or found.is_hidden:
        raise NotFound(NO_CAMERA)
    return found


def box(thing: str) -> Box:
    """One box, its lease as it stands now. Raises NotFound."""
    found = store.box(thing)
    if found is None:
        raise NotFound("There is no such box.")
    return found


def is_online(thing: str, now: datetime) -> bool:
    """Whether the box's lease still runs."""
    found = store.box(thing)
    return found is not None and found.is_online(now)


def site(site_id: str) -> Establishment:
    """One establishment. Raises NotFound."""
    found = store.site(site_id) if site_id else None
    if found is None:
        raise NotFound("There is no such establishment.")
    return found


def cameras_near(at: Point, now: datetime) -> list[Near]:
    """The cameras of boxes that are here, on which anything at all is allowed; nearest first, at most 200."""
    places = [(one, store.site(one.site_id)) for one in store.boxes()]
    known = [(distance_m(at, where.at), thing, where) for thing, where in places if where is not None]
    near: list[Near] = []
    for meters, one, where in sorted(known, key=lambda entry: entry[0]):
        if len(near) >= _MOST_NEAR:
            break
        current = store.box(one.thing)
        if current is None or not current.is_online(now):
            continue
        allowed = [each for each in store.cameras(one.thing) if not each.is_hidden]
        near += [Near(each, where, current.condition(each.id), round(meters)) for each in allowed]
    return near[:_MOST_NEAR]


def why_no_live(one: Camera, wish: Occasion) -> str:
    """Why either copy of the grant does not allow this view; empty when both do."""
    return next((why for copy in one.copies if (why := grants.why_no_live(copy, wish))), "")


def why_no_recall(one: Camera, *, start: datetime, at: datetime, case: str) -> str:
    """Why either copy of the grant does not allow fetching footage from `start` on; empty when both do."""
    whys = (grants.why_no_recall(copy, start=start, at=at, case=case) for copy in one.copies)
    return next((why for why in whys if why), "")
