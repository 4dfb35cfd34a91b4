"""Reviews: playing what a box recorded without taking it, for one call and one case, under the recall grant (P9.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Field, Invalid, NotFound
from rtcc.grants.model import Purpose
from rtcc.incidents import service as incidents
from rtcc.incidents import timing
from rtcc.incidents.model import Incident
from rtcc.live import notices, permission, starting, store
from rtcc.live.media import Media, hand_out
from rtcc.live.model import LEASE_SECONDS, SPEEDS, Kind, State, View
from rtcc.live.seats import Seat
from rtcc.sites import recalling
from rtcc.sites import service as sites
from rtcc.sites.model import Camera


def open_review(
    actor: Actor, camera_id: str, *, incident_id: str, key: str, start: datetime, case: str, speed: int = 1
) -> tuple[View, Media | None, bool]:
    """Play a camera's recording from `start` on; the review, its media, and whether it is new. A key opens one.

    Raises NotFound (call, or camera: the same words for unknown, not allowed, not connected), Conflict (call closed;
    `not-of-this-call`; `out-of-reach`; `full`), Invalid for a time or speed that cannot be, Unavailable and Gone as a
    live view does.
    """
    incident = incidents.must_be_open(incident_id)
    known = store.find(ids.derived("viw", incident.id, actor.id, key))
    if known is not None and known.state is not State.OPEN:
        return known, None, False
    if known is not None and known.keys_until is not None:
        return *hand_out(known), False
    if known is not None:  # whoever began it died before anybody could look: it is begun again, under the same id
        return *starting.start(known, Verb.START_REVIEW, _begin(known, incident), anew=False), False
    start = clock.cut(start)
    _must_be_a_wish(start, speed, case)
    timing.must_be_of_its_time(incident, start, start)
    camera = recalling.camera_for(
        actor, Action.REVIEW_FOOTAGE, camera_id, number=incident.number, start=start, case=case
    )
    starting.end_what_lapsed(camera.id)
    view = _review(actor, camera, incident, key=key, start=start, case=case, speed=speed)
    line = custody.line(actor, Action.REVIEW_FOOTAGE, camera.id, reason=incident.number, facts=_facts(view))
    transact(store.opening(view), Seat(view), *notices.joining(view), line)
    return *starting.start(view, Verb.START_REVIEW, _begin(view, incident), anew=True), True


def turn(
    actor: Actor, view_id: str, *, start: datetime | None, speed: int | None, is_paused: bool | None = None
) -> View:
    """Go on from another time, at another speed, or halt; what is None stays. What was asked to be seen is on record.

    Raises NotFound for anybody else's and for a live view, Gone (`ended`), Conflict (`not-of-this-call`;
    `out-of-reach`), Invalid, Unavailable when the box cannot be told.
    """
    if start is None and speed is None and is_paused is None:
        raise Invalid("Say to which time, at which speed, or that it shall halt.")
    before = starting.own(actor, view_id)
    if not before.is_review:
        raise NotFound("There is no such review.")
    after = _turned(before, start=start, speed=speed, is_paused=is_paused)
    if start is not None:
        _must_be_a_wish(clock.cut(start), after.speed, before.case)
        timing.must_be_of_its_time(incidents.incident(before.incident_id), start, start)
        recalling.camera_for(
            actor,
            Action.TURN_REVIEW,
            before.camera_id,
            number=before.incident_number,
            start=clock.cut(start),
            case=before.case,
        )
    elif after.speed not in SPEEDS:
        raise _no_speed()
    line = custody.line(actor, Action.TURN_REVIEW, before.camera_id, reason=before.incident_number, facts=_facts(after))
    transact(store.changing(before, after), line)
    sites.order(after.thing, Verb.TURN_REVIEW, _wish(after, start, speed, is_paused), seconds=starting.ORDER_SECONDS)
    return after


def _begin(view: View, incident: Incident) -> dict[str, Any]:
    """What the box is told when a review begins, besides what every view says."""
    wish: dict[str, Any] = {"speed": view.speed, "case": view.case, "priority": incident.priority}
    return wish | ({"from": clock.spell(view.from_at)} if view.from_at else {})


def _wish(after: View, start: datetime | None, speed: int | None, is_paused: bool | None) -> dict[str, Any]:
    """What the box is told: the view, and what changes. Its own grant is asked again (P2.1)."""
    body: dict[str, Any] = {"view": after.id}
    if start is not None and after.from_at is not None:
        body["from"] = clock.spell(after.from_at)
    return body | {n: v for n, v in (("speed", speed), ("is_paused", is_paused)) if v is not None}


def _turned(view: View, *, start: datetime | None, speed: int | None, is_paused: bool | None) -> View:
    after = replace(
        view,
        speed=view.speed if speed is None else speed,
        is_paused=view.is_paused if is_paused is None else is_paused,
        refusal="",
    )
    return after if start is None else replace(after, from_at=clock.cut(start), turned_at=clock.now(), shown_at=None)


def _must_be_a_wish(start: datetime, speed: int, case: str) -> None:
    if not case.strip():
        raise Invalid("A review needs a case number.", fields=(Field("case", "This is needed."),))
    if start >= clock.now():
        raise Invalid("A review is of what was.", fields=(Field("from", "It must not lie in the future."),))
    if speed not in SPEEDS:
        raise _no_speed()


def _no_speed() -> Invalid:
    return Invalid("A review plays at 1, 2 or 4 times the speed.", fields=(Field("speed", "This is 1, 2 or 4."),))


def _facts(view: View) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"view": view.id, "case": view.case, "speed": view.speed, "paused": view.is_paused}
    return facts | ({"from": clock.spell(view.from_at)} if view.from_at else {})


def _review(
    actor: Actor, camera: Camera, incident: Incident, *, key: str, start: datetime, case: str, speed: int
) -> View:
    now, delay = clock.now(), notices.holding(incident)
    last = permission.ends_at(camera, now)
    return View(
        id=ids.derived("viw", incident.id, actor.id, key),
        camera_id=camera.id,
        camera_name=camera.name,
        thing=camera.thing,
        site_id=camera.site_id,
        incident_id=incident.id,
        incident_number=incident.number,
        purpose=Purpose.CALL,
        actor=actor.id,
        badge=actor.badge,
        opened_at=now,
        lease_until=min(clock.after(now, seconds=LEASE_SECONDS), last),
        ends_at=last,
        notice_at=delay.until if delay else None,
        kind=Kind.REVIEW,
        case=case,
        from_at=start,
        turned_at=now,
        speed=speed,
    )
