"""Boxes and what is asked of them: leases, grants, views, reviews, clips. A command said twice is one to its box."""

from __future__ import annotations

import json
import os
from functools import partial
from typing import Any

from drills.crash import events
from drills.crash.scenario import Act, Scenario
from drills.crash.world import World
from functions.admit_box import handler as admit_box
from functions.admit_clip import handler as admit_clip
from functions.close_views import handler as close_views
from functions.hear_box import handler as hear_box
from rtcc.access.model import Actor, Role
from rtcc.clips import service as clips
from rtcc.foundation import clock
from rtcc.grants.model import Grant, Live
from rtcc.grants.spelling import spell
from rtcc.live import notices
from rtcc.live import service as live
from rtcc.sites import narrowing
from rtcc.sites import service as sites
from tests.unit.city import ANALYST, THING
from tests.unit.watching import ALL, BODY, SHA, SUPERVISOR, claim, opened, ordered, reviewed, shared

_COUNTERS = ("number", "last_number", "version")
_WHY = "a command that nobody heard leaves its number unused"
_STOP, _UNTOLD = (
    "command /topics/rtcc/box/rtcc-box-1/cmd/view.stop",
    "a box that was not told ends the view by its lease",
)
_LEASE = {"boot": "b1", "cameras": 2, "allowed": 1, "states": []}


def _hear(kind: str, **told: Any) -> Act:
    return events.wake(hear_box.handle, events.said(kind, THING, **told))


def _lease(world: World) -> Act:
    world.city.box()
    return _hear("lease", at=clock.spell(clock.now()), **_LEASE)


def _grant(world: World) -> Act:
    world.city.box()
    world.city.lease()
    told = {"camera": f"cam_{1:026d}", "epoch": 1, "grant": spell(ALL), "name": "Front door"}
    return _hear("grant", **told)


def _viewed(world: World) -> Any:
    return opened(world.city, shared(world.city))[0]


def _grant_ends(world: World) -> Act:
    view = _viewed(world)
    return _hear("grant", camera=view.camera_id, epoch=2, grant=spell(Grant()))


def _view_ended(world: World) -> Act:
    view = _viewed(world)
    told = {"view": view.id, "camera": view.camera_id, "state": "ended", "why": "lease", "frames": 30}
    return _hear("view", at=clock.spell(clock.now()), **told)


def _view_refused(world: World) -> Act:
    view = _viewed(world)
    return _hear("refused", command="cmd_1", verb="view.start", why="busy", view=view.id, camera=view.camera_id)


def _gone(world: World) -> Act:
    _viewed(world)
    return _hear("gone", clientId=THING, timestamp=int(clock.now().timestamp() * 1000), eventType="disconnected")


def _review(world: World) -> Act:
    camera, at = shared(world.city), clock.after(clock.now(), minutes=-10)
    wish: dict[str, Any] = {
        "incident_id": world.city.call().id,
        "key": "key-00001",
        "start": at,
        "case": "26-1",
        "speed": 1,
    }
    return partial(live.open_review, ANALYST, camera, **wish)


def _end(world: World) -> Act:
    return partial(live.end, ANALYST, _viewed(world).id)


def _end_review(world: World) -> Act:
    return partial(live.end, ANALYST, reviewed(world.city, shared(world.city))[0].id)


def _delay(world: World) -> Act:
    call = world.city.call(kind="shots fired")
    return partial(notices.delay, SUPERVISOR, call.id, why="an officer is inside")


def _narrow(world: World) -> Act:
    camera = shared(world.city)
    owner = Actor("usr_owner", Role.OWNER, how="cognito+totp", site=sites.box(THING).site_id)

    def act() -> None:
        after = narrowing.narrow(owner, camera, Grant(live=Live.ALWAYS))
        live.recheck_camera(owner, camera)
        narrowing.pass_on(owner, after)

    return act


def _lapsed(world: World) -> Act:
    _viewed(world)
    world.pass_time(minutes=2)
    return events.wake(close_views.handle, {})


def _order(world: World) -> Act:
    camera, now = shared(world.city), clock.now()
    wish: dict[str, Any] = {
        "start": clock.after(now, seconds=-60),
        "end": clock.after(now, seconds=-50),
        "case": "26-000123",
    }
    return partial(clips.order, ANALYST, camera, incident_id=world.city.call().id, key="key-00001", **wish)


def _cut(world: World) -> Act:
    order, _ = ordered(world.city, shared(world.city))
    return _hear("clip", **claim(order, SHA, len(BODY)))


def _clip_refused(world: World) -> Act:
    order, _ = ordered(world.city, shared(world.city))
    return _hear("refused", command="cmd_1", verb="clip.cut", why="late", order=order.id)


def _admit_clip(world: World) -> Act:
    order, _ = ordered(world.city, shared(world.city))
    _hear("clip", **claim(order, SHA, len(BODY)))()
    version = events.arrived(world, order.object_key, BODY)
    return events.wake(admit_clip.handle, events.scanned(world, order.object_key, version))


def _admit_box(_world: World) -> Act:
    os.environ["BOX_SERIALS"] = json.dumps({"C4-0007-2211": "rtcc-box-7"})
    asked = {"certificateId": "c1", "parameters": {"SerialNumber": "C4-0007-2211"}}
    return events.wake(admit_box.handle, asked)


def _next_lease(_world: World) -> None:
    """The box speaks again a moment later, as it does every few seconds."""
    _hear("lease", at=clock.spell(clock.after(clock.now(), seconds=5)), **_LEASE)()


def _swept(_world: World) -> None:
    """The minute comes in which streams that nobody watches are taken away."""
    events.wake(close_views.handle, {})()


_ENDING: dict[str, Any] = {"settle": _swept, "blurred": _COUNTERS, "lacks": _STOP, "why": _UNTOLD}

SCENARIOS = (
    Scenario("hear_box, a lease", _lease, settle=_next_lease, blurred=_COUNTERS, why=_WHY),
    Scenario("hear_box, a grant", _grant, blurred=_COUNTERS, why=_WHY),
    Scenario("hear_box, a grant that ends a view", _grant_ends, **_ENDING),
    Scenario("hear_box, a view has ended", _view_ended, **_ENDING),
    Scenario("hear_box, a view was refused", _view_refused, **_ENDING),
    Scenario("hear_box, a box is gone", _gone, **_ENDING),
    Scenario("hear_box, a clip was cut", _cut, blurred=_COUNTERS, why=_WHY),
    Scenario("hear_box, a clip was refused", _clip_refused, blurred=_COUNTERS, why=_WHY),
    Scenario("view ended", _end, **_ENDING),
    Scenario("review begun", _review, blurred=_COUNTERS, why=_WHY),
    Scenario("review ended", _end_review, **_ENDING),
    Scenario("notice delayed", _delay, blurred=_COUNTERS, why=_WHY),
    Scenario("camera narrowed by its owner", _narrow, blurred=_COUNTERS, why=_WHY),
    Scenario("close_views", _lapsed, **_ENDING),
    Scenario("clip ordered", _order, blurred=_COUNTERS, why=_WHY),
    Scenario("admit_clip", _admit_clip, fresh=("vault",), blurred=_COUNTERS, why=_WHY),
    Scenario("admit_box", _admit_box),
)
