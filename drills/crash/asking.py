"""A canvass and its errands: everybody of the area is asked, reminded and thanked once, whoever dies on the way."""

from __future__ import annotations

import json
import os
from functools import partial
from typing import Any

from drills.crash import events
from drills.crash.scenario import Act, Scenario
from drills.crash.world import World
from functions.invite_registrants import handler as invite_registrants
from rtcc.canvass import closing, deciding, reminding, renewals
from rtcc.canvass import service as canvasses
from rtcc.canvass.errands import ErrandRow
from rtcc.canvass.model import Purpose
from rtcc.foundation import clock
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Call
from tests.unit.asking import SUPERVISOR
from tests.unit.city import ANALYST, CAD, CENTER


def _open(world: World, people: int = 1) -> Act:
    city = world.city
    for n in range(1, people + 1):
        city.resident(n)
    call, now = city.call(), clock.now()
    window: dict[str, Any] = {"from_at": clock.after(now, hours=-1), "to_at": now}
    how: dict[str, Any] = {"key": "key-00001", "radius_m": 300, "purpose": Purpose.INVESTIGATE}
    return partial(canvasses.open_canvass, ANALYST, call.id, **how, **window)


def _opened(world: World, people: int = 2) -> Any:
    return _open(world, people)()[0]


def _waiting(world: World) -> Any:
    """A canvass that one person could not open alone."""
    before = os.environ.get("CANVASS", "")
    os.environ["CANVASS"] = json.dumps({"most_asked": 1})
    try:
        return _opened(world)
    finally:
        os.environ["CANVASS"] = before or "{}"


def _approve(world: World) -> Act:
    one = _waiting(world)
    return partial(deciding.approve, SUPERVISOR, one.incident_id, one.id)


def _deny(world: World) -> Act:
    one = _waiting(world)
    return partial(deciding.deny, SUPERVISOR, one.incident_id, one.id, why="too wide")


def _errand(errand: str) -> Act:
    rows = [row for row in ErrandRow.scan(ErrandRow.kind == "errand") if row.errand.value == errand]
    return events.wake(invite_registrants.handle, events.stream(rows))


def _invite(world: World) -> Act:
    _opened(world)
    return _errand("invite")


def _invited(world: World) -> Any:
    """Two people who were asked and heard of it."""
    one = _opened(world)
    world.city.invite(one)
    world.city.deliver()
    return one


def _close(world: World) -> Act:
    one = _invited(world)
    return partial(closing.close, ANALYST, one.incident_id, one.id)


def _close_all(world: World) -> Act:
    _close(world)()
    return _errand("close")


def _remind(world: World) -> Act:
    one = _invited(world)
    return partial(reminding.remind, ANALYST, one.incident_id, one.id)


def _remind_all(world: World) -> Act:
    _remind(world)()
    return _errand("remind")


def _renew(world: World) -> Act:
    holder, token = world.city._asked(1)
    world.pass_time(days=40)
    return partial(renewals.renew, holder.actor, token)


def _renew_link(world: World) -> Act:
    _renew(world)()
    return _errand("renew")


_OWN = "a line counts what its own try took back"


def _call(_world: World) -> Act:
    told = Call("26-1", 1, "robbery", "410 Alder Street", CENTER, clock.now())
    return partial(incidents.take_call, CAD, told)


SCENARIOS = (
    Scenario("call taken", _call),
    Scenario("canvass opened", _open),
    Scenario("canvass approved by a second person", _approve),
    Scenario("canvass denied", _deny),
    Scenario("canvass closed", _close),
    Scenario("canvass reminded", _remind),
    Scenario("invite_registrants, two people asked", _invite),
    Scenario("invite_registrants, two people reminded", _remind_all),
    Scenario("invite_registrants, two requests closed", _close_all, blurred=("unsent",), why=_OWN),
    Scenario("link asked for anew", _renew),
    Scenario("invite_registrants, a link made anew", _renew_link),
)
