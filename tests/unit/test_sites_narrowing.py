"""The owner's page allows less, at once and whatever the box does; it never allows more (P2.1, P2.3)."""

import pytest

from rtcc.access.model import Actor, Role
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound, Refused
from rtcc.grants.model import Grant, Hours, Live, Occasion, Purpose, Recall, is_no_wider
from rtcc.grants.spelling import read
from rtcc.sites import narrowing, store
from rtcc.sites import service as sites
from tests.unit.city import CENTER, THING

NOTHING, LIVE_ALONE = Grant(), Grant(live=Live.ALWAYS)
WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)
RECALL_ALONE = Grant(recall=Recall.CASE, depth_hours=24)
LATER = clock.after(clock.now(), days=1)
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


@pytest.mark.parametrize(("held", "told"), [(LIVE_ALONE, RECALL_ALONE), (RECALL_ALONE, LIVE_ALONE)])
def test_both_copies_must_allow(city, owner, camera, held, told):
    narrow(owner, camera, held)
    city.shares(told, epoch=2)
    now = clock.now()

    assert why(camera)
    assert sites.why_no_recall(sites.camera(camera), start=now, at=now, case="26-1")


def test_narrowing_is_a_line_of_the_owner_s(owner, camera):
    after = narrow(owner, camera, LIVE_ALONE)

    line = custody.last(camera)
    assert (line.event, line.outcome.value, line.actor) == ("camera.narrow", "done", owner.id)
    assert line.facts["command"] == after.hold_command
    assert '"recall":"never"' in line.facts["grant"]


def test_a_camera_that_its_owner_switched_off_is_forgotten_before_the_box_says_so(city, owner, camera):
    city.lease()
    narrow(owner, camera, NOTHING)

    assert "Front door" not in str(city.contents())
    assert sites.cameras_near(CENTER, clock.now()) == []
    with pytest.raises(NotFound):
        sites.camera(camera)
    city.lease(states=[{"camera": camera, "state": "recording"}])
    assert "recording" not in str(city.contents()["sites"])


@pytest.mark.parametrize("wider", [Grant(live=Live.ALWAYS, directed=True), Grant(live=Live.ALWAYS, days_stored=4)])
def test_widening_takes_the_box_s_own_page(city, owner, camera, wider):
    before = city.contents()

    with pytest.raises(Refused) as refused:
        narrow(owner, camera, wider)
    assert refused.value.slug == "wider"
    assert (city.contents(), city.line.sent) == (before, [])


def test_what_was_narrowed_cannot_be_taken_back_here(city, owner, camera):
    narrow(owner, camera, LIVE_ALONE)

    with pytest.raises(Refused):
        narrow(owner, camera, WIDE)
    assert stored(camera).hold == LIVE_ALONE


def test_saying_the_same_again_is_one_act_and_reminds_the_box(city, owner, camera):
    first = narrow(owner, camera, LIVE_ALONE)
    again = narrow(owner, camera, LIVE_ALONE)

    assert first.hold_command == again.hold_command
    assert [line.event for line in custody.lines(camera)] == ["grant.change", "camera.narrow"]
    assert [one.id for one in city.line.sent] == [first.hold_command] * 2


@pytest.mark.parametrize("site", ["", "est_" + "0" * 26, None])
def test_another_owner_s_camera_does_not_exist(city, camera, site):
    other = city.box("rtcc-box-2").id if site is None else site
    stranger = Actor("usr_stranger", Role.OWNER, site=other)
    before = city.contents()

    with pytest.raises(NotFound):
        narrowing.narrow(stranger, camera, NOTHING)
    assert city.contents() == before


def test_a_camera_that_the_center_knows_as_a_number_alone_cannot_be_narrowed(city, owner):
    with pytest.raises(NotFound):
        narrowing.narrow(owner, city.shares(NOTHING, n=2), NOTHING)


def test_the_owner_sees_what_the_center_sees(city, owner, camera):
    city.shares(NOTHING, n=2)

    where, box, cameras = narrowing.of_owner(owner)

    assert (where.id, box.thing, [one.id for one in cameras]) == (owner.site, THING, [camera])


def test_of_two_who_narrow_at_the_same_moment_one_is_told_to_look_again(city, owner, camera, monkeypatch):
    before = stored(camera)
    narrow(owner, camera, LIVE_ALONE)
    monkeypatch.setattr(store, "camera", lambda _: before)

    with pytest.raises(Conflict):
        narrowing.narrow(owner, camera, NEAR_ALONE)


@pytest.mark.parametrize("days", [1, 30])
def test_switching_off_always_works_and_says_nothing_of_what_the_box_keeps(city, owner, days):
    strict = Grant(live=Live.ALWAYS, most_minutes=2, hours=Hours(60, 120), ends_at=LATER, days_stored=days)
    camera = city.shares(strict, n=2)

    narrow(owner, camera, NOTHING)

    assert stored(camera).is_hidden
    assert city.line.sent[-1].body["grant"]["days_stored"] == days
    assert is_no_wider(read(city.line.sent[-1].body["grant"]), strict)  # as the box will judge
