"""The cutter is killed at every step of its work, and runs again: the same clip, there once, and nothing left over."""

import asyncio
import hashlib
import json
import os
import signal
import sys

import pytest

from edge_greengrass.recorder.ring import Ring
from local.city_file import ROOT
from rtcc.foundation import ids
from tests.edge import site
from tests.edge.answering import answering
from tests.edge.footage import film
from tests.edge.ordering import order
from tests.edge.parting import S3

START = 1_790_000_000_000
KILLED = -signal.SIGKILL


@pytest.fixture
def camera(tmp_path):
    name = ids.new("cam")
    ring = Ring(tmp_path / "ring" / name, 7)
    site.fill(ring, film(45), START)
    ring.close()
    return name


async def drill(home, camera, s3, *, part, stride):
    """Kill at every so-manieth step of an order of its own, until one comes to its end; the orders."""
    async with answering(s3.answer) as (port, _):
        there = f"http://127.0.0.1:{port}"
        env = os.environ | {"AWS_ENDPOINT_URL_S3": there, "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{there}/role"}
        command = [sys.executable, "-m", "tests.edge.killed_cutter", str(home)]
        pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
        child = await asyncio.create_subprocess_exec(*command, env=env | {"PART": str(part)}, cwd=ROOT, **pipes)
        orders, ended = [], KILLED
        try:
            while ended == KILLED:
                orders.append(order(camera, START, START + 3000))
                ended = await forked(child, orders[-1], 1 + (len(orders) - 1) * stride)
                assert await forked(child, orders[-1], 0) == 0
                left = [path.name for path in (home / "orders").iterdir()]
                assert left == [f"{orders[-1]['order']}.json"]
                (home / "orders" / left[0]).unlink()  # so that the next has no more steps than this one
                assert len(orders) < 300
        finally:
            child.kill()
            await child.wait()
        return orders


async def forked(child, facts, step):
    child.stdin.write(json.dumps({"order": facts, "step": step}).encode() + b"\n")
    return int(await asyncio.wait_for(child.stdout.readline(), 10))


def check(home, camera, *, part, stride):
    s3 = S3()
    orders = asyncio.run(drill(home, camera, s3, part=part, stride=stride))
    assert len(orders) > 20 // stride
    told = [json.loads(line) for line in (home / "told").read_bytes().splitlines()]
    for facts in orders:
        events = [one for one in told if one["order"] == facts["order"]]
        (digest,) = {one["sha256"] for one in events if one["state"] in ("cut", "sent")}
        assert hashlib.sha256(s3.objects[f"/inbox/{facts['key']}"]).hexdigest() == digest
        assert events[-1]["state"] == "sent"
    assert len(s3.objects) == len(orders)
    assert not list((home / "ring" / camera).glob("*.hold*"))


@pytest.mark.parametrize("part", [4_000, 1 << 20], ids=["in parts", "by one PUT"])
def test_abuse_071_killed_in_its_work_the_clip_is_the_same_and_there_once(tmp_path, camera, part):
    check(tmp_path, camera, part=part, stride=4)


@pytest.mark.slow
@pytest.mark.parametrize("part", [4_000, 1 << 20], ids=["in parts", "by one PUT"])
def test_abuse_071_killed_at_any_step_the_clip_is_the_same_and_there_once(tmp_path, camera, part):
    check(tmp_path, camera, part=part, stride=1)
