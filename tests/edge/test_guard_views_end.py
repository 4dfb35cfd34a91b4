"""What ends a view: the owner, a narrower grant, a relay, a late stop, a restart."""

import time
from dataclasses import replace
from datetime import timedelta

from rtcc.foundation import clock
from rtcc.grants.model import Grant, Live
from tests.edge.guarding import NOON, OPEN


def test_switching_off_ends_an_open_view_within_250_ms_with_the_line_cut(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    site.says("relay", {"camera": camera, "state": "started"})
    site.told("view")
    site.line.is_cut = True
    pressed = time.perf_counter()
    assert site.page("POST", f"/api/cameras/{camera}/off", {}).status_code == 200
    topic, facts, stopped = site.line.said[-3]  # the last are for the cutter and the recorder
    assert (topic, facts) == ("rtcc/local/relay", {"do": "stop", "camera": camera})
    assert stopped - pressed < 0.25
    assert site.watching() == []
    site.says("relay", {"camera": camera, "state": "ended", "frames": 90, "last_frame_at": clock.spell(NOON)})
    site.line.is_cut = False
    ended = site.told("view")[-1]
    assert ended | {"at": ""} == {
        "view": view,
        "camera": camera,
        "state": "ended",
        "why": "owner",
        "frames": 90,
        "last_frame_at": clock.spell(NOON),
        "at": "",
    }
    assert site.told("grant")[-1]["grant"]["live"] == "never"
    assert "name" not in site.told("grant")[-1]


def test_a_narrower_grant_ends_only_the_views_that_it_does_not_allow(site):
    camera = site.camera(OPEN)
    near, far = site.view(camera, distance_m=50), site.view(camera, distance_m=400)
    site.allow(camera, replace(OPEN, radius_m=100))
    assert site.watching() == [near]
    assert [(said["view"], said["why"]) for said in site.told("view")] == [(far, "owner")]


def test_a_relay_that_ends_by_itself_ends_the_views(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    site.says("relay", {"camera": camera, "state": "started"})
    site.says("relay", {"camera": camera, "state": "ended", "why": "connect to 192.168.50.11:554 failed", "frames": 3})
    assert site.watching() == []
    ended = site.told("view")[-1]
    assert (ended["view"], ended["frames"]) == (view, 3)
    assert ended["why"] == "connect to (withheld) failed"  # addresses never leave the site (P2.2)
    site.later(0.5)
    assert site.asked("relay")[-1] == {"do": "stop", "camera": camera}


def test_the_answer_to_an_old_stop_does_not_end_a_new_view(site):
    camera = site.camera(OPEN)
    first = site.view(camera)
    site.command("view.stop", {"view": first, "why": "done"})
    second = site.view(camera)
    site.says("relay", {"camera": camera, "state": "ended", "frames": 7})
    assert site.watching() == [second]
    assert [(said["view"], said["frames"]) for said in site.told("view")] == [(first, 7)]


def test_a_relay_that_cannot_be_told_to_stop_is_told_again(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    site.line.is_broken = True
    site.command("view.stop", {"view": view, "why": "done"})
    assert site.asked("relay")[-1]["do"] == "start"
    assert site.watching() == []
    site.line.is_broken = False
    site.later(0.5)
    site.later(0.5)
    assert [said["do"] for said in site.asked("relay")] == ["start", "stop"]


def test_a_late_stop_does_not_hit_a_new_view(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    site.line.is_broken = True
    site.command("view.stop", {"view": view, "why": "done"})
    site.line.is_broken = False
    site.view(camera)
    site.later(0.5)
    assert [said["do"] for said in site.asked("relay")] == ["start", "start"]


def test_a_view_that_the_relay_cannot_hear_of_is_refused(site):
    camera = site.camera(OPEN)
    site.line.is_broken = True
    site.view(camera)
    assert site.refused() == "the box cannot reach its relay"
    assert site.watching() == []


def test_after_a_restart_nobody_watches_and_the_relay_is_told(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    site.start()
    assert site.watching() == []
    assert site.asked("relay") == [{"do": "stop", "camera": camera}]
    site.command("view.renew", {"view": view, "lease_until": clock.spell(site.now() + timedelta(seconds=30))})
    assert site.refused() == "no such view"


def test_an_ending_guard_ends_its_views_and_says_so(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    site.do(site.box.close())
    assert site.asked("relay")[-1] == {"do": "stop", "camera": camera}
    assert [(said["view"], said["state"], said["why"]) for said in site.told("view")] == [(view, "ended", "box")]


def test_directed_monitoring_is_a_permission_of_its_own(site):
    camera = site.camera(Grant(live=Live.ALWAYS, directed=True))
    site.view(camera, purpose="directed", priority=0)
    assert len(site.watching()) == 1
