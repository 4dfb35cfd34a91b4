"""An order that the guard obeyed reaches its cutter, however often that was away, unless the owner said no by then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge_greengrass.guard import handing
from rtcc.grants.model import Recall
from tests.edge.guarding import OPEN, THING, full_disk


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


def test_that_it_was_sent_is_no_answer_while_the_digest_was_not_heard(site, camera):
    order = site.clip(camera)
    answer(site, order, camera, state="sent")

    site.later(handing.AGAIN_S)

    assert orders(site) == [order] * 2


def test_after_a_cut_of_the_power_it_is_handed_over_as_it_was_judged_once_the_center_spoke(site, camera):
    answered, waits = site.clip(camera), site.clip(camera)
    judged = site.asked("cut")[-1]
    answer(site, answered, camera)

    site.start(refresh=False)
    site.later(60)
    assert orders(site) == []  # by which clock would it be allowed?

    site.command("grants.refresh", {})
    site.later(1)
    assert site.asked("cut") == [judged]
    assert judged["order"] == waits


def test_the_cutter_hears_what_it_may_before_it_hears_the_order(site, camera):
    order = site.clip(camera)
    site.allow(camera, replace(OPEN, recall=Recall.NEVER, depth_hours=0))
    site.later(handing.AGAIN_S)

    said = [topic.rpartition("/")[2] for topic, *_ in site.line.said if topic.endswith(("/cut", "/recall"))]
    assert orders(site) == [order, order]
    assert [said[place - 1] for place, topic in enumerate(said) if topic == "cut"] == ["recall"] * 2
    assert site.asked("recall")[-1]["allowed"] == {}
    assert site.refused() is None  # the cutter answers, and it alone


def test_while_nobody_refreshes_what_is_allowed_nothing_is_handed_over(site, camera):
    order = site.clip(camera)
    site.start(refresh=False)

    site.later(26 * 3600)

    assert site.box.refreshing.why
    assert orders(site) == []
    assert order in (site.home / "handed.json").read_text()


def test_a_cutter_that_cannot_be_reached_gets_the_order_later(site, camera):
    site.line.is_broken = True
    order = site.clip(camera)
    assert site.refused() is None

    site.line.is_broken = False
    site.later(handing.AGAIN_S)
    assert orders(site) == [order]


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

    site.clip(camera, order=second, key=f"clips/{THING}/{second}.mp4")  # the center asks once more
    assert orders(site) == [first, second, second]
    answer(site, first, camera)
    third = site.clip(camera)
    assert orders(site)[-1] == third


def test_an_answer_that_the_disk_did_not_take_is_written_down_when_it_does(site, camera, monkeypatch):
    order, waits = site.clip(camera), site.clip(camera)
    with monkeypatch.context() as full:
        full.setattr("edge_greengrass.guard.disk.write_whole", full_disk)
        answer(site, order, camera)
    site.later(handing.AGAIN_S)

    site.start()
    site.later(handing.AGAIN_S)

    assert orders(site) == [waits]


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"ord_1": 5}'])
def test_a_torn_file_keeps_no_guard_from_starting(site, camera, torn):
    site.clip(camera)
    (site.home / "handed.json").write_bytes(torn)

    site.start()
    order = site.clip(camera)

    assert orders(site) == [order]
