"""The box obeys its center once, in time, by signature; and the center can only narrow."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from rtcc.foundation import clock, ids
from rtcc.grants import spelling
from rtcc.grants.model import Grant, Live, Recall
from tests.edge.guarding import NOON, OPEN, STRANGER, THING

STOP = {"view": "viw_1", "why": "done"}


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"key": STRANGER}, "forged"),
        ({"box": "rtcc-box-2"}, "for another box"),
        ({"late": 31}, "late"),
        ({"good_for": 86400}, "late"),
        ({"pad": b" " * 4096}, "too large"),
    ],
)
def test_abuse_061_062_what_is_not_to_be_obeyed_is_refused_and_reported(site, how, why):
    camera = site.camera(OPEN)
    before = len(site.asked("relay"))
    body = {"view": ids.new("viw"), "camera": camera, "why": "done"}
    site.command("view.stop", body, **how)
    said = site.told("refused")[-1]
    assert said["why"] == why
    assert "view" not in said  # nothing in it is proven: it may not end somebody else's view
    assert len(site.asked("relay")) == before


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 4000, b'{"id":1.5}'])
def test_noise_is_refused_and_reported(site, sent):
    site.hand(sent)
    assert site.told("refused") == [{"command": "", "verb": "", "why": "unreadable"}]


def test_a_command_that_arrives_twice_is_obeyed_once(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    sent = site.command("view.stop", {"view": view, "why": "done"})
    site.hand(sent)
    assert site.refused() == "replayed"
    assert site.watching() == []


def test_abuse_061_a_power_cut_does_not_open_the_box_to_old_commands(site):
    sent = site.command("view.stop", STOP)
    site.start()
    site.hand(sent)
    assert site.refused() == "replayed"


def test_a_box_that_wakes_in_1970_knows_the_last_signed_time(site):
    old = site.command("view.stop", STOP)
    site.later(600)
    site.command("view.stop", STOP)
    site.start(wall=NOON.replace(year=1970))
    site.hand(old)
    assert site.refused() == "late"
    assert site.now() >= NOON + timedelta(seconds=600)


def test_the_boxs_time_follows_the_center_and_never_goes_back(site):
    site.command("view.stop", STOP, late=-3600)
    ahead = site.now()
    assert ahead == NOON + timedelta(hours=1)
    site.command("view.stop", STOP, late=10)
    assert site.now() == ahead


def test_a_window_that_cannot_be_kept_is_a_reason_not_to_obey(site, monkeypatch):
    camera = site.camera(OPEN)
    monkeypatch.setattr("edge_greengrass.guard.disk.write_whole", _full)
    site.view(camera)
    assert site.refused() == "the box cannot write to its disk"
    assert site.watching() == []


def test_a_damaged_window_is_no_empty_window(site):
    site.command("view.stop", STOP)
    (site.home / "window.json").write_text("{}")
    with pytest.raises(KeyError):
        site.start()


def test_the_center_narrows_and_the_box_says_so_with_the_commands_id(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    narrower = replace(OPEN, live=Live.NEVER, radius_m=0)
    sent = site.command("camera.narrow", {"camera": camera, "grant": spelling.spell(narrower)}, good_for=300)
    said = site.told("grant")[-1]
    assert said["command"] == json.loads(sent)["id"]
    assert (said["camera"], said["epoch"], said["name"]) == (camera, 3, "Register")
    assert said["grant"] == spelling.spell(narrower)
    assert site.asked("relay")[-1] == {"do": "stop", "camera": camera}
    site.later(1)
    assert [(one["view"], one["why"]) for one in site.told("view")] == [(view, "owner")]


@pytest.mark.parametrize(
    "wider",
    [
        replace(OPEN, live=Live.ALWAYS, radius_m=0),
        replace(OPEN, radius_m=501),
        replace(OPEN, directed=True),
        replace(OPEN, emergency=True),
        replace(OPEN, depth_hours=48),
        replace(OPEN, most_minutes=11),
        replace(OPEN, days_stored=4),
    ],
)
def test_the_center_cannot_widen_in_anything(site, wider):
    camera = site.camera(OPEN)
    site.command("camera.narrow", {"camera": camera, "grant": spelling.spell(wider)}, good_for=300)
    assert site.refused() == "wider"
    assert site.told("grant")[-1]["epoch"] == 2
    assert site.box.grants.grant(camera) == OPEN


def test_the_center_cannot_name_or_open_a_camera_that_is_not_allowed(site):
    camera = site.camera()
    site.command("camera.narrow", {"camera": camera, "grant": spelling.spell(Grant())}, good_for=300)
    assert site.refused() == "no such camera"


@pytest.mark.parametrize("grant", [{}, {"live": "sometimes"}, {"live": "any_call"}, {"more": 1}, "never", None])
def test_a_narrowing_that_is_no_grant_changes_nothing(site, grant):
    camera = site.camera(OPEN)
    site.command("camera.narrow", {"camera": camera, "grant": grant}, good_for=300)
    if grant == {}:  # nothing at all is the narrowest grant there is
        assert site.box.grants.grant(camera) == Grant()
    else:
        assert site.refused()
        assert site.box.grants.grant(camera) == OPEN


def test_a_clip_is_ordered_from_the_cutter(site):
    camera = site.camera(OPEN)
    site.later(3600)
    order = site.clip(camera)
    asked = site.asked("cut")[-1]
    assert asked == {
        "order": order,
        "camera": camera,
        "from": clock.spell(site.now() - timedelta(seconds=60)),
        "to": clock.spell(site.now() - timedelta(seconds=50)),
        "not_before": clock.spell(NOON),
        "bucket": "inbox",
        "key": f"clips/{THING}/{order}.mp4",
    }


@pytest.mark.parametrize(
    ("grant", "wish", "why"),
    [
        (replace(OPEN, recall=Recall.NEVER, depth_hours=0), {}, "does not allow footage"),
        (replace(OPEN, recall=Recall.REQUEST), {}, "not approved"),
        (OPEN, {"case": ""}, "case number"),
        (OPEN, {"ago": 25 * 3600}, "further back"),
        (OPEN, {"ago": 7200}, "before the owner allowed it"),
        (replace(OPEN, starts_at=NOON + timedelta(minutes=50)), {"ago": 1800}, "before the grant began"),
        (OPEN, {"seconds": 601, "ago": 700}, "at most 10 minutes"),
        (OPEN, {"seconds": 0}, "longer than nothing"),
        (OPEN, {"key": "clips/rtcc-box-2/x.mp4"}, "own place"),
        (OPEN, {"order": "ord_1"}, "own place"),
        (OPEN, {"from": "yesterday"}, "unreadable"),
    ],
)
def test_a_clip_that_the_owner_does_not_allow_is_refused(site, grant, wish, why):
    camera = site.camera(grant)
    site.later(3600)
    site.clip(camera, **wish)
    assert why in site.refused()
    assert site.told("refused")[-1]["camera"] == camera
    assert site.asked("cut") == []


def test_no_frame_from_before_the_grant_may_leave_though_recall_was_allowed_once_before(site):
    camera = site.camera(OPEN)
    site.later(600)
    site.page("POST", f"/api/cameras/{camera}/off", {})
    site.later(600)
    site.allow(camera, OPEN)
    again = site.now()
    site.later(5)
    site.clip(camera, ago=30, seconds=30)
    assert site.asked("cut")[-1]["not_before"] == clock.spell(again)


def test_the_grants_own_start_holds_when_it_is_later(site):
    starts = NOON + timedelta(minutes=10)
    camera = site.camera(replace(OPEN, starts_at=starts))
    site.later(1200)
    site.clip(camera, ago=600, seconds=60)
    assert site.asked("cut")[-1]["not_before"] == clock.spell(starts)


def test_the_cutters_answer_is_passed_on_field_by_field(site):
    order, camera = ids.new("ord"), ids.new("cam")
    digest = "ab" * 32
    said = {
        "order": order,
        "camera": camera,
        "state": "cut",
        "sha256": digest,
        "bytes": 12345,
        "frames": 150,
        "offset_ms": -3,
        "from": clock.spell(NOON),
        "to": clock.spell(NOON),
        "first_frame_at": clock.spell(NOON),
        "last_frame_at": clock.spell(NOON),
        "chain": {"first": digest, "last": digest},
        "gaps": [[clock.spell(NOON), clock.spell(NOON)]],
    }
    site.says("cut", said | {"path": "/var/lib/openrtcc/ring", "why": ""})
    assert site.told("clip") == [said]
    site.says("cut", {"order": order, "camera": camera, "state": "failed", "why": "PUT http://10.0.0.1/ said 403"})
    assert site.told("clip")[-1] == {
        "order": order,
        "camera": camera,
        "state": "failed",
        "why": "PUT (withheld) said 403",
    }


@pytest.mark.parametrize("odd", [{}, {"state": "stolen"}, {"sha256": "ab"}, {"gaps": 5}, {"chain": {}}, {"order": 5}])
def test_an_odd_answer_of_the_cutter_is_dropped(site, odd):
    said = {"order": ids.new("ord"), "camera": ids.new("cam"), "state": "cut"} | odd
    site.says("cut", said if odd else {})
    assert site.told("clip") == []


def test_a_disk_that_is_full_stops_no_owner_from_saying_no(site, monkeypatch):
    camera = site.camera(OPEN)
    site.view(camera)
    monkeypatch.setattr("edge_greengrass.guard.disk.append_line", _full)
    wider = {"grant": spelling.spell(replace(OPEN, directed=True))}
    assert site.page("POST", f"/api/cameras/{camera}/grant", wider).status_code == 503
    assert site.box.grants.grant(camera) == OPEN
    answer = site.page("POST", f"/api/cameras/{camera}/off", {})
    assert answer.status_code == 503
    assert "It holds" in answer.json()["detail"]
    assert site.box.grants.grant(camera).is_nothing
    assert site.watching() == []


def _full(*_):
    raise OSError(28, "No space left on device")
