"""Every order is answered once and for all: its digest first, then its clip, or the reason why there is none."""

import asyncio
import base64
import hashlib
import json
import struct
import time

import pytest

from edge_greengrass.clip_cutter import cutting
from edge_greengrass.clip_cutter.working import Pace
from edge_greengrass.guard.clips import answer
from edge_greengrass.kit import holds, times, trusted
from edge_greengrass.recorder.ring import Ring
from rtcc.foundation import ids
from tests.edge import site
from tests.edge.footage import counters, film
from tests.edge.ordering import Inbox, desk, order
from tests.edge.site import until


@pytest.fixture
def start():
    """When the recording begins: a minute ago, on a whole hundredth."""
    return int(time.time() * 100) * 10 - 60_000


@pytest.fixture
def camera(tmp_path, start):
    """A camera with eight seconds in its ring."""
    name = ids.new("cam")
    ring = Ring(tmp_path / "ring" / name, 7)
    site.fill(ring, film(120), start)
    ring.close()
    return name


def serve(home, inbox, monkeypatch, *orders, answers=2):
    async def go():
        async with desk(home, inbox, monkeypatch) as (opened, told):
            for facts in orders:
                opened.take(facts)
                await until(lambda: not opened._running)
            await until(lambda: len(told) >= answers)
            return told

    return asyncio.run(go())


def test_the_digest_is_told_before_the_clip_is_sent(tmp_path, camera, start, monkeypatch):
    inbox = Inbox()
    cut, sent = serve(tmp_path, inbox, monkeypatch, order(camera, start + 900, start + 2900))
    (put,) = inbox.puts
    digest = hashlib.sha256(put.body).hexdigest()
    assert (cut["state"], cut["puts"], cut["sha256"], cut["bytes"]) == ("cut", 0, digest, len(put.body))
    assert (sent["state"], sent["puts"], sent["sha256"]) == ("sent", 1, digest)
    assert put.path == f"/inbox/clips/rtcc-box-1/{cut['order']}.mp4"
    assert put.headers["if-none-match"] == "*"
    assert put.headers["x-amz-content-sha256"] == digest
    assert base64.b64decode(put.headers["x-amz-checksum-sha256"]).hex() == digest
    signed = put.headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    assert {"if-none-match", "x-amz-checksum-sha256", "content-length", "x-amz-security-token"} <= set(signed)
    assert cut["frames"] == len(counters(put.body, "mp4")) == 30
    assert (cut["strict"], cut["codec"], cut["pre_roll_ms"]) == (False, "h264", 900)
    assert len(json.dumps(cut)) < 4000
    assert not list((tmp_path / "orders").glob("*.mp4"))


@pytest.mark.parametrize("statuses", [(500, 503), (403,), (500, 412), (404, 409)])
def test_sending_is_tried_until_the_clip_is_there(tmp_path, camera, start, monkeypatch, statuses):
    inbox = Inbox(*statuses)
    told = serve(tmp_path, inbox, monkeypatch, order(camera, start, start + 1000))
    assert [facts["state"] for facts in told] == ["cut", "sent"]
    assert len(inbox.puts) == len(statuses) + (statuses[-1] != 412)
    assert len({put.body for put in inbox.puts}) == 1


@pytest.mark.parametrize(("status", "why"), [(412, "Something else"), (411, "does not take"), (301, "does not take")])
def test_what_is_never_taken_is_told(tmp_path, camera, start, monkeypatch, status, why):
    told = serve(tmp_path, Inbox(status), monkeypatch, order(camera, start, start + 1000))
    assert [facts["state"] for facts in told] == ["cut", "failed"]
    assert why in told[1]["why"]


def test_the_same_order_again_is_answered_again_and_not_sent_again(tmp_path, camera, start, monkeypatch):
    inbox, facts = Inbox(), order(camera, start, start + 1000)
    told = serve(tmp_path, inbox, monkeypatch, facts, facts, answers=4)
    assert [one["state"] for one in told] == ["cut", "sent", "cut", "sent"]  # what was claimed may have been lost
    assert told[0]["sha256"] == told[2]["sha256"]
    assert len(inbox.puts) == 1


def test_a_time_without_recording_is_answered(tmp_path, camera, start, monkeypatch):
    orders = [order(camera, start - 9000, start - 5000), order(ids.new("cam"), start, start + 1000)]
    told = serve(tmp_path, Inbox(), monkeypatch, *orders)
    assert [one["state"] for one in told] == ["none", "none"]
    assert all(one["why"].endswith(".") for one in told)


@pytest.mark.parametrize(
    "changes",
    ids=[
        "too long",
        "backwards",
        "no time",
        "no order's id",
        "a path for a camera",
        "no bucket",
        "no priority",
        "no word",
    ],
    argvalues=[
        {"to": "2030-01-01T00:00:00Z"},
        {"to": "2020-01-01T00:00:00Z"},
        {"from": "yesterday"},
        {"order": "ord_../../x"},
        {"camera": "../../etc"},
        {"bucket": ""},
        {"priority": 0},
        {"strict": "yes"},
    ],
)
def test_an_order_that_cannot_be_is_refused(tmp_path, camera, start, monkeypatch, changes):
    (told,) = serve(tmp_path, Inbox(), monkeypatch, order(camera, start, start + 1000) | changes, answers=1)
    assert told["state"] == "refused"


def test_after_a_cut_of_the_power_the_clip_is_sent_and_not_cut_again(tmp_path, camera, start, monkeypatch):
    facts = order(camera, start, start + 1000)
    broken = Inbox(*[500] * 1000)

    async def until_tried():
        async with desk(tmp_path, broken, monkeypatch) as (opened, told):
            opened.take(facts)
            await until(lambda: broken.puts)
            return told

    async def after():
        inbox = Inbox()
        async with desk(tmp_path, inbox, monkeypatch) as (opened, told):
            opened.resume()
            await until(lambda: len(told) == 2)
            return inbox, told

    (before,) = asyncio.run(until_tried())
    inbox, told = asyncio.run(after())
    assert [one["state"] for one in told] == ["cut", "sent"]
    assert told[0]["sha256"] == before["sha256"] == hashlib.sha256(inbox.puts[0].body).hexdigest()


def test_whoever_asks_while_it_is_sent_hears_the_digest_again(tmp_path, camera, start, monkeypatch):
    facts, inbox = order(camera, start, start + 1000), Inbox(*[500] * 1000)

    async def go():
        async with desk(tmp_path, inbox, monkeypatch) as (opened, told):
            opened.take(facts)
            await until(lambda: inbox.puts)
            opened.take(facts)
            await until(lambda: len(told) == 2)
            return told

    first, again = asyncio.run(go())
    assert (first["state"], again["state"], again["sha256"]) == ("cut", "cut", first["sha256"])


def test_what_nobody_foresaw_is_an_answer_and_stops_no_other_order(tmp_path, camera, start, monkeypatch):
    real = cutting.cut
    broken, whole = order(camera, start, start + 1000), order(camera, start, start + 2000)

    def cut(wanted, *given, **more):
        if wanted.id == broken["order"]:
            raise struct.error("argument out of range")
        return real(wanted, *given, **more)

    monkeypatch.setattr(cutting, "cut", cut)

    told = serve(tmp_path, Inbox(), monkeypatch, broken, whole, broken, answers=4)

    assert [one["state"] for one in told] == ["failed", "cut", "sent", "failed"]
    assert told[0]["why"] == "The box could not do it: error."
    assert answer(told[0])["why"] == told[0]["why"]
    assert not holds.held(tmp_path / "ring" / camera)


def test_the_newest_group_is_waited_for(tmp_path, monkeypatch):
    now = int(time.time() * 100) * 10
    name = ids.new("cam")

    async def go():
        ring = Ring(tmp_path / "ring" / name, 7)
        site.fill(ring, film(15), now - 2000)
        async with desk(tmp_path, Inbox(), monkeypatch) as (opened, told):
            opened.take(order(name, now - 2000, now - 500))
            await until(lambda: list((tmp_path / "orders").glob("*.json")))
            await until(lambda: holds.held(ring.folder) == [(now - 2000, now - 500)])  # the ring forgets nothing of it
            assert told == []
            site.fill(ring, film(15, first=15), now - 2000 + 15 * site.STEP)
            await until(lambda: told)
            await until(lambda: not holds.held(ring.folder))
            return told[0]

    assert asyncio.run(go())["frames"] == 23


def test_a_camera_that_stopped_is_waited_for_only_so_long(tmp_path, monkeypatch):
    now = int(time.time() * 100) * 10
    name = ids.new("cam")

    async def go():
        ring = Ring(tmp_path / "ring" / name, 7)
        site.fill(ring, film(15), now - 2000)
        async with desk(tmp_path, Inbox(), monkeypatch, pace=Pace(look=0.005, newest=0.05)) as (opened, told):
            opened.take(order(name, now - 2000, now - 500))
            return await until(lambda: told and told[0])

    told = asyncio.run(go())
    assert (told["state"], told["frames"]) == ("cut", 15)
    assert told["gaps"] == [[times.spell(now - 2000 + 15 * site.STEP), times.spell(now - 500)]]


def test_abuse_072_a_clip_carries_what_the_box_knows_of_its_clock(tmp_path, camera, start, monkeypatch):
    trusted.tell(tmp_path, box_ahead_ms=86_400_000, within_ms=40, at_ticks=time.monotonic())
    facts = order(camera, start, start + 1000, strict=True, priority=1)
    cut, _ = serve(tmp_path, Inbox(), monkeypatch, facts)
    assert abs(cut["box_ahead_ms"] - 86_400_000) <= 5
    assert (cut["within_ms"], cut["strict"], cut["pre_roll_ms"]) == (40, True, 0)
    assert answer(cut) == {name: value for name, value in cut.items() if name != "puts"}  # the guard lets it through
