"""What a box allows holds while the center hears of it; unplugging is not withdrawal, but a week of it is (P4.3)."""

import pytest

from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import NotFound
from rtcc.grants.model import Grant, Live, Recall
from rtcc.sites import service as sites
from rtcc.sites import store
from tests.unit.city import CENTER, THING

WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24, days_stored=30)


@pytest.fixture
def camera(city):
    city.box()
    return city.shares(WIDE)


def refreshes(city):
    return len(city.line.refreshes)


def test_p4_3_a_box_that_is_heard_is_refreshed_once_an_hour(city, camera, later):
    for _ in range(3):
        city.lease()
        later(seconds=4)
    assert refreshes(city) == 1

    later(minutes=61)
    city.lease()

    assert refreshes(city) == 2


def test_p4_3_each_start_of_a_box_is_refreshed(city, camera, later):
    city.lease(boot="b1")
    later(seconds=4)
    city.lease(boot="b2")

    assert refreshes(city) == 2


def test_a_refresh_names_the_lease_that_it_answers(city, camera):
    at = clock.spell(clock.now())
    city.lease(at=at)

    (command,) = city.line.refreshes
    assert (command.verb, command.body, command.box) == (Verb.REFRESH, {"said": at}, THING)


def test_p4_3_a_box_that_says_that_it_is_suspended_is_refreshed_within_a_minute(city, camera, later):
    city.lease()
    later(seconds=30)
    city.lease(health={"suspended": True})
    assert refreshes(city) == 1

    later(seconds=40)
    city.lease(health={"suspended": True})

    assert refreshes(city) == 2
    assert store.box(THING).is_suspended(clock.now())


def test_a_refresh_that_the_line_did_not_take_comes_with_the_next_lease(city, camera, later):
    city.line.is_cut = True
    assert city.lease()
    city.line.is_cut = False
    later(seconds=4)
    city.lease()

    assert refreshes(city) == 1


def test_p4_3_a_box_that_was_away_for_a_day_is_suspended_and_heals_by_itself(city, camera, later):
    city.lease()
    later(hours=25)
    assert store.box(THING).is_suspended(clock.now())
    assert sites.cameras_near(CENTER, clock.now()) == []

    city.lease()

    assert not store.box(THING).is_suspended(clock.now())
    assert sites.camera(camera).grant == WIDE
    assert refreshes(city) == 2


def test_p4_3_after_a_week_of_silence_only_a_newer_word_of_the_box_opens_a_camera(city, camera, later):
    city.lease()
    later(days=7, minutes=1)
    city.lease()

    with pytest.raises(NotFound):
        sites.camera(camera)
    lapsed = store.camera(camera)
    assert (lapsed.epoch, lapsed.name, lapsed.grant.days_stored) == (1, "", 30)
    assert custody.last(camera).facts["lapsed"] is True

    city.shares(WIDE, epoch=1)  # the box tells what is in force at each start
    with pytest.raises(NotFound):
        sites.camera(camera)

    city.shares(Grant(), epoch=2, command="void")
    city.shares(WIDE, epoch=3, name="Front door")
    assert sites.camera(camera).name == "Front door"


def test_p4_3_six_days_of_silence_take_nothing_away(city, camera, later):
    city.lease()
    later(days=6, hours=23)
    city.lease()

    assert sites.camera(camera).grant == WIDE


def test_a_lease_tells_how_the_box_does_and_nothing_that_nobody_asked_for(city, camera):
    states = [{"camera": camera, "state": "recording", "warn": "frozen", "codec": "h265"}]
    told = {"disk": "filling", "free_percent": 12, "clock_ahead_ms": -1, "version": "0.1.0", "password": "x"}
    city.lease(states=states, health=told | {"load_percent": "high", "temperature_c": True})

    box = store.box(THING)
    assert dict(box.health) == {"disk": "filling", "free_percent": 12, "clock_ahead_ms": -1, "version": "0.1.0"}
    assert (box.condition(camera).warn, box.condition(camera).codec) == ("frozen", "h265")


@pytest.mark.parametrize("odd", [None, [], "full", {"disk": "melted", "free_percent": 10**20}, {"version": {}}])
def test_a_health_that_cannot_be_read_costs_no_sign_of_life(city, camera, odd):
    assert city.lease(health=odd)
    assert dict(store.box(THING).health) == {}
