"""A box is here while it says so, gone when the broker loses it, and neither by old news (P4.1)."""

import pytest

from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid, NotFound
from rtcc.grants.model import Grant, Live, Recall
from rtcc.sites import hearing
from rtcc.sites import service as sites
from tests.unit.city import CENTER, THING

WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)


def near(city):
    return [one.camera.id for one in sites.cameras_near(CENTER, clock.now())]


def test_a_box_is_here_while_its_lease_lasts_and_no_longer(city, later):
    city.box()
    assert not sites.is_online(THING, clock.now())
    city.lease()
    assert sites.is_online(THING, clock.now())

    later(seconds=hearing.LEASE_SECONDS)

    assert not sites.is_online(THING, clock.now())


def test_staying_writes_no_line_and_coming_back_writes_one(city, later):
    city.box()
    for _ in range(3):
        assert city.lease()
        later(seconds=4)
    assert city.outcomes(THING) == [("box.enroll", "done"), ("box.report", "done")]

    later(seconds=60)
    assert city.lease()

    back = custody.last(THING)
    assert (back.event, back.facts["online"], bool(back.facts["last_seen"])) == ("box.report", True, True)


def test_a_lease_that_comes_late_or_again_brings_nobody_back(city, later):
    city.box()
    said = {"at": clock.spell(clock.now())}
    assert city.lease(**said)
    later(seconds=60)
    before = city.contents()

    assert not city.lease(**said)
    assert city.contents() == before
    assert not sites.is_online(THING, clock.now())


def test_a_box_that_started_anew_is_heard_whatever_its_clock_says(city):
    city.box()
    city.lease(boot="b1")

    assert city.lease(boot="b2", at="2020-01-01T00:00:00Z")


def test_a_box_that_nobody_let_in_is_not_heard(city):
    with pytest.raises(NotFound):
        city.lease()
    with pytest.raises(NotFound):
        city.shares(WIDE)
    assert not any(city.contents().values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"boot": 7},
        {"at": "yesterday"},
        {"at": None},
        {"cameras": -1},
        {"cameras": True},
        {"allowed": "1"},
        {"states": [{"camera": "x", "state": "recording"}]},
        {"states": [{"camera": "cam_" + "0" * 26, "state": "asleep"}]},
        {"states": [{"camera": "cam_" + "0" * 26, "state": "recording", "offset_ms": 1.5}]},
        {"states": "many"},
        {"states": [7]},
    ],
    ids=repr,
)
def test_a_lease_that_cannot_be_read_changes_nothing(city, wrong):
    city.box()
    before = city.contents()

    with pytest.raises(Invalid):
        city.lease(**wrong)
    assert city.contents() == before


def test_a_lost_box_is_gone_at_once_and_it_is_written_down(city):
    city.box()
    city.shares(WIDE)
    city.lease()

    assert city.hears("gone")

    assert not sites.is_online(THING, clock.now())
    assert near(city) == []
    assert custody.last(THING).facts == {"online": False}


def test_late_news_of_a_lost_line_does_not_unseat_a_box_that_has_spoken_since(city, later):
    city.box()
    city.lease()
    lost = int(clock.now().timestamp() * 1000)
    later(seconds=5)
    city.lease()

    assert not city.hears("gone", timestamp=lost)
    assert sites.is_online(THING, clock.now())


def test_losing_a_box_twice_is_one_line(city):
    city.box()
    city.lease()

    assert city.hears("gone")
    assert city.hears("gone")

    assert [line.facts.get("online") for line in custody.lines(THING)] == [None, True, False]
