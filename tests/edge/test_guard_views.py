"""A view holds while the box's own copy of the grant allows it, and not a moment longer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rtcc.foundation import clock, ids
from rtcc.grants.model import Hours, Live
from tests.edge.guarding import NOON, OPEN, THING


def test_nothing_is_allowed_until_the_owner_allows_it(site):
    camera = site.camera()
    site.view(camera)
    assert site.told("refused")[-1] | {"command": ""} == {
        "command": "",
        "verb": "view.start",
        "why": "no such camera",
        "view": site.told("refused")[-1]["view"],
        "camera": camera,
    }
    assert site.asked("relay") == []
    assert site.watching() == []


def test_a_camera_that_is_not_there_and_one_that_is_not_allowed_are_refused_in_the_same_words(site):
    site.view(site.camera())
    hidden = site.refused()
    site.view(ids.new("cam"))
    assert site.refused() == hidden == "no such camera"


@pytest.mark.parametrize(
    ("grant", "wish", "why"),
    ids=["live", "priority", "far", "no call", "directed", "emergency", "hours", "approval", "before", "after"],
    argvalues=[
        (replace(OPEN, live=Live.NEVER, radius_m=0), {}, "does not allow live views"),
        (replace(OPEN, live=Live.PRIORITY_1), {"priority": 2}, "priority-1 calls only"),
        (OPEN, {"distance_m": 501}, "too far"),
        (OPEN, {"priority": 0}, "no call"),
        (OPEN, {"purpose": "directed"}, "directed monitoring"),
        (OPEN, {"purpose": "emergency"}, "in an emergency"),
        (replace(OPEN, hours=Hours(780, 1000)), {}, "other hours"),  # noon in the zone of the site is minute 720
        (replace(OPEN, live=Live.APPROVED, radius_m=0), {}, "not approved"),
        (replace(OPEN, starts_at=NOON + timedelta(days=1)), {}, "not begun"),
        (replace(OPEN, ends_at=NOON - timedelta(days=1)), {}, "has ended"),
    ],
)
def test_the_box_judges_by_its_own_copy_of_the_grant(site, grant, wish, why):
    view = site.view(site.camera(grant), **wish)
    assert why in site.refused()
    assert site.told("refused")[-1]["view"] == view
    assert site.asked("relay") == []


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"stream": f"rtcc-{THING}-other"}, "a foreign stream"),
        ({"lease_until": "2026-11-22T17:59:00Z"}, "it is over before it begins"),
        ({"purpose": "curiosity"}, "unreadable"),
        ({"lease_until": 5}, "unreadable"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(site, wish, why):
    site.view(site.camera(OPEN), **wish)
    assert site.refused() == why
    assert site.asked("relay") == []
    assert site.watching() == []


def test_an_allowed_view_starts_the_relay_and_tells_when_pictures_flow(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    until = clock.spell(NOON + timedelta(seconds=30))
    assert site.asked("relay")[-1] == {
        "do": "start",
        "camera": camera,
        "stream": f"rtcc-{THING}-{camera}",
        "until": until,
    }
    assert site.told("view") == []
    assert site.watching() == [view]
    site.says("relay", {"camera": camera, "state": "started", "frames": 1})
    assert site.told("view") == [{"view": view, "camera": camera, "state": "started", "at": clock.spell(NOON)}]


def test_a_second_viewer_shares_the_relay_and_the_first_may_leave(site):
    camera = site.camera(OPEN)
    first = site.view(camera)
    site.says("relay", {"camera": camera, "state": "started"})
    second = site.view(camera)
    assert [said["do"] for said in site.asked("relay")] == ["start", "start"]
    site.command("view.stop", {"view": first, "why": "analyst left"})
    assert [said["do"] for said in site.asked("relay")] == ["start", "start"]
    assert site.told("view")[-1]["why"] == "analyst left"
    assert site.watching() == [second]
    site.command("view.stop", {"view": second, "why": "analyst left"})
    assert site.asked("relay")[-1] == {"do": "stop", "camera": camera}


def test_a_lease_is_renewed_or_the_view_ends(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    site.says("relay", {"camera": camera, "state": "started"})
    site.later(25)
    site.command("view.renew", {"view": view, "lease_until": clock.spell(site.now() + timedelta(seconds=30))})
    assert site.asked("relay")[-1]["until"] == clock.spell(site.now() + timedelta(seconds=30))
    site.later(29)
    assert site.watching() == [view]
    site.later(2)
    assert site.watching() == []
    assert site.asked("relay")[-1] == {"do": "stop", "camera": camera}
    site.says("relay", {"camera": camera, "state": "ended", "frames": 840, "last_frame_at": clock.spell(NOON)})
    assert site.told("view")[-1]["why"] == "lease"
    assert site.told("view")[-1]["frames"] == 840
    site.command("view.renew", {"view": view, "lease_until": clock.spell(site.now() + timedelta(seconds=30))})
    assert site.refused() == "no such view"


def test_nobody_can_ask_for_a_lease_of_an_hour(site):
    camera = site.camera(OPEN)
    site.view(camera, lease_until=clock.spell(NOON + timedelta(hours=1)))
    site.says("relay", {"camera": camera, "state": "started"})
    site.later(61)
    assert site.watching() == []


def test_a_view_ends_after_the_minutes_that_the_owner_gave_however_often_it_is_renewed(site):
    camera = site.camera(replace(OPEN, most_minutes=1))
    view = site.view(camera)
    site.says("relay", {"camera": camera, "state": "started"})
    for _ in range(5):
        site.later(11)
        site.command("view.renew", {"view": view, "lease_until": clock.spell(site.now() + timedelta(seconds=30))})
    assert site.watching() == [view]
    site.later(6)
    assert site.watching() == []
    site.later(2)
    assert site.told("view")[-1]["why"] == "time"


def test_the_owners_hours_end_an_open_view(site):
    camera = site.camera(replace(OPEN, hours=Hours(600, 721)))  # until a minute after noon
    site.view(camera, lease_until=clock.spell(NOON + timedelta(seconds=60)))
    site.says("relay", {"camera": camera, "state": "started"})
    site.later(59)
    assert len(site.watching()) == 1
    site.later(1.5)
    assert site.watching() == []


def test_a_view_in_which_nothing_flows_ends_by_itself(site):
    site.view(site.camera(OPEN))
    site.later(21)
    assert site.watching() == []
