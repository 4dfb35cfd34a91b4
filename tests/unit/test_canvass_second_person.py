"""The second person: nobody is asked before they agree, and they are never who opened the canvass."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from rtcc.access.model import PERMISSIONS, Action, Role
from rtcc.canvass import closing, deciding
from rtcc.canvass import service as canvasses
from rtcc.canvass.errands import ErrandRow
from rtcc.canvass.model import CanvassState, Purpose
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Refused
from rtcc.foundation.geo import Point
from rtcc.foundation.shapes import Circle
from rtcc.incidents.model import State
from tests.unit.asking import SUPERVISOR, approve, deny, now, requests
from tests.unit.city import ANALYST, CENTER
from tests.unit.earth import walked

OTHER = replace(SUPERVISOR, id="usr_other", badge="10")


@pytest.fixture
def waiting(city, monkeypatch):
    """A canvass of more than two hundred, which a second person has not seen yet."""
    monkeypatch.setattr("rtcc.registry.service.count_within", lambda *_, **__: 201)
    city.resident(1)
    return city.canvass(city.call())


def opened(call, *, hours=1.0, area=None, actor=ANALYST):
    """A canvass over the hours that passed."""
    where = {"area": area} if area else {"radius_m": 300}
    window = {"from_at": clock.now() - timedelta(hours=hours), "to_at": clock.now()}
    return canvasses.open_canvass(
        actor, call.id, key=str(uuid.uuid4()), purpose=Purpose.INVESTIGATE, **where, **window
    )[0]


def test_abuse_080_more_than_two_hundred_wait_and_nobody_is_asked(city, waiting):
    assert (waiting.state, waiting.waits_for) == (CanvassState.WAITING, ("many",))
    assert city.invite(waiting) == 0
    assert requests() == []
    assert list(ErrandRow.scan(ErrandRow.kind == "errand")) == []
    line = city.lines()[-1] if city.lines()[-1].event == "canvass.open" else None
    told = line or next(one for one in city.lines() if one.event == "canvass.open")
    assert (told.facts["state"], told.facts["waits_for"]) == ("waiting", "many")


def test_two_hundred_do_not_wait(city, monkeypatch):
    monkeypatch.setattr("rtcc.registry.service.count_within", lambda *_, **__: 200)

    assert city.canvass(city.call()).state is CanvassState.OPEN


def test_a_city_sets_its_own_number(city, monkeypatch):
    monkeypatch.setenv("CANVASS", '{"most_asked": 1}')
    city.resident(1)
    city.resident(2)

    assert city.canvass(city.call()).state is CanvassState.WAITING


def test_once_a_second_person_agrees_the_errand_is_there_and_people_are_asked(city, waiting):
    after = approve(waiting)

    assert (after.state, after.decided_by) == (CanvassState.OPEN, "9")
    assert now(waiting) == after
    assert [row.errand.value for row in ErrandRow.scan(ErrandRow.kind == "errand")] == ["invite"]
    assert city.invite(waiting) == 1
    line = next(one for one in city.lines() if one.event == "canvass.approve")
    assert (line.actor, line.facts["opened_by"], line.facts["waits_for"]) == (SUPERVISOR.id, ANALYST.id, "many")


def test_agreeing_twice_is_agreeing_once(city, waiting):
    approve(waiting)
    before = city.contents()

    assert approve(waiting).state is CanvassState.OPEN
    assert city.contents() == before


@pytest.mark.parametrize("decide", [approve, deny])
@pytest.mark.parametrize("same", [{"id": ANALYST.id}, {"badge": ANALYST.badge}])
def test_whoever_opened_it_is_no_second_person(city, waiting, decide, same):
    before = city.contents()

    with pytest.raises(Refused) as refused:
        decide(waiting, by=replace(SUPERVISOR, **same))

    assert refused.value.slug == "own-canvass"
    assert city.contents() == before


def test_abuse_042_the_table_itself_refuses_self_approval_when_the_look_before_it_is_fooled(city, waiting, monkeypatch):
    monkeypatch.setattr(deciding, "_must_wait", lambda *_: None)

    with pytest.raises(Conflict):
        approve(waiting, by=replace(SUPERVISOR, id=ANALYST.id))

    assert now(waiting).state is CanvassState.WAITING


def test_a_no_says_why_and_asks_nobody(city, waiting):
    after = deny(waiting)

    assert (now(waiting).state, after.why, after.decided_by) == (CanvassState.DENIED, "too wide", "9")
    assert city.invite(waiting) == 0
    assert city.outcomes(waiting.incident_id)[-1] == ("canvass.deny", "done")


@pytest.mark.parametrize("first", [approve, deny])
@pytest.mark.parametrize("second", [approve, deny])
def test_what_was_decided_is_not_decided_again(city, waiting, first, second):
    first(waiting)

    with pytest.raises(Conflict) as refused:
        second(waiting, by=OTHER)

    assert refused.value.slug == "not-waiting"


@pytest.mark.parametrize("writing", ["approving", "denying"])
def test_abuse_091_of_two_who_decide_at_the_same_moment_one_does(city, waiting, monkeypatch, writing):
    monkeypatch.setattr(deciding, "_must_wait", lambda *_: None)
    approve(waiting)
    before = city.contents()

    with pytest.raises(Conflict):
        (approve if writing == "approving" else deny)(waiting, by=OTHER)

    assert city.contents() == before


def test_a_closed_call_is_no_reason_to_agree(city, waiting):
    city.call(state=State.CLOSED)

    with pytest.raises(Conflict) as refused:
        approve(waiting)

    assert refused.value.slug == "call-closed"


def test_whoever_opened_it_takes_it_back_and_nobody_hears_of_it(city, waiting):
    closing.close(ANALYST, waiting.incident_id, waiting.id)

    assert now(waiting).state is CanvassState.CLOSED
    with pytest.raises(Conflict):
        approve(waiting)
    assert city.invite(waiting) == 0


def test_a_long_stretch_of_time_waits(city):
    call = city.call()

    assert opened(call, hours=2).state is CanvassState.OPEN
    assert opened(call, hours=2.01).waits_for == ("long",)


def test_an_area_far_from_the_call_waits(city):
    call = city.call()

    assert opened(call, area=Circle(walked(CENTER, bearing=0, meters=2_990), 100)).state is CanvassState.OPEN
    assert opened(call, area=Circle(walked(CENTER, bearing=0, meters=3_010), 100)).waits_for == ("far",)


def test_abuse_053_the_third_call_around_one_place_waits_and_a_supervisor_sees_it(city, later):
    home = Point(32.501, -93.701)
    for n in range(2):
        assert opened(city.call(f"26-{n}"), area=Circle(home, 60 + n)).state is CanvassState.OPEN
    assert opened(city.call("26-1"), area=Circle(home, 90)).state is CanvassState.OPEN  # a call that asked before

    third = opened(city.call("26-9"), area=Circle(walked(home, bearing=90, meters=100), 80))
    assert third.waits_for == ("again",)
    assert [one.id for one in canvasses.for_a_second_person()] == [third.id]
    assert opened(city.call("26-9"), area=Circle(home, 80), actor=OTHER).state is CanvassState.OPEN
    assert opened(city.call("26-9"), area=Circle(walked(home, bearing=0, meters=400), 80)).state is CanvassState.OPEN
    later(days=31)
    assert opened(city.call("26-10"), area=Circle(home, 80)).state is CanvassState.OPEN


def test_before_it_is_opened_one_learns_that_it_would_wait(city, monkeypatch):
    call = city.call()
    monkeypatch.setattr("rtcc.registry.service.count_within", lambda *_, **__: 201)

    seen = canvasses.preview(
        ANALYST, call.id, radius_m=300, from_at=clock.now() - timedelta(hours=3), to_at=clock.now()
    )

    assert (seen.band, seen.waits_for) == ("about 200", ("many", "long"))


def test_only_supervisors_may_agree(city):
    assert PERMISSIONS[Action.APPROVE_CANVASS] == PERMISSIONS[Action.DENY_CANVASS] == {Role.SUPERVISOR}


def test_more_people_than_one_person_may_ask_are_asked_only_after_a_second_agreed(city, monkeypatch):
    """The map may fill between the count and the invitations."""
    monkeypatch.setenv("CANVASS", '{"most_asked": 2}')
    for n in range(1, 4):
        city.resident(n)
    with monkeypatch.context() as fewer:
        fewer.setattr("rtcc.registry.service.count_within", lambda *_, **__: 2)
        one = city.canvass(city.call())

    assert city.invite(one) == 2
