"""Sites: a box is let in, heard, lost; its cameras are known by right alone; the stricter copy of a grant holds."""

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

NOTHING, WIDE = Grant(), Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)
LIVE_ALONE = Grant(live=Live.ALWAYS)


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


@pytest.mark.parametrize(
    "thing", ["", "box-1", "rtcc-box-", "rtcc-box-A", "rtcc-box-1/x", "rtcc-box-#", "rtcc-box-+"]
)
def test_a_box_s_name_is_fit_to_stand_in_a_topic(city, thing):
    with pytest.raises(Invalid):
        city.box(thing)


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


def test_of_a_camera_that_is_not_allowed_the_center_keeps_an_id_and_an_epoch(city):
    city.box()
    hidden = city.shares(NOTHING, n=2, epoch=4, name="Back office")
    city.hears("hear_grant", camera=hidden, epoch=5, grant={}, name="Back office")
    city.lease(states=[{"camera": hidden, "state": "recording", "why": "Back office"}])

    assert "Back office" not in str(city.contents())
    assert "recording" not in str(city.contents()["sites"])
    assert near(city) == []
    with pytest.raises(NotFound):
        sites.camera(hidden)


def test_a_name_goes_with_the_last_right(city):
    city.box()
    camera = city.shares(WIDE, name="Back office")
    assert "Back office" in str(city.contents()["sites"])

    city.shares(NOTHING, epoch=2)

    assert "Back office" not in str(city.contents())
    with pytest.raises(NotFound, match="no such camera"):
        sites.camera(camera)
    with pytest.raises(NotFound, match="no such camera"):
        sites.camera("cam_" + "9" * 26)


def test_each_change_of_a_grant_is_a_line_without_a_name(city):
    city.box()
    camera = city.shares(WIDE, name="Front door")
    city.shares(LIVE_ALONE, epoch=2)

    first, second = custody.lines(camera)

    assert (first.event, first.actor, first.facts["epoch"], first.facts["new"]) == (
        "grant.change",
        f"box:{THING}",
        1,
        True,
    )
    assert '"recall":"never"' in second.facts["grant"]
    assert "Front door" not in str(custody.lines(camera))


@pytest.mark.parametrize("epoch", [1, 2])
def test_an_epoch_counts_once(city, epoch):
    city.box()
    camera = city.shares(LIVE_ALONE, epoch=2)
    before = city.contents()

    city.shares(WIDE, epoch=epoch)

    assert city.contents() == before
    assert sites.camera(camera).grant == LIVE_ALONE


def test_a_box_cannot_speak_for_the_camera_of_another(city):
    city.box()
    city.box("rtcc-box-2")
    city.shares(NOTHING)
    before = city.contents()

    with pytest.raises(Refused):
        city.shares(WIDE, epoch=9, thing="rtcc-box-2")
    assert city.contents() == before


def test_a_box_shares_no_more_cameras_than_its_model_carries(city):
    city.box(most=2)
    city.shares(WIDE, n=1)
    city.shares(WIDE, n=2)
    city.shares(NOTHING, n=3)
    before = city.contents()

    with pytest.raises(Refused):
        city.shares(WIDE, n=4)
    assert city.contents() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"camera": "cam_1"},
        {"camera": "inc_" + "0" * 26},
        {"camera": None},
        {"epoch": 0},
        {"epoch": "2"},
        {"epoch": True},
        {"grant": None},
        {"grant": {"live": "sometimes"}},
        {"grant": {"live": "always", "radius_m": 5}},
        {"grant": {"live": "always", "address": "rtsp://192.0.2.1"}},
        {"name": None},
        {"name": ""},
        {"name": "a\u202eb"},
        {"name": "x" * 81},
    ],
    ids=repr,
)
def test_a_report_that_cannot_be_read_changes_nothing(city, wrong):
    city.box()
    told = {"camera": "cam_" + "0" * 26, "epoch": 1, "grant": {"live": "always"}, "name": "Front door"}
    before = city.contents()

    with pytest.raises(Invalid):
        city.hears("hear_grant", **(told | wrong))
    assert city.contents() == before


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
