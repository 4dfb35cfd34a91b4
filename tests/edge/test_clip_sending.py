"""A clip is there once, whatever becomes of the line: large ones in parts, urgent ones first, as fast as allowed."""

import asyncio
import hashlib
import os
import time

import pytest

from edge_greengrass.clip_cutter.inbox import Tap
from edge_greengrass.clip_cutter.sending import Limits, Pauses
from edge_greengrass.clip_cutter.working import Pace
from edge_greengrass.recorder.ring import Ring
from rtcc.foundation import ids
from tests.edge import site
from tests.edge.footage import film
from tests.edge.ordering import FAST, desk, order, word
from tests.edge.parting import S3
from tests.edge.site import until

PARTS = Limits(part=4_000)
START = 1_790_000_000_000


@pytest.fixture
def camera(tmp_path):
    """A camera with eight seconds in its ring; a clip of all of it is about 15 KB."""
    name = ids.new("cam")
    ring = Ring(tmp_path / "ring" / name, 7)
    site.fill(ring, film(120), START)
    ring.close()
    return name


def whole(camera, **changes):
    return order(camera, START, START + 8000, **changes)


def run(home, s3, monkeypatch, *orders, limits=PARTS, pace=FAST, done=None):
    """A cutter at work until all is sent, or until `done`."""

    async def go():
        async with desk(home, s3, monkeypatch, limits=limits, pace=pace) as (opened, told):
            opened.hear(word(*(ring.name for ring in (home / "ring").iterdir())))
            for facts in orders:
                opened.take(facts)
            await until(done or (lambda: sum(one["state"] != "cut" for one in told) >= max(1, len(orders))))
            return told

    return asyncio.run(go())


def acts(s3):
    return [act for act, _ in s3.said]


def the_object(s3, facts):
    """The one object that lies there, at the place of that order."""
    assert list(s3.objects) == [f"/inbox/{facts['key']}"]
    return s3.objects[f"/inbox/{facts['key']}"]


def test_a_large_clip_goes_in_parts_each_with_its_digest_and_is_joined_once(tmp_path, camera, monkeypatch):
    s3, facts = S3(), whole(camera)
    cut, sent = run(tmp_path, s3, monkeypatch, facts)
    assert (cut["state"], sent["state"]) == ("cut", "sent")
    assert hashlib.sha256(the_object(s3, facts)).hexdigest() == cut["sha256"] == sent["sha256"]
    count = -(-cut["bytes"] // PARTS.part)
    assert count >= 3
    assert acts(s3) == ["begin", *(f"part{number}" for number in range(1, count + 1)), "join"]
    assert not list((tmp_path / "orders").glob("*.mp4")) + list((tmp_path / "orders").glob("*.parts"))


def test_a_small_clip_goes_by_one_put(tmp_path, camera, monkeypatch):
    s3 = S3()
    run(tmp_path, s3, monkeypatch, whole(camera), limits=Limits())
    assert acts(s3) == ["put"]


def test_after_a_cut_of_the_power_only_the_missing_parts_go_out(tmp_path, camera, monkeypatch):
    s3, facts = S3(part3=[503] * 1000), whole(camera)
    run(tmp_path, s3, monkeypatch, facts, done=lambda: "part3" in acts(s3))
    s3.refuse.clear()
    s3.said.clear()
    told = run(tmp_path, s3, monkeypatch)
    assert [one["state"] for one in told] == ["cut", "sent"]
    assert acts(s3)[0] == "part3"
    assert acts(s3)[-1] == "join"
    assert hashlib.sha256(the_object(s3, facts)).hexdigest() == told[0]["sha256"]


@pytest.mark.parametrize("refused", [{"part2": [404]}, {"join": [404]}, {"begin": [500, 403]}, {"part1": [500, 400]}])
def test_an_upload_that_the_inbox_does_not_know_begins_anew(tmp_path, camera, monkeypatch, refused):
    s3, facts = S3(**refused), whole(camera)
    cut, sent = run(tmp_path, s3, monkeypatch, facts)
    assert sent["state"] == "sent"
    assert hashlib.sha256(the_object(s3, facts)).hexdigest() == cut["sha256"]


def test_abuse_071_parts_that_were_joined_when_the_answer_was_lost_are_not_there_twice(tmp_path, camera, monkeypatch):
    s3, facts = S3(), whole(camera)

    def lost():
        _, parts = s3.uploads.popitem()
        s3.objects[f"/inbox/{facts['key']}"] = b"".join(parts.values())
        s3.refuse.clear()
        return 500

    s3.refuse["join"] = lost
    cut, sent = run(tmp_path, s3, monkeypatch, facts)
    assert sent["state"] == "sent"
    assert hashlib.sha256(the_object(s3, facts)).hexdigest() == cut["sha256"]


def test_what_lay_there_before_is_not_called_ours(tmp_path, camera, monkeypatch):
    s3, facts = S3(), whole(camera)
    s3.objects[f"/inbox/{facts['key']}"] = b"foreign"
    told = run(tmp_path, s3, monkeypatch, facts)
    assert (told[-1]["state"], told[-1]["why"]) == ("failed", "Something else lies where the clip shall go.")
    assert the_object(s3, facts) == b"foreign"


def test_a_clip_that_changed_on_the_disk_is_not_sent(tmp_path, camera, monkeypatch):
    s3, facts = S3(begin=[503] * 1000), whole(camera)
    run(tmp_path, s3, monkeypatch, facts, done=lambda: "begin" in acts(s3))
    clip = tmp_path / "orders" / f"{facts['order']}.mp4"
    clip.write_bytes(clip.read_bytes()[:-1] + b"!")
    s3.refuse.clear()
    told = run(tmp_path, s3, monkeypatch)
    assert told[-1]["state"] == "failed"
    assert s3.objects == {}


def test_what_the_owner_forbids_in_the_middle_is_taken_back(tmp_path, camera, monkeypatch):
    s3, facts = S3(part3=[503] * 1000), whole(camera)

    async def go():
        async with desk(tmp_path, s3, monkeypatch, limits=PARTS) as (opened, told):
            opened.take(facts)
            await until(lambda: "part3" in acts(s3))
            opened.hear(word())
            await until(lambda: "drop" in acts(s3) and not opened._leaving)
            return told

    told = asyncio.run(go())
    assert told[-1]["state"] == "refused"
    assert s3.objects == s3.uploads == {}
    assert not list((tmp_path / "orders").glob("*.mp4")) + list((tmp_path / "orders").glob("*.parts"))


@pytest.mark.parametrize(("urgency", "order_of_sending"), [(1, ["urgent", "slow"]), (3, ["slow", "urgent"])])
def test_a_more_urgent_clip_goes_between_the_parts_of_another(tmp_path, camera, monkeypatch, urgency, order_of_sending):
    s3, slow, urgent = S3(), whole(camera, priority=3), order(camera, START, START + 1000, priority=urgency)
    names = {slow["order"]: "slow", urgent["order"]: "urgent"}

    async def go():
        async with desk(tmp_path, s3, monkeypatch, limits=PARTS) as (opened, told):

            async def slowly(*_):  # the second part goes out when the other clip is ready
                if "part1" in acts(s3):
                    await until(lambda: any(one["order"] == urgent["order"] for one in told))

            monkeypatch.setattr(Tap, "take", slowly)
            s3.refuse["part1"] = lambda: opened.take(urgent)
            opened.take(slow)
            await until(lambda: sum(one["state"] == "sent" for one in told) == 2)
            return [names[one["order"]] for one in told if one["state"] == "sent"]

    assert asyncio.run(go()) == order_of_sending
    assert acts(s3).count("begin") == acts(s3).count("part1") == 1


def test_abuse_071_after_three_days_without_a_line_the_urgent_go_first_and_each_once(tmp_path, camera, monkeypatch):
    slept, s3 = [0.0], S3()
    orders = [order(camera, START, START + 3000, priority=one) for one in (3, 4, 1, 2, 1)]

    async def sleep(seconds):
        slept[0] += seconds
        await asyncio.sleep(0)

    async def go():
        pace = Pace(look=0.005, newest=5, pauses=Pauses(sleep=sleep))
        async with desk(tmp_path, s3, monkeypatch, limits=Limits(), pace=pace) as (opened, told):
            port = down(monkeypatch)
            for facts in orders:
                opened.take(facts)
            await until(lambda: slept[0] > 3 * 86_400, seconds=60)
            assert {one["state"] for one in told} == {"cut"}
            monkeypatch.setenv("AWS_ENDPOINT_URL_S3", port)
            await until(lambda: sum(one["state"] == "sent" for one in told) == len(orders))

    asyncio.run(go())
    assert acts(s3) == ["put"] * len(orders)
    names = [name for _, name in s3.said]
    ranks = [next(one["priority"] for one in orders if one["key"].endswith(name)) for name in names]
    assert ranks == sorted(ranks)
    assert len(s3.objects) == len(orders)


def down(monkeypatch):
    """Nobody answers any more; the address that did."""
    there = os.environ["AWS_ENDPOINT_URL_S3"]
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    return there


def test_clips_take_no_more_of_the_line_than_they_may(tmp_path, camera, monkeypatch):
    s3, facts = S3(), whole(camera)
    began = time.monotonic()
    cut, _ = run(tmp_path, s3, monkeypatch, facts, limits=Limits(part=4_000, kbit=200))
    took = time.monotonic() - began
    assert took > cut["bytes"] * 8 / 200_000 - 0.3
