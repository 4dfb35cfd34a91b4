"""A clip is cut as far back as the owner allows, and its answer is passed on field by field."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rtcc.foundation import clock, ids
from rtcc.grants import spelling
from rtcc.grants.model import Recall
from tests.edge.guarding import NOON, OPEN, THING, full_disk

STOP = {"view": "viw_1", "why": "done"}


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
        "asked_at": clock.spell(site.now()),
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
    monkeypatch.setattr("edge_greengrass.guard.disk.append_line", full_disk)
    wider = {"grant": spelling.spell(replace(OPEN, directed=True))}
    assert site.page("POST", f"/api/cameras/{camera}/grant", wider).status_code == 503
    assert site.box.grants.grant(camera) == OPEN
    answer = site.page("POST", f"/api/cameras/{camera}/off", {})
    assert answer.status_code == 503
    assert "It holds" in answer.json()["detail"]
    assert site.box.grants.grant(camera).is_nothing
    assert site.watching() == []


def allowed(site):
    """What the cutter heard last of recall, by camera."""
    return site.asked("recall")[-1]["allowed"]


def reach(since, grant=OPEN):
    """From when on, and how far back."""
    return {"from": clock.spell(since), "hours": grant.depth_hours}


def test_the_cutter_hears_at_once_from_which_cameras_nothing_may_be_fetched(site):
    kept, camera = site.camera(OPEN), site.camera(OPEN)
    assert allowed(site) == dict.fromkeys((kept, camera), reach(NOON))

    site.do(site.box.allowing.change(camera, replace(OPEN, recall=Recall.NEVER, depth_hours=0)))

    assert allowed(site) == {kept: reach(NOON)}


def test_of_a_camera_that_is_taken_away_the_cutter_hears_nothing_more(site):
    camera = site.camera(OPEN)
    site.do(site.box.allowing.remove(camera, is_kept=True))

    site.do(site.box._tell_lease())

    assert allowed(site) == {}


def test_what_was_forbidden_and_allowed_again_is_allowed_from_then_on(site):
    camera = site.camera(OPEN)
    site.later(600)
    site.page("POST", f"/api/cameras/{camera}/off", {})
    site.allow(camera, OPEN)

    assert allowed(site) == {camera: reach(site.now())}


def test_the_cutter_hears_at_once_how_far_back_footage_may_be_fetched_from_now_on(site):
    camera, less = site.camera(OPEN), replace(OPEN, depth_hours=1)

    site.allow(camera, less)

    assert allowed(site) == {camera: reach(NOON, less)}


def test_the_cutter_is_told_again_when_a_grant_ends_by_itself(site):
    camera = site.camera(replace(OPEN, ends_at=NOON + timedelta(hours=1)))
    assert camera in allowed(site)
    site.later(3601)

    site.do(site.box._tell_lease())

    assert allowed(site) == {}


def test_before_the_center_said_the_time_a_grants_hours_say_nothing_and_the_owners_no_counts(site):
    ended, off = site.camera(replace(OPEN, ends_at=NOON + timedelta(hours=1))), site.camera(OPEN)
    site.start(wall=NOON + timedelta(hours=9), refresh=False)
    site.page("POST", f"/api/cameras/{off}/off", {})

    assert site.asked("recall")[-1] == {"allowed": {ended: reach(NOON)}, "is_sure": False}
