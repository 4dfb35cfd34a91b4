"""Sites: a box is let in and ordered about; its cameras are found near a call, and judged by their grants."""

import pytest

from rtcc.access.model import Actor, Role, box
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Refused
from rtcc.foundation.geo import Point
from rtcc.grants.model import Grant, Live, Occasion, Purpose, Recall
from rtcc.sites import hearing
from rtcc.sites import service as sites
from tests.unit.city import ANALYST, CENTER, THING

WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)


def wish(**more):
    return Occasion(**({"purpose": Purpose.CALL, "at": clock.now(), "minute": 600, "priority": 1} | more))


def near(city):
    return [one.camera.id for one in sites.cameras_near(CENTER, clock.now())]


def test_a_box_is_let_in_with_its_establishment_and_allows_nothing(city):
    one = city.box()
    city.lease()

    assert (one.id[:4], sites.site(one.id), sites.box(THING).site_id) == ("est_", one, one.id)
    assert near(city) == []
    assert city.outcomes(THING) == [("box.enroll", "done"), ("box.report", "done")]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_but_an_administrator_lets_a_box_in(city, role):
    place = sites.Place("Corner Store", "410 Alder Street", CENTER, "America/Chicago")

    with pytest.raises(Refused):
        sites.enroll_box(Actor("usr_1", role), place, thing=THING, model="four", most_cameras=4)
    assert not city.contents()["sites"]


def test_a_box_is_let_in_once(city):
    city.box()
    before = city.contents()

    with pytest.raises(Conflict):
        city.box()
    assert city.contents() == before


@pytest.mark.parametrize("thing", ["", "box-1", "rtcc-box-", "rtcc-box-A", "rtcc-box-1/x", "rtcc-box-#", "rtcc-box-+"])
def test_a_box_s_name_is_fit_to_stand_in_a_topic(city, thing):
    with pytest.raises(Invalid):
        city.box(thing)


def test_an_allowed_camera_is_found_by_name_with_the_state_that_its_box_tells(city):
    city.box()
    camera = city.shares(WIDE)
    city.lease(states=[{"camera": camera, "state": "recording", "oldest_at": "2026-11-20T10:00:00Z", "offset_ms": -3}])

    (one,) = sites.cameras_near(CENTER, clock.now())

    assert (one.camera.name, one.site.name, one.distance_m) == ("Front door", "Corner Store", 0)
    assert (one.condition.state.value, one.condition.offset_ms) == ("recording", -3)
    assert clock.spell(one.condition.oldest_at) == "2026-11-20T10:00:00.00Z"


def test_the_nearest_camera_comes_first(city):
    for n, (thing, lat) in enumerate([("rtcc-box-1", 32.52), ("rtcc-box-2", 32.501), ("rtcc-box-3", 32.51)]):
        city.box(thing, at=Point(lat, -93.7))
        city.shares(WIDE, n=n, thing=thing)
        city.lease(thing)

    found = sites.cameras_near(CENTER, clock.now())

    assert [one.camera.thing[-1] for one in found] == ["2", "3", "1"]
    assert [one.distance_m for one in found] == [111, 1112, 2224]


def test_the_grant_decides_when_somebody_may_look(city):
    city.box()
    one = sites.camera(city.shares(Grant(live=Live.PRIORITY_1, radius_m=300)))

    assert sites.why_no_live(one, wish()) == ""
    assert "priority-1" in sites.why_no_live(one, wish(priority=2))
    assert "too far" in sites.why_no_live(one, wish(distance_m=301))
    assert "directed" in sites.why_no_live(one, wish(purpose=Purpose.DIRECTED))
    now = clock.now()
    assert "fetched" in sites.why_no_recall(one, start=now, at=now, case="26-1")


def test_the_minute_is_of_the_site_s_own_day(city):
    assert city.box().minute(clock.read("2026-11-20T05:30:00Z")) == 23 * 60 + 30


def test_an_order_is_numbered_for_its_box_alone_and_says_its_id(city):
    city.box()
    city.box("rtcc-box-2")

    ids = [sites.order(thing, Verb.STOP_VIEW, {"view": "v"}, seconds=30) for thing in (THING, THING, "rtcc-box-2")]

    assert [(one.id, one.box, one.number) for one in city.line.sent] == list(
        zip(ids, [THING, THING, "rtcc-box-2"], [1, 2, 1], strict=True)
    )
    first = city.line.sent[0]
    assert (first.not_after - first.at).total_seconds() == 30
    assert first.id.startswith("cmd_")


def test_nothing_is_ordered_of_a_box_that_nobody_let_in(city):
    with pytest.raises(NotFound):
        sites.order(THING, Verb.STOP_VIEW, {}, seconds=30)
    assert (city.line.sent, any(city.contents().values())) == ([], False)


def test_what_a_box_would_not_do_is_written_down(city):
    city.box()

    hearing.refused(box(THING), THING, {"command": "cmd_1", "verb": "view.start", "why": "late\r\n", "camera": "c"})

    line = custody.last(THING)
    assert (line.event, line.outcome.value) == ("camera.view_live", "refused")
    assert line.facts == {"command": "cmd_1", "verb": "view.start", "why": "late", "camera": "c"}
    assert ANALYST.id not in str(line)


@pytest.mark.parametrize(("late", "is_here"), [(0, True), (7, True), (9, False), (600, False), (-60, True)])
def test_a_lease_that_was_held_up_on_its_way_lasts_no_longer_for_it(city, late, is_here):
    city.box()
    sent_at = clock.after(clock.now(), seconds=-late)

    assert city.lease(heard_ms=int(sent_at.timestamp() * 1000)) is is_here
    assert sites.is_online(THING, clock.now()) is is_here
    assert not sites.is_online(THING, clock.after(min(sent_at, clock.now()), seconds=8.1))
