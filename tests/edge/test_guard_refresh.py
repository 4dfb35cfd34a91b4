"""Grants hold while the center refreshes them; clocks that lie neither keep them alive nor take them away (P4.3)."""

import json
from datetime import UTC, datetime, timedelta

from edge_greengrass.kit import trusted
from rtcc.foundation import clock
from tests.edge.guarding import NOON, OPEN, STRANGER, full_disk

DAY = 24 * 3600
Y1970, Y2100 = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def refused_to_look(site, camera):
    site.view(camera)
    return site.refused()


def test_p4_3_a_box_that_nobody_refreshed_yet_lets_nobody_look(site):
    (site.home / "refreshed.json").unlink()
    site.start(refresh=False)
    camera = site.camera(OPEN)

    assert refused_to_look(site, camera) == "suspended"
    assert site.page("GET", "/api/cameras").json()["is_suspended"]
    assert site.box.lease.facts()["health"]["suspended"]


def test_p4_3_after_a_day_every_grant_is_suspended_and_the_next_refresh_heals_them(site):
    camera = site.camera(OPEN)
    site.later(DAY + 1)
    assert refused_to_look(site, camera) == "suspended"
    site.clip(camera)
    assert [said["why"] for said in site.told("refused")] == ["suspended", "suspended"]
    assert site.asked("relay") == []
    assert site.asked("cut") == []

    site.command("grants.refresh", {})

    view = site.view(camera)
    assert site.watching() == [view]
    assert site.page("GET", "/api/cameras").json()["is_suspended"] is False
    assert "suspended" not in site.box.lease.facts()["health"]


def test_p4_3_an_open_view_ends_when_the_day_is_over(site):
    camera = site.camera(OPEN)
    site.later(DAY - 10)
    site.view(camera)
    site.later(11)
    assert site.asked("relay")[-1] == {"do": "stop", "camera": camera}
    site.later(2)
    assert site.told("view")[-1]["why"] == "suspended"


def test_p4_3_the_cutter_gets_nothing_out_of_a_suspended_box(site):
    camera = site.camera(OPEN)
    site.later(DAY + 1)
    assert camera in site.asked("recall")[-1]["allowed"]
    site.do(site.box.allowing.tell_cutter())
    assert site.asked("recall")[-1] == {"allowed": {}, "is_sure": True}


def test_p4_3_a_week_without_refresh_voids_every_grant_until_the_owner_allows_again(site):
    camera, other = site.camera(OPEN, name="Entrance"), site.camera(name="Office")
    site.later(7 * DAY + 60)
    site.command("grants.refresh", {})

    said = site.told("grant")[-1]
    assert (said["camera"], said["epoch"], said["command"], said["grant"]["live"]) == (camera, 3, "void", "never")
    assert refused_to_look(site, camera) == "no such camera"
    shown = {one["id"]: one for one in site.page("GET", "/api/cameras").json()["cameras"]}
    assert shown[camera]["lapsed"]["live"] == "any_call"
    assert "lapsed" not in shown[other]
    assert site.page("GET", "/api/log").json()["lines"][0]["by"] == "void"

    site.allow(camera, OPEN)
    view = site.view(camera)
    assert site.watching() == [view]


def test_p4_3_what_the_owner_allowed_during_the_outage_stays(site):
    camera = site.camera(OPEN)
    site.later(3 * DAY)
    fresh = site.camera(OPEN)
    site.later(5 * DAY)
    site.command("grants.refresh", {})
    assert site.box.grants.grant(camera).is_nothing
    assert site.box.grants.grant(fresh) == OPEN


def test_p4_3_a_box_that_stays_on_voids_by_its_own_counter(site):
    camera = site.camera(OPEN)
    site.later(7 * DAY + 60)
    site.do(site.box.keep_time())
    assert site.box.grants.grant(camera).is_nothing


def test_voiding_that_the_disk_did_not_take_leaves_the_box_suspended(site, monkeypatch):
    camera = site.camera(OPEN)
    site.later(7 * DAY + 60)
    monkeypatch.setattr("edge_greengrass.guard.disk.append_line", full_disk)
    site.command("grants.refresh", {})
    assert site.refused() == "the box cannot write to its disk"
    monkeypatch.undo()
    monkeypatch.setenv("AWS_IOT_THING_NAME", "rtcc-box-1")

    site.command("grants.refresh", {})
    assert site.box.grants.grant(camera).is_nothing


def test_a_restart_does_not_forget_when_the_box_was_refreshed(site):
    camera = site.camera(OPEN)
    site.start(wall=NOON + timedelta(days=2), refresh=False)
    assert refused_to_look(site, camera) == "suspended"


def test_a_damaged_word_of_the_last_refresh_is_none(site):
    camera = site.camera(OPEN)
    for damage in (b"", b"[]", b'{"at": 5}', b"[" * 5000):
        (site.home / "refreshed.json").write_bytes(damage)
        site.start(refresh=False)
        assert refused_to_look(site, camera) == "suspended"


def test_abuse_072_a_clock_of_1970_neither_keeps_alive_nor_takes_away(site):
    camera = site.camera(OPEN)
    site.start(wall=Y1970, refresh=False)
    assert site.now() >= NOON - timedelta(seconds=1)  # the last signed time is on disk
    view = site.view(camera)
    assert site.watching() == [view]
    site.later(DAY + 1)
    assert refused_to_look(site, camera) == "suspended"


def test_abuse_072_a_clock_of_2100_suspends_and_voids_nothing(site):
    camera = site.camera(OPEN)
    site.start(wall=Y2100, refresh=False)
    site.do(site.box.keep_time())
    assert refused_to_look(site, camera) == "suspended"
    assert site.box.grants.grant(camera) == OPEN


def test_abuse_072_a_clock_that_is_set_right_heals_without_a_new_start(site):
    camera, wall = site.camera(OPEN), [Y2100]
    site.start(refresh=False)
    site.box.time._wall = lambda: wall[0]
    boot, first = (lease := site.box.lease.facts())["boot"], lease["at"]
    assert first > "2099"
    wall[0] = NOON + timedelta(minutes=1)
    lease = site.box.lease.facts()
    assert lease["at"] < first
    assert lease["boot"] != boot

    site.command("grants.refresh", {})
    view = site.view(camera)
    assert site.watching() == [view]


def test_abuse_072_a_clock_that_jumps_while_the_box_runs_changes_nothing(site):
    camera = site.camera(OPEN)
    for jumped in (Y1970, Y2100):
        site.box.time._wall = lambda jumped=jumped: jumped
        view = site.view(camera)
        assert view in site.watching()


def test_abuse_072_the_other_components_are_told_how_far_the_clock_is_off(site):
    ahead = timedelta(seconds=90)
    site.start(wall=NOON + ahead, refresh=False)
    lease = site.box.lease.facts()
    site.passed += 0.4  # the way to the center and back
    at = NOON + timedelta(seconds=site.passed - 0.3)
    site.box.time.hear(at)
    site.box.time.hear_answer(at, asked=site.box.lease.asked(lease["at"]))
    site.do(site.box.keep_time())

    told = trusted.read(site.home)
    assert abs(told.box_ahead_ms - 90_000) <= told.within_ms <= 500
    assert site.box.lease.facts()["health"]["clock_ahead_ms"] == told.box_ahead_ms


def test_nobody_measured_the_way_so_the_clock_is_known_to_five_minutes_only(site):
    site.do(site.box.keep_time())
    assert trusted.read(site.home).within_ms == 300_000


def test_a_refresh_measures_only_by_a_lease_that_this_box_said(site):
    for said in (None, 5, "2026-11-22T18:00:00.00Z", clock.spell(site.now() + timedelta(days=1))):
        site.command("grants.refresh", {} if said is None else {"said": said})
    assert site.refused() is None
    assert site.box.time.offset().within_ms == 300_000


def test_a_forged_or_late_refresh_heals_nothing(site):
    site.later(DAY + 1)
    site.command("grants.refresh", {}, key=STRANGER)
    site.command("grants.refresh", {}, late=60, good_for=30)
    site.command("grants.refresh", {}, box="rtcc-box-2")
    assert [said["why"] for said in site.told("refused")] == ["forged", "late", "for another box"]
    assert site.box.refreshing.why == "suspended"
    assert json.loads((site.home / "refreshed.json").read_text())["at"] < clock.spell(site.now() - timedelta(days=1))
