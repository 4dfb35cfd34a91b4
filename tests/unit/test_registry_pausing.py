"""Moving, pausing and coming back: the map, and with it whoever may be asked, follows in the same transaction."""

import pytest

from functions.wake_registrants import handler as wake_registrants
from rtcc.access.model import Actor, Role, system
from rtcc.foundation.errors import Invalid
from rtcc.foundation.geo import Point
from rtcc.foundation.shapes import Circle
from rtcc.registry import atlas, membership, store
from rtcc.registry import service as registry
from rtcc.registry.atlas import CountRow, PlaceRow
from rtcc.registry.membership import Changes
from rtcc.registry.model import State, quiet_until
from rtcc.registry.naps import NapRow
from rtcc.registry.particulars import Cameras, Cover, Facing, Quiet, Recording
from tests.unit.city import CENTER

CAMERAS = (Cameras(3, Facing.UNKNOWN, (Cover.LOT, Cover.ALLEY), Recording.CONTINUOUS, 0, False),)
SELF = system("wake_registrants")


def me(one):
    return Actor(one.id, Role.MEMBER, how="link")


def near(at=CENTER, meters=50):
    return [one.id for one in registry.askable_within(Circle(at, meters))], registry.count_within(Circle(at, meters))


def on_the_map():
    places = [row for row in PlaceRow.scan(PlaceRow.pk.startswith("@"))]
    counts = [int(row.n) for row in CountRow.scan(CountRow.pk.startswith("#"))]
    return len(places), sum(counts), [n for n in counts if n < 0]


@pytest.mark.parametrize("to", [Point(32.52, -93.72), Point(32.5001, -93.7), Point(32.5, -93.7)])
def test_who_moves_is_found_where_they_are_and_nowhere_else(city, to):
    """Far away, to the house next door (in the same cell of the map), and to another door of the same house."""
    one = city.resident()
    city.form(2, at=to, address="9 Elm Street")

    after = membership.move(me(one), one, "9 Elm Street", None)

    assert (after.address, after.at) == ("9 Elm Street", to)
    assert near(to) == ([one.id], 1)
    if to == Point(32.52, -93.72):
        assert near(CENTER) == ([], 0)
    assert on_the_map() == (1, 1, [])


def test_a_move_is_told_to_the_address_that_we_know_and_custody_keeps_a_commitment(city):
    one = city.resident()
    membership.move(me(one), one, "9 Elm Street", None)
    city.deliver()

    assert "The address of your camera is another now" in city.providers.mails[-1].text
    assert "Elm" not in str([line.facts for line in city.lines()])


@pytest.mark.parametrize(
    ("place", "pin", "slug"),
    [
        (Point(33, -93.7), None, "outside-city"),
        (CENTER, Point(32.51, -93.7), "invalid"),
        (CENTER, Point(0, 0), "invalid"),
    ],
)
def test_nobody_moves_out_of_the_city(city, place, pin, slug):
    one = city.resident()
    city.form(2, at=place, address="9 Elm Street")
    before = city.contents()

    with pytest.raises(Invalid) as refused:
        membership.move(me(one), one, "9 Elm Street", pin)

    assert refused.value.slug == slug
    assert city.contents() == before


def test_a_move_to_where_one_is_changes_nothing(city):
    one = city.resident()
    before = city.contents()

    assert membership.move(me(one), one, one.address, None) == one
    assert city.contents() == before


@pytest.mark.parametrize("days", [None, 30])
def test_who_pauses_is_on_no_map_and_asked_for_nothing(city, days):
    one = city.resident()

    after = membership.pause(me(one), one, days)

    assert (after.state, store.find(one.id)) == (State.PAUSED, after)
    assert (after.paused_until is None) == (days is None)
    assert near() == ([], 0)
    assert on_the_map() == (0, 0, [])
    assert city.outcomes(one.id)[-1] == ("registration.pause", "done")


def test_who_resumes_is_back_at_once(city):
    one = city.resident()
    paused = membership.pause(me(one), one, 30)

    after = membership.resume(me(one), paused)

    assert (after.state, after.paused_until) == (State.ACTIVE, None)
    assert near() == ([one.id], 1)
    assert list(NapRow.query("paused")) == []


def test_pausing_again_says_until_when_and_resuming_twice_is_resuming_once(city):
    one = city.resident()
    paused = membership.pause(me(one), one, 30)

    longer = membership.pause(me(one), paused, 60)
    forever = membership.pause(me(one), longer, None)
    assert longer.paused_until > paused.paused_until
    assert forever.paused_until is None
    assert list(NapRow.query("paused")) == []

    back = membership.resume(me(one), forever)
    assert membership.resume(me(one), back) == back
    assert on_the_map() == (1, 1, [])


def test_a_pause_ends_by_itself_when_its_days_are_over(city, later):
    one, other = city.resident(1), city.resident(2)
    membership.pause(me(one), one, 7)
    membership.pause(me(other), other, None)
    later(days=6)
    wake_registrants.handle({}, None)
    assert near() == ([], 0)

    later(days=1, minutes=1)
    wake_registrants.handle({}, None)

    assert near() == ([one.id], 1)
    assert store.find(other.id).state is State.PAUSED
    assert membership.wake(SELF) == 0
    assert city.outcomes(one.id)[-1] == ("registration.pause", "done")


def test_whom_somebody_else_wakes_at_the_same_moment_is_woken_once(city, later, monkeypatch):
    one = city.resident()
    stale = membership.pause(me(one), one, 1)
    later(days=2)
    names = list(membership.naps.over(membership.clock.now()))
    membership.wake(SELF)
    monkeypatch.setattr(membership.naps, "over", lambda _: names)
    monkeypatch.setattr(store, "find", lambda _: stale)

    assert membership.wake(SELF) == 0
    assert on_the_map() == (1, 1, [])


def test_who_moves_while_paused_comes_back_at_the_new_place(city):
    one = city.resident()
    city.form(2, at=Point(32.52, -93.72), address="9 Elm Street")
    paused = membership.pause(me(one), one, None)

    moved = membership.move(me(one), paused, "9 Elm Street", None)
    assert on_the_map() == (0, 0, [])
    membership.resume(me(one), moved)

    assert near(Point(32.52, -93.72)) == ([one.id], 1)
    assert near(CENTER) == ([], 0)


def test_a_canvass_asks_nobody_who_paused_between_the_look_and_the_asking(city):
    one = city.resident()
    ids = [found for found in atlas.within(Circle(CENTER, 50))]
    membership.pause(me(one), one, None)

    assert ids == [one.id]
    assert near() == ([], 0)


def test_one_s_own_quiet_hours_hold(city):
    one = city.resident()
    one = membership.change(me(one), one, Changes(quiet=Quiet(0, 1439)))

    assert quiet_until(one, one.made_at.replace(hour=12, minute=0), "UTC") is not None
