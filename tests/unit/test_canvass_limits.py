"""How often, when and by which way somebody is asked: a month's most, quiet hours, the channels they want."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rtcc.canvass import asked
from rtcc.canvass.limits import Limits
from rtcc.foundation import clock
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Call
from rtcc.messages.store import MessageRow
from rtcc.registry import service as registry
from rtcc.registry.particulars import Channels, Quiet
from tests.unit.asking import now, queued, remind, requests
from tests.unit.city import CAD, CENTER

NIGHT = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)  # 23:00 in Chicago
MORNING = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)  # 8:00


def called(number="26-5", priority=2):
    """A call that can wait till the morning."""
    told = Call(number, priority, "theft", "410 Alder Street", CENTER, clock.now() - timedelta(hours=1))
    return incidents.take_call(CAD, told)[0]


def waits():
    """When each message may leave that asks for something."""
    rows = MessageRow.scan(MessageRow.id.startswith("msg_"))
    return {row.not_before for row in rows if row.template.value in {"ask", "remind"}}


@pytest.fixture
def at_night(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NIGHT)


def changed(city, monkeypatch, **particulars):
    """A resident who told us more of themselves."""
    one = replace(city.resident(), **particulars)
    monkeypatch.setattr(registry, "registrant", lambda _: one)
    return one


def test_nobody_is_asked_more_often_in_a_month_than_the_city_says(city, monkeypatch, later):
    monkeypatch.setenv("CANVASS", '{"requests_a_month": 2, "same_place": 9}')
    one = city.resident()
    canvasses = [city.canvass(city.call(f"26-{n}")) for n in range(3)]

    assert [city.invite(canvass) for canvass in canvasses] == [1, 1, 0]

    refused = [line for line in city.lines() if (line.event, line.outcome.value) == ("canvass.invite", "refused")]
    assert [line.facts["why"] for line in refused] == ["asked often enough"]
    assert len(asked.of_registrant(one.id)) == now(canvasses[0]).asked + now(canvasses[1]).asked == 2
    later(days=31)
    assert city.invite(city.canvass(city.call("26-9"))) == 1


def test_six_a_month_are_the_most_unless_a_city_says_otherwise():
    most = Limits()

    assert (most.requests_a_month, most.window_hours, most.most_asked, most.reminders) == (6, 2, 200, 1)
    assert most.quiet == Quiet(21 * 60, 8 * 60)


def test_by_night_a_message_waits_for_the_morning(city, at_night):
    city.resident()
    city.invite(city.canvass(called()))
    city.deliver()

    assert waits() == {MORNING}
    assert queued("ask") == [("queued", "email"), ("queued", "text")]


def test_a_call_of_priority_one_does_not_wait(city, at_night):
    city.resident()
    city.invite(city.canvass(called(priority=1)))

    assert waits() == {None}


def test_by_day_nothing_waits(city, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    city.resident()
    city.invite(city.canvass(called()))

    assert waits() == {None}


def test_one_s_own_quiet_hours_hold_in_place_of_the_city_s(city, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    changed(city, monkeypatch, quiet=Quiet(7 * 60, 9 * 60 + 30))

    city.invite(city.canvass(called()))

    assert waits() == {MORNING + timedelta(minutes=90)}


def test_a_city_may_have_no_quiet_hours(city, at_night, monkeypatch):
    monkeypatch.setenv("CANVASS", '{"quiet_hours": ""}')
    city.resident()
    city.invite(city.canvass(called()))

    assert waits() == {None}


@pytest.mark.parametrize(
    ("wanted", "ways"),
    [
        (Channels(text=True, email=True), ["email", "text"]),
        (Channels(text=False, email=True), ["email"]),
        (Channels(text=True, email=False), ["text"]),
        (Channels(text=False, email=False), ["email"]),
    ],
)
def test_who_wants_no_texts_gets_none(city, monkeypatch, wanted, ways):
    changed(city, monkeypatch, channels=wanted)

    city.invite(city.canvass(city.call()))

    assert [channel for _, channel in queued("ask")] == ways


def test_abuse_045_who_withdrew_after_the_search_is_not_asked(city, monkeypatch):
    city.resident(1)
    city.resident(2)
    one = city.canvass(city.call())
    gone = registry.askable_within(one.area)[0].id
    real = registry.registrant
    monkeypatch.setattr(registry, "registrant", lambda who: None if who == gone else real(who))

    assert city.invite(one) == 1
    assert gone not in {request.registrant_id for request in requests()}


def test_a_registrant_s_requests_are_found_by_the_registrant(city):
    one, other = city.resident(1), city.resident(2)
    canvasses = [city.canvass(city.call(f"26-{n}")) for n in range(2)]
    for canvass in canvasses:
        city.invite(canvass)

    assert [request.canvass_id for request in asked.of_registrant(one.id)] == [canvass.id for canvass in canvasses]
    assert {request.registrant_id for request in asked.of_registrant(other.id)} == {other.id}


def test_a_reminder_waits_for_the_morning_too(city, monkeypatch, at_night):
    city.resident()
    one = city.canvass(called())
    city.invite(one)

    assert remind(one) == 1
    assert waits() == {MORNING}
