"""Calls for service: taken once, amended when dispatch says so, a reason only while open."""

from dataclasses import replace

import pytest

from rtcc.custody import service as custody
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Call, State
from tests.unit.city import CAD, CENTER


def told(**more):
    return replace(Call("26-1", 1, "robbery", "410 Alder Street", CENTER, clock.now()), **more)


def test_a_call_that_dispatch_tells_is_new_and_written_down(city):
    one, new = incidents.take_call(CAD, told())

    assert new
    assert incidents.incident(one.id) == one
    assert city.outcomes(one.id) == [("call.take", "done")]


def test_saying_the_same_twice_changes_nothing_and_writes_no_second_line(city):
    call = told()
    first, _ = incidents.take_call(CAD, call)
    before = city.contents()

    again, new = incidents.take_call(CAD, call)

    assert (again, new) == (first, False)
    assert city.contents() == before


@pytest.mark.parametrize(
    "change", [{"priority": 2}, {"kind": "burglary"}, {"address": "1 Oak Street"}, {"state": State.CLOSED}]
)
def test_what_dispatch_changes_is_changed_and_written_down(city, change):
    first, _ = incidents.take_call(CAD, told())

    after, new = incidents.take_call(CAD, told(**change))

    assert not new
    assert incidents.incident(first.id) == after
    assert {name: getattr(after, name) for name in change} == change
    assert len(custody.lines(first.id)) == 2


def test_an_amended_call_keeps_the_hour_at_which_it_was_opened(city):
    first, _ = incidents.take_call(CAD, told())

    after, _ = incidents.take_call(CAD, told(priority=2, opened_at=clock.after(clock.now(), hours=-9)))

    assert after.opened_at == first.opened_at == incidents.incident(first.id).opened_at


def test_two_amendments_at_the_same_moment_do_not_overwrite_each_other(city, later, monkeypatch):
    one, _ = incidents.take_call(CAD, told())
    stale = incidents.incident(one.id)
    later(seconds=1)
    incidents.take_call(CAD, told(priority=2))
    monkeypatch.setattr("rtcc.incidents.store.find", lambda _: stale)

    with pytest.raises(Conflict, match="amended"):
        incidents.take_call(CAD, told(priority=3))

    assert len(custody.lines(one.id)) == 2


def test_a_closed_call_is_no_reason(city):
    one = city.call(state=State.CLOSED)

    with pytest.raises(Conflict) as refused:
        incidents.must_be_open(one.id)

    assert refused.value.slug == "call-closed"


def test_a_call_that_was_never_told_does_not_exist(city):
    with pytest.raises(NotFound):
        incidents.must_be_open("inc_" + "0" * 26)


def test_the_list_shows_calls_of_one_state_newest_first(city):
    for number, hours in (("26-1", -3), ("26-2", -1), ("26-3", -2)):
        incidents.take_call(CAD, told(number=number, opened_at=clock.after(clock.now(), hours=hours)))
    city.call("26-4", state=State.CLOSED)

    assert [one.number for one in incidents.newest(State.OPEN)] == ["26-2", "26-3", "26-1"]
    assert [one.number for one in incidents.newest(State.CLOSED)] == ["26-4"]


def test_a_number_always_gives_the_same_id_and_another_number_another():
    assert incidents.id_of("26-1") == incidents.id_of("26-1") != incidents.id_of("26-2")
    assert ids.is_id(incidents.id_of("26-1"), "inc")
