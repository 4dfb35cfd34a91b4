"""Cameras that fail, at the demo's box: what the owner and the center are told, and that the rest goes on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.box import GRANT
from local.cameras import running
from local.play.around_box import spell
from local.play.telling import wait_for
from tests.running import People
from tests.watching import Shop

pytestmark = pytest.mark.slow  # the same faults are tried on the components alone in tests/edge


@pytest.fixture(scope="module")
def call(people: People):
    return people.incident("412 Alder St")


@pytest.fixture(scope="module")
def box(city, people: People) -> Shop:
    return Shop(city, people)


def added(box: Shop, name: str, *faults: str, password: str = "") -> Iterator[str]:
    """A third camera at the box, allowed; in the end it is switched off and gone."""
    film = running.start(name, secrets.token_urlsafe(9), *faults)
    told = {"name": name, "address": film.address, "user": film.user, "password": password or film.password}
    camera = box.at_box("", told)["id"]
    box.at_box(f"/{camera}/grant", {"grant": GRANT})
    yield camera
    box.at_box(f"/{camera}/off", {})
    film.stop()


@pytest.fixture(scope="module")
def refusing(box: Shop) -> Iterator[str]:
    yield from added(box, "Back door", password="not the password")


@pytest.fixture(scope="module")
def failing(box: Shop) -> Iterator[str]:
    """Changes its encoding after three seconds, and is silent after six."""
    yield from added(box, "Yard", "--changes-after", "3", "--stalls-after", "6")


@pytest.fixture(scope="module")
def view_of_nothing(box: Shop, call, refusing) -> dict[str, Any]:
    """A view of the camera that gives no picture: it takes the box twenty seconds to give up, so it begins early."""
    wait_for("the camera", lambda: refusing in box.near(call) or None)
    answer = box.ask_to_look(call, refusing)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def at_box(box: Shop, camera: str) -> dict[str, Any]:
    return next(one for one in box.at_box("")["cameras"] if one["id"] == camera)


def told_as(box: Shop, people: People, call: dict[str, Any], camera: str, state: str) -> None:
    """Wait until box, owner's page and console say so."""
    wait_for(f"{state} at the box", lambda: at_box(box, camera)["state"] == state or None, seconds=40)
    wait_for(f"{state} on the console", lambda: box.near(call).get(camera, {}).get("state") == state or None)
    owner = people.staff("owner").ask("GET", "/site")["cameras"]
    assert next(one["state"] for one in owner if one["id"] == camera) == state


def test_a_camera_that_refuses_the_password_is_said_to(shop: Shop, call, people: People, refusing):
    told_as(shop, people, call, refusing, "refused")

    assert "password" in at_box(shop, refusing)["why"]


def test_of_a_camera_that_never_recorded_there_is_no_clip_and_the_order_says_so(shop: Shop, call, refusing):
    now = datetime.now(UTC)
    wait_for("the camera", lambda: refusing in shop.near(call) or None)
    wait_for("a second since it was allowed", lambda: datetime.now(UTC) - now > timedelta(seconds=2) or None)
    stretch = {"from": spell(now), "to": spell(now + timedelta(seconds=1))}

    clip = shop.answered(call, shop.order(call, camera_id=refusing, **stretch).json())

    assert (clip["state"], "item_id" in clip) == ("none", False)
    assert clip["why"].endswith(".")


def test_a_camera_that_changes_its_encoding_goes_on_and_one_that_falls_silent_is_said_to(
    shop: Shop, call, people: People, failing, view_of_nothing
):
    told_as(shop, people, call, failing, "recording")
    told_as(shop, people, call, failing, "stalled")
    assert "no pictures" in at_box(shop, failing)["why"]

    camera = at_box(shop, failing)
    start = datetime.fromisoformat(camera["oldest_at"])
    stretch = {"from": spell(start), "to": spell(datetime.fromisoformat(camera["newest_at"]))}
    clip = shop.answered(call, shop.order(call, camera_id=failing, **stretch).json())

    assert clip["state"] == "admitted", clip


def test_a_view_without_a_picture_ended_by_itself_and_says_why(shop: Shop, view_of_nothing):
    def ended() -> str | None:
        answer = shop.renew(view_of_nothing)
        return answer.json()["detail"] if answer.status_code == 410 else None

    assert "the camera gave no picture" in wait_for("the end", ended, seconds=25)


def test_what_fails_at_one_camera_is_not_felt_at_the_other(shop: Shop, call, refusing):
    watcher = shop.watch(shop.look(call))

    counters = [seen.counter for seen in watcher.seen]
    assert counters == list(range(counters[0], counters[0] + len(counters)))
    assert at_box(shop, shop.front)["state"] == "recording"


def test_a_box_takes_no_more_cameras_than_it_can_carry(shop: Shop, refusing, failing):
    with pytest.raises(Exception, match="409"):
        shop.at_box("", {"name": "Fifth", "address": "rtsp://127.0.0.1:5554/a", "user": "a", "password": "b"})
