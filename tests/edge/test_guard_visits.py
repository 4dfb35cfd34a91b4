"""The owner reads on the box who looked, and when; a delayed notice is counted at once and read later (P2.4)."""

import json
from datetime import timedelta

import pytest

from edge_greengrass.guard import visits
from rtcc.foundation import clock
from tests.edge.guarding import OPEN, full_disk

HOUR = 3600


@pytest.fixture
def camera(site):
    camera = site.camera(OPEN)
    site.later(2 * HOUR)
    return camera


def log(site):
    return site.page("GET", "/api/log").json()["visits"]


def now(site):
    return site.page("GET", "/api/now").json()


def soon(site, **spans):
    return clock.spell(site.now() + timedelta(**spans))


def test_p2_4_each_view_is_in_the_log_with_its_beginning_its_end_and_why(site, camera):
    view = site.view(camera)
    begun = clock.spell(site.now())
    site.later(10)
    site.command("view.stop", {"view": view, "why": "done"})
    (said,) = log(site)
    assert (said["view"], said["kind"], said["camera"], said["badge"]) == (view, "live", camera, "4711")
    assert (said["since"], said["until"], said["why"]) == (begun, clock.spell(site.now()), "done")


def test_p2_4_of_a_review_the_owner_reads_which_time_was_shown(site, camera):
    view = site.review(camera, ago=HOUR)
    first, last = site.now() - timedelta(seconds=HOUR), site.now() - timedelta(seconds=600)
    site.says("relay", {"view": view, "camera": camera, "state": "at", "at": clock.spell(last), "speed": 1})
    site.command("view.stop", {"view": view})
    site.start()
    (said,) = log(site)
    assert (said["kind"], said["shown_from"], said["shown_to"]) == ("review", clock.spell(first), clock.spell(last))


def test_p2_4_a_restart_forgets_no_view_and_says_that_it_ended(site, camera):
    view = site.view(camera)
    site.start()
    (said,) = log(site)
    assert (said["view"], said["why"]) == (view, "box")


def test_p2_4_a_delayed_notice_is_counted_at_once_without_the_camera_and_read_when_its_time_comes(site, camera):
    view = site.view(camera, notice_at=soon(site, hours=1))
    seen = now(site)
    assert (seen["views"], seen["delayed"]) == ([], 1)
    assert log(site) == []
    assert site.page("GET", "/api/cameras").json()["cameras"][0]["watching"] == []
    assert camera not in json.dumps(seen)

    site.later(HOUR + 1)
    assert now(site)["delayed"] == 0
    assert [said["view"] for said in log(site)] == [view]


def test_p2_4_a_notice_is_told_at_once_when_the_center_says_so_and_stays_told(site, camera):
    view = site.review(camera, notice_at=soon(site, hours=5))
    assert now(site)["views"] == []
    site.command("notice.tell", {"view": view})
    assert [one["id"] for one in now(site)["views"]] == [view]
    site.start()
    assert [said["view"] for said in log(site)] == [view]
    site.command("notice.tell", {"view": "viw_none"})
    assert site.refused() == "no such view"


def test_p2_4_no_notice_is_delayed_for_more_than_a_day_whatever_the_center_says(site, camera):
    site.view(camera, notice_at=soon(site, days=30))
    site.later(24 * HOUR + 1)
    assert len(log(site)) == 1


def test_p2_4_only_a_priority_1_call_delays_a_notice(site, camera):
    view = site.view(camera, notice_at=soon(site, hours=1), priority=2)
    assert site.watching() == [view]


def test_p2_4_a_delay_survives_a_restart(site, camera):
    site.view(camera, notice_at=soon(site, hours=1))
    site.start()
    assert (now(site)["delayed"], log(site)) == (1, [])


def test_the_log_of_visits_is_bounded_on_disk_and_in_memory(site, camera, monkeypatch):
    monkeypatch.setattr(visits, "MOST", 5)
    for _ in range(20):
        site.command("view.stop", {"view": site.view(camera)})
    assert len(log(site)) == 5
    assert len((site.home / "visits.jsonl").read_bytes().splitlines()) <= 11
    newest = [said["view"] for said in log(site)]
    site.start()
    assert [said["view"] for said in log(site)] == newest


@pytest.mark.parametrize("damage", [b"\x00" * 100, b"[1]\n", b'{"view": 5}\n', b'{"a": "b"}\n', b"[" * 5000])
def test_a_damaged_line_costs_that_line_alone(site, camera, damage):
    view = site.view(camera)
    with (site.home / "visits.jsonl").open("ab") as file:
        file.write(damage)
    site.start()
    assert [said["view"] for said in log(site)] == [view]


def test_abuse_070_a_full_disk_costs_lines_of_the_log_and_no_view(site, camera, monkeypatch):
    monkeypatch.setattr("edge_greengrass.guard.disk.append_line", full_disk)
    view = site.view(camera)
    assert site.watching() == [view]
    assert [said["view"] for said in log(site)] == [view]
