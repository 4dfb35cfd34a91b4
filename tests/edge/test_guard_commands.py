"""The box obeys its center once, in time, by signature; and the center can only narrow."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from rtcc.foundation import ids
from rtcc.grants import spelling
from rtcc.grants.model import Grant, Live
from tests.edge.guarding import NOON, OPEN, STRANGER, full_disk

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
    monkeypatch.setattr("edge_greengrass.guard.disk.write_whole", full_disk)
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
