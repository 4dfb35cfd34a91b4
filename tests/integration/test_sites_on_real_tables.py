"""The room of sites on engines that run the conditions themselves: counted, raced, narrowed, forgotten."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from rtcc.access.model import Actor, Role, box
from rtcc.aws import table, things
from rtcc.commands.model import Verb
from rtcc.custody.store import LineRow
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound, Unavailable
from rtcc.foundation.geo import Point
from rtcc.grants.model import Grant, Live
from rtcc.sites import hearing, narrowing, store
from rtcc.sites import service as sites
from rtcc.sites.rows import BoxRow, CameraRow, ClaimRow, CountRow, SiteRow

THING, CAMERA = "rtcc-box-1", f"cam_{1:026d}"
CENTER = Point(32.5, -93.7)
ROWS = (BoxRow, CameraRow, ClaimRow, CountRow, SiteRow, LineRow)


def _forget_connections():
    table._connection.cache_clear()
    for row in ROWS:
        row._connection = None


@pytest.fixture(params=["bare_cloud", "real_tables"], ids=["ministack", "DynamoDB Local"])
def sent(request, monkeypatch):
    """Tables of this test's own on a real engine; what is ordered lands in this list."""
    account = request.getfixturevalue(request.param)
    told = {
        "AWS_ENDPOINT_URL_DYNAMODB": account.endpoint,
        "AWS_ACCESS_KEY_ID": account.access_key_id,
        "AWS_SECRET_ACCESS_KEY": account.secret_access_key,
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "TABLE_SITES": f"sites-{uuid4().hex}",
        "TABLE_CUSTODY": f"custody-{uuid4().hex}",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    _forget_connections()
    for row in (BoxRow, LineRow):
        row.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
    commands = []
    monkeypatch.setattr(things, "send", commands.append)
    yield commands
    _forget_connections()


@pytest.fixture
def owner(sent):
    installer = Actor("usr_installer", Role.ADMINISTRATOR)
    place = sites.Place("Corner Store", "410 Alder Street", CENTER, "America/Chicago")
    one = sites.enroll_box(installer, place, thing=THING, model="four", most_cameras=4)
    return Actor("usr_owner", Role.OWNER, site=one.id)


def lease():
    told = {"boot": "b1", "at": clock.spell(clock.now()), "cameras": 1, "allowed": 1, "states": []}
    return hearing.hear_lease(box(THING), THING, told)


def shares(epoch, grant, **more):
    told = {"camera": CAMERA, "epoch": epoch, "grant": grant, "name": "Front door"} | more
    return hearing.hear_grant(box(THING), THING, told)


def test_of_many_who_order_at_once_no_two_get_the_same_number(sent, owner):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: sites.order(THING, Verb.STOP_VIEW, {}, seconds=30), range(40)))

    assert sorted(command.number for command in sent) == list(range(1, 41))
    with pytest.raises(NotFound):
        sites.order("rtcc-box-9", Verb.STOP_VIEW, {}, seconds=30)


def test_the_whole_life_of_a_grant(sent, owner):
    assert shares(1, {"live": "always"})
    assert lease()
    assert [one.camera.name for one in sites.cameras_near(CENTER, clock.now())] == ["Front door"]

    held = narrowing.narrow(owner, CAMERA, Grant())
    narrowing.pass_on(owner, held)

    assert sites.cameras_near(CENTER, clock.now()) == []
    assert store.camera(CAMERA).hold_sent_at is not None
    assert not shares(1, {"live": "always"})
    assert shares(2, {}, command=sent[-1].id)
    assert (store.camera(CAMERA).hold, store.camera(CAMERA).grant, store.camera(CAMERA).name) == (None, Grant(), "")


def test_a_lease_twice_is_one_and_a_lost_box_is_gone(sent, owner):
    told = {"boot": "b1", "at": clock.spell(clock.now()), "cameras": 1, "allowed": 0, "states": []}

    assert hearing.hear_lease(box(THING), THING, told)
    assert not hearing.hear_lease(box(THING), THING, told)
    assert sites.is_online(THING, clock.now())
    assert hearing.gone(box(THING), THING, {})
    assert not sites.is_online(THING, clock.now())
    assert not hearing.hear_lease(box(THING), THING, told)


def test_what_the_box_and_its_owner_say_at_the_same_moment_ends_with_the_owner_s_no(sent, owner):
    shares(1, {"live": "always"})

    with ThreadPoolExecutor(8) as pool:
        said = [pool.submit(shares, epoch, {"live": "always"}) for epoch in range(2, 10)]
        said.append(pool.submit(_insist, owner))
        for one in said:
            _ = one.exception()

    one = store.camera(CAMERA)
    assert (one.hold, one.grant.live, one.name) == (Grant(), Live.ALWAYS, "")
    with pytest.raises(NotFound):
        sites.camera(CAMERA)


def _insist(owner):
    for _ in range(50):
        try:
            return narrowing.narrow(owner, CAMERA, Grant())
        except (Conflict, Unavailable) as busy:  # somebody was quicker: as the page does, say it again
            last = busy
    raise last
