"""Two boxes under one name are told apart by key and by start; it is written down, once an hour, and wakes somebody."""

import base64
import json

import pytest

from functions.hear_box import handler
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.sites import service as sites
from tests.unit.city import THING

MINE, OTHERS = "TUlORQ==", "T1RIRVI="


def says(boot="b1", **more):
    """A lease, as the line brings it to the function."""
    lease = {"boot": boot, "at": clock.spell(clock.now()), "cameras": 0, "allowed": 0, "states": []} | more
    said = base64.b64encode(json.dumps(lease).encode()).decode()
    handler.handle({"thing": THING, "kind": "lease", "said": said}, None)


def doubts(city):
    return [line.facts["why"] for line in custody.lines(THING) if line.outcome is Outcome.REFUSED]


@pytest.fixture(autouse=True)
def box(city):
    return city.box()


def test_the_first_key_is_kept_and_written_down_once(city, later):
    says()
    says(key=MINE)
    later(seconds=1)
    says(key=MINE)

    assert sites.box(THING).key == MINE
    assert len([line for line in custody.lines(THING) if "key" in line.facts]) == 1
    assert doubts(city) == []


def test_abuse_060_another_key_is_written_down_and_counted_and_does_not_take_the_first_one_s_place(city, later, capsys):
    says(key=MINE)
    later(seconds=1)

    says(boot="b2", key=OTHERS)

    assert doubts(city) == ["another key under this name"]
    assert sites.box(THING).key == MINE
    assert '"BoxTwin":[1.0]' in capsys.readouterr().out
    assert sites.is_online(THING, clock.now())  # who could fake a key could else silence the true box


def test_abuse_060_two_boxes_in_turn_under_one_name_are_noticed_once_an_hour(city, later):
    for boot in ("b1", "b2", "b1", "b2", "b1"):
        says(boot=boot)
        later(seconds=5)
    assert doubts(city) == ["two boxes in turn under this name"]

    later(hours=1)
    says(boot="b2")
    assert len(doubts(city)) == 2


def test_a_box_that_starts_again_and_again_is_one_box(city, later):
    for boot in ("b1", "b2", "b3", "b4"):
        says(boot=boot)
        later(seconds=5)

    assert doubts(city) == []


def test_a_lease_of_the_start_before_that_came_late_is_no_second_box(city, later):
    before = clock.spell(clock.now())
    later(seconds=5)
    says(boot="b1")
    says(boot="b2", at=clock.spell(clock.after(clock.now(), seconds=1)))

    says(boot="b1", at=before)

    assert doubts(city) == []
