"""An order that the guard obeyed reaches its cutter, however often that was away, unless the owner said no by then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge_greengrass.guard import handing
from rtcc.grants.model import Recall
from tests.edge.guarding import OPEN, full_disk


@pytest.fixture
def camera(site):
    one = site.camera(OPEN)
    site.later(600)
    return one


def orders(site):
    return [each["order"] for each in site.asked("cut")]


def answer(site, order, camera, state="none"):
    site.says("cut", {"order": order, "camera": camera, "state": state, "why": "There is no recording of that time."})


def test_a_cutter_that_was_away_hears_the_order_again_until_it_answers(site, camera):
    order = site.clip(camera)
    site.later(handing.AGAIN_S - 1)
    assert orders(site) == [order]

    site.later(1)
    site.later(handing.AGAIN_S)
    assert orders(site) == [order] * 3
    assert site.asked("cut")[0] == site.asked("cut")[-1]

    answer(site, order, camera)
    site.later(600)
    assert orders(site) == [order] * 3
    assert [told["order"] for told in site.told("clip")] == [order]


def test_after_a_cut_of_the_power_it_is_handed_over_at_once(site, camera):
    answered, waits = site.clip(camera), site.clip(camera)
    answer(site, answered, camera)

    site.start()
    site.later(1)

    assert orders(site) == [waits]


def test_what_the_owner_forbade_meanwhile_is_handed_to_nobody_and_answered(site, camera):
    order = site.clip(camera)
    site.allow(camera, replace(OPEN, recall=Recall.NEVER, depth_hours=0))

    site.later(handing.AGAIN_S)
    site.later(handing.AGAIN_S)

    assert orders(site) == [order]
    told = [one for one in site.told("refused") if one.get("order") == order]
    assert [(one["camera"], "does not allow footage" in one["why"]) for one in told] == [(camera, True)]


def test_of_a_camera_that_was_switched_off_nothing_is_handed_over(site, camera):
    order = site.clip(camera)
    site.page("POST", f"/api/cameras/{camera}/off", {})

    site.later(handing.AGAIN_S)

    assert orders(site) == [order]
    assert site.refused() == "no such camera"


def test_while_nobody_refreshes_what_is_allowed_nothing_is_handed_over(site, camera):
    order = site.clip(camera)
    site.start(refresh=False)

    site.later(26 * 3600)

    assert site.box.refreshing.why
    assert orders(site) == []
    assert order in (site.home / "handed.json").read_text()


def test_a_line_that_is_down_refuses_the_order_and_remembers_nothing(site, camera):
    site.line.is_broken = True
    site.clip(camera)
    assert "cannot reach its clip cutter" in site.refused()

    site.line.is_broken = False
    site.later(600)
    assert orders(site) == []


def test_what_cannot_be_written_down_is_not_obeyed(site, camera, monkeypatch):
    monkeypatch.setattr("edge_greengrass.guard.disk.write_whole", full_disk)
    site.clip(camera)
    assert orders(site) == []
    assert "disk" in site.refused()


def test_only_so_many_orders_wait(site, camera, monkeypatch):
    monkeypatch.setattr(handing, "MOST", 2)
    first, second = site.clip(camera), site.clip(camera)
    site.clip(camera)
    assert orders(site) == [first, second]
    assert "too many" in site.refused()

    answer(site, first, camera)
    third = site.clip(camera)
    assert orders(site)[-1] == third


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"ord_1": 5}'])
def test_a_torn_file_keeps_no_guard_from_starting(site, camera, torn):
    site.clip(camera)
    (site.home / "handed.json").write_bytes(torn)

    site.start()
    order = site.clip(camera)

    assert orders(site) == [order]
