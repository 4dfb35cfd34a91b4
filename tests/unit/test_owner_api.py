"""The owners' door: they see what the center sees, and who looked, and nothing of another owner's (P2.4)."""

import pytest

from rtcc.access.model import Role
from rtcc.aws import streams
from rtcc.clips import service as clips
from rtcc.foundation import clock
from rtcc.grants.model import Grant, Live, Purpose, Recall
from rtcc.grants.spelling import spell
from rtcc.live import service as live
from tests.unit.city import ANALYST, THING
from tests.unit.doors import NOTHING as NOBODY
from tests.unit.watching import BOX

NOTHING = Grant()
WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)
NARROW = "owner:POST:/cameras/{camera_id}/narrowing"
ROUTES = ["owner:GET:/me", "owner:GET:/site", "owner:GET:/views", "owner:GET:/clips"]


@pytest.fixture
def site(city):
    one = city.box()
    city.enroll("owner:someone", Role.OWNER, site=one.id)
    return one


@pytest.fixture
def camera(city, site):
    return city.shares(WIDE)


@pytest.fixture
def view(city, camera, monkeypatch):
    """The analyst looks through the camera."""
    for name, way in {"create": None, "find": "", "remove": None}.items():
        monkeypatch.setattr(streams, name, lambda *_, answer=way, **__: answer)
    monkeypatch.setattr("rtcc.live.starting.hand_out", lambda one: (one, None))
    city.lease(states=[{"camera": camera, "state": "recording"}])
    return live.open_view(ANALYST, camera, incident_id=city.call().id, purpose=Purpose.CALL)[0]


def test_the_owner_reads_who_they_are(at, site):
    said = at("owner:GET:/me")

    assert (said.status, said.body["role"], said.body["site"]) == (200, "owner", site.id)
    assert set(said.body["actions"]) >= {"site.read", "site.views", "camera.narrow"}


def test_the_owner_sees_the_same_list_as_the_center_and_a_count_of_the_rest(city, at, site, camera):
    city.shares(NOTHING, n=2)
    city.lease(states=[{"camera": camera, "state": "recording"}])

    said = at("owner:GET:/site").body

    assert said["site"] == {"id": site.id, "name": "Corner Store", "address": "410 Alder Street"}
    assert (said["box"]["online"], said["box"]["model"], said["hidden"]) == (True, "four", 1)
    (one,) = said["cameras"]
    assert (one["id"], one["name"], one["grant"], one["epoch"]) == (camera, "Front door", spell(WIDE), 1)
    assert (one["is_held"], one["state"], "watching" in one) == (False, "recording", False)


def test_of_a_box_that_is_away_no_state_is_told(city, at, camera, later):
    city.lease(states=[{"camera": camera, "state": "recording"}])
    later(seconds=30)

    said = at("owner:GET:/site").body

    assert (said["box"]["online"], "state" in said["cameras"][0]) == (False, False)
    assert clock.read(said["box"]["seen_at"]) < clock.now()


def test_a_light_is_on_while_somebody_looks_and_the_view_is_listed(at, camera, view):
    said = at("owner:GET:/site").body["cameras"][0]["watching"]
    assert said == {"since": clock.spell(view.opened_at), "badge": "7", "incident_number": "26-1", "kind": "live"}

    (open_,) = at("owner:GET:/views").body["views"]
    assert (open_["id"], open_["camera_id"], open_["camera_name"]) == (view.id, camera, "Front door")
    assert (open_["badge"], open_["incident_number"], open_["purpose"]) == ("7", "26-1", "call")
    assert "ended_at" not in open_

    live.end(ANALYST, view.id)

    (ended,) = at("owner:GET:/views").body["views"]
    assert (ended["seconds"], "ended_at" in ended, bool(ended["why_ended"])) == (0, True, True)
    assert "watching" not in at("owner:GET:/site").body["cameras"][0]


def test_how_the_box_does_is_told_while_it_is_here(city, at, camera, later):
    health = {"disk": "filling", "free_percent": 12, "temperature_c": 61, "version": "0.1.0"}
    city.lease(health=health, states=[{"camera": camera, "state": "recording", "warn": "frozen"}])

    said = at("owner:GET:/site").body

    assert (said["box"]["health"], said["box"]["suspended"]) == (health, False)
    assert said["cameras"][0]["warn"] == "frozen"
    later(hours=25)
    said = at("owner:GET:/site").body
    assert (said["box"]["suspended"], "health" in said["box"], "warn" in said["cameras"][0]) == (True, False, False)


def test_a_review_stands_in_the_same_list_with_what_was_played(city, at, camera, view):
    start = clock.cut(clock.after(clock.now(), minutes=-10))
    wish = {"incident_id": city.call().id, "key": "key-00001", "start": start, "case": "26-9"}
    review, _, _ = live.open_review(ANALYST, camera, **wish)
    for seconds in (0, 40):
        at_ = clock.spell(clock.after(start, seconds=seconds))
        live.hear(BOX, THING, {"view": review.id, "camera": camera, "state": "at", "at": at_})

    said = {one["kind"]: one for one in at("owner:GET:/views").body["views"]}

    assert set(said) == {"live", "review"}
    assert (said["review"]["case"], said["review"]["shown_from"]) == ("26-9", clock.spell(start))
    assert said["review"]["shown_to"] == clock.spell(clock.after(start, seconds=40))
    assert "case" not in said["live"]


def test_what_was_fetched_is_listed(city, at, camera):
    city.lease()
    now = clock.now()
    window = {"start": clock.after(now, seconds=-10), "end": now}
    one, _ = clips.order(ANALYST, camera, incident_id=city.call().id, key="key-00001", case="26-9", **window)

    (said,) = at("owner:GET:/clips").body["clips"]

    assert (said["id"], said["camera_id"], said["camera_name"], said["state"]) == (
        one.id,
        camera,
        "Front door",
        "ordered",
    )
    assert (said["from"], said["to"]) == (clock.spell(window["start"]), clock.spell(window["end"]))
    assert (said["badge"], said["incident_number"], said["case"]) == ("7", "26-1", "26-9")


def test_one_owner_sees_nothing_of_another(city, at, camera, view):
    city.enroll("owner:other", Role.OWNER, site=city.box("rtcc-box-2").id)

    for name, listed in [("site", "cameras"), ("views", "views")]:
        mine = at(f"owner:GET:/{name}").body[listed]
        theirs = at(f"owner:GET:/{name}", who="owner:other").body[listed]
        assert (len(mine), theirs) == (1, [])


@pytest.mark.parametrize("name", ROUTES[1:])
def test_an_owner_of_no_establishment_finds_nothing(city, at, name):
    city.enroll("owner:someone", Role.OWNER)

    assert at(name).status == 404


@pytest.mark.parametrize("name", ROUTES)
def test_looks_are_written_down(city, at, site, name):
    assert at(name).status == 200

    assert len([line for line in city.lines() if line.role == "owner"]) == 1


@pytest.mark.parametrize("role", [Role.RECIPIENT, Role.ANALYST, Role.ADMINISTRATOR])
@pytest.mark.parametrize("name", [*ROUTES[1:], NARROW])
def test_whoever_is_no_owner_is_refused(city, at, name, role):
    city.enroll("owner:someone", role, site="")
    path = {"camera_id": f"cam_{NOBODY}"} if "{" in name else None

    assert at(name, path=path).status == 403


def test_the_light_stays_on_however_many_looks_came_after_it(monkeypatch, at, camera, view):
    monkeypatch.setattr(live, "of_site", lambda _: [])  # the list of looks is full of newer ones

    said = at("owner:GET:/site").body["cameras"][0]

    assert said["watching"]["since"] == clock.spell(view.opened_at)
