"""What an owner narrowed holds in the center until the box has done it too; a box that did not hear is told again."""

import pytest

from rtcc.access.model import Actor, Role
from rtcc.commands.model import Verb
from rtcc.foundation import clock
from rtcc.grants.model import Grant, Live, Occasion, Purpose, Recall
from rtcc.grants.spelling import spell
from rtcc.sites import narrowing, store
from rtcc.sites import service as sites
from tests.unit.city import THING

NOTHING, LIVE_ALONE = Grant(), Grant(live=Live.ALWAYS)
WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)
NEAR_ALONE = Grant(live=Live.ANY_CALL, radius_m=100)


@pytest.fixture
def owner(city):
    return Actor("usr_owner", Role.OWNER, how="cognito+totp", site=city.box().id)


@pytest.fixture
def camera(city, owner):
    return city.shares(WIDE)


def narrow(owner, camera, grant):
    after = narrowing.narrow(owner, camera, grant)
    narrowing.pass_on(owner, after)
    return after


def why(camera, **more):
    wish = Occasion(**({"purpose": Purpose.CALL, "at": clock.now(), "minute": 600, "priority": 1} | more))
    return sites.why_no_live(sites.camera(camera), wish)


def stored(camera):
    return store.camera(camera)


def test_what_the_owner_narrows_holds_at_once_and_the_box_is_told(city, owner, camera):
    now = clock.now()

    after = narrow(owner, camera, NEAR_ALONE)

    assert why(camera, distance_m=101)
    assert not why(camera, distance_m=100)
    assert sites.why_no_recall(sites.camera(camera), start=now, at=now, case="26-1")
    (sent,) = city.line.sent
    assert (sent.id, sent.box, sent.verb) == (after.hold_command, THING, Verb.NARROW)
    assert sent.body == {"camera": camera, "grant": spell(NEAR_ALONE)}
    assert (sent.not_after - sent.at).total_seconds() == 300


def test_the_hold_falls_when_the_box_answers_that_very_command(city, owner, camera):
    after = narrow(owner, camera, LIVE_ALONE)

    city.shares(LIVE_ALONE, epoch=2, command=after.hold_command)

    assert (stored(camera).hold, stored(camera).grant, stored(camera).epoch) == (None, LIVE_ALONE, 2)


def test_the_hold_falls_for_something_no_wider(city, owner, camera):
    narrow(owner, camera, LIVE_ALONE)

    city.shares(NEAR_ALONE, epoch=2)

    assert (stored(camera).hold, stored(camera).grant) == (None, NEAR_ALONE)


def test_the_hold_stays_for_something_wider(city, owner, camera):
    narrow(owner, camera, NEAR_ALONE)

    city.shares(LIVE_ALONE, epoch=2, command="cmd_of_somebody_else")

    assert (stored(camera).hold, stored(camera).grant) == (NEAR_ALONE, LIVE_ALONE)
    assert why(camera, distance_m=101)


def test_a_name_does_not_come_back_while_the_hold_is_nothing(city, owner, camera):
    narrow(owner, camera, NOTHING)

    city.shares(LIVE_ALONE, epoch=2)

    assert "Front door" not in str(city.contents())


def test_an_old_epoch_lets_no_hold_fall(city, owner, camera):
    narrow(owner, camera, NEAR_ALONE)

    assert not city.hears("hear_grant", camera=camera, epoch=1, grant={})
    assert stored(camera).hold == NEAR_ALONE


def test_an_answer_that_was_overtaken_lets_the_hold_fall_and_changes_no_grant(city, owner, camera):
    """At the box the owner widened again right after; that news came first."""
    after = narrow(owner, camera, LIVE_ALONE)
    city.shares(WIDE, epoch=3)
    assert stored(camera).hold == LIVE_ALONE

    city.shares(LIVE_ALONE, epoch=2, command=after.hold_command)

    assert (stored(camera).hold, stored(camera).grant, stored(camera).epoch) == (None, WIDE, 3)


def test_when_the_line_is_cut_the_hold_stands_and_it_is_written_down(city, owner, camera):
    city.line.is_cut = True

    narrow(owner, camera, NOTHING)

    assert stored(camera).hold == NOTHING
    assert city.outcomes(camera)[-2:] == [("camera.narrow", "done"), ("camera.narrow", "failed")]


def test_a_box_that_was_not_told_is_told_with_its_next_lease(city, owner, camera):
    city.lease()
    city.line.is_cut = True
    after = narrow(owner, camera, NEAR_ALONE)
    city.line.is_cut = False

    city.lease(boot="b2")
    city.lease(boot="b3")

    assert [(one.id, one.verb) for one in city.line.sent] == [(after.hold_command, Verb.NARROW)]


def test_a_box_that_comes_back_is_told_again(city, owner, camera, later):
    city.lease()
    narrow(owner, camera, NEAR_ALONE)
    later(seconds=60)

    city.lease()

    assert [one.number for one in city.line.sent] == [2, 3]  # its first lease brought a refresh
    assert len({one.id for one in city.line.sent}) == 1


def test_a_box_that_did_not_answer_is_told_again_when_the_order_is_no_longer_good(city, owner, camera, later):
    narrow(owner, camera, NEAR_ALONE)
    city.line.sent.clear()
    for _ in range(50):
        later(seconds=6.2)
        city.lease()

    assert len(city.line.sent) == 2  # when it came, and after five minutes


def test_a_report_that_meets_a_narrowing_is_taken_after_it(city, owner, camera, monkeypatch):
    before, real, asked = stored(camera), store.camera, []
    narrow(owner, camera, LIVE_ALONE)

    def overtaken(camera_id):
        asked.append(camera_id)
        return before if len(asked) == 1 else real(camera_id)

    monkeypatch.setattr(store, "camera", overtaken)
    city.shares(WIDE, epoch=2)

    assert (len(asked), real(camera).hold, real(camera).epoch) == (2, LIVE_ALONE, 2)


def test_a_name_that_went_under_a_hold_comes_back_when_the_box_says_it_again(city, owner, camera):
    """The box says at each start what is in force."""
    after = narrow(owner, camera, NOTHING)
    city.shares(WIDE, epoch=3)
    city.shares(NOTHING, epoch=2, command=after.hold_command)
    assert (stored(camera).hold, stored(camera).grant, stored(camera).name) == (None, WIDE, "")

    assert not city.hears("hear_grant", camera=camera, epoch=3, grant=spell(LIVE_ALONE), name="Front door")
    assert city.hears("hear_grant", camera=camera, epoch=3, grant=spell(WIDE), name="Front door")
    assert not city.hears("hear_grant", camera=camera, epoch=3, grant=spell(WIDE), name="Front door")
    assert stored(camera).name == "Front door"


def test_a_camera_that_was_switched_off_at_the_box_is_held_by_nothing(city, owner, camera):
    narrow(owner, camera, Grant(live=Live.ALWAYS, days_stored=1))

    city.shares(NOTHING, epoch=2)

    assert stored(camera).hold is None
