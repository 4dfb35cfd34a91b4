"""Whatever lies in a ring, and however long a clip is: the cutter's memory has bounds, and a real S3 takes it."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edge_greengrass.clip_cutter import cutting, scan
from edge_greengrass.clip_cutter.sending import Limits
from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import PICTURES, SOUND, Unreadable
from edge_greengrass.recorder.ring import Ring
from local.city_file import ROOT
from rtcc.foundation import ids
from tests.edge.answering import answering
from tests.edge.clipping import NOW, film, order
from tests.edge.ordering import Inbox, desk, word
from tests.edge.ordering import order as told_order
from tests.edge.site import until
from tests.engines import seaweedfs

MOST_KB = 40_000
CUT = """
import re, sys
from pathlib import Path
from edge_greengrass.clip_cutter import cutting
from edge_greengrass.clip_cutter.order import Order
ring, file, start, end = sys.argv[1:]
clip = cutting.cut(Order("ord_1", "cam_1", int(start), int(end), 0, "b", "k"), Path(ring), Path(file))
most = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
sys.stdout.write(f"{clip.bytes} {most}")
"""


def filled(folder, clusters, blocks):
    """A ring of that many clusters, a second each, all with these blocks."""
    ring = Ring(folder, 7)
    header = mkv.header(film().track)
    for number in range(clusters):
        begin = NOW + number * 1000
        ring.append(mkv.cluster(begin, blocks), at=begin, duration=1000, frames=len(blocks), header=header)
    ring.close()
    return folder


def test_ten_minutes_of_1080p_are_not_held_in_memory(tmp_path):
    picture = os.urandom(24_000)
    ring = filled(tmp_path / "ring", 600, [mkv.block(number * 66, not number, picture) for number in range(15)])
    said = [str(ring), str(tmp_path / "clip.mp4"), str(NOW), str(NOW + 600_000)]
    made = subprocess.run([sys.executable, "-c", CUT, *said], cwd=ROOT, capture_output=True, text=True, check=True)
    size, most = (int(one) for one in made.stdout.split())
    assert size > 200e6
    assert most < MOST_KB
    (tmp_path / "clip.mp4").unlink()


def test_one_group_of_fifty_megabytes_is_not_held_in_memory(tmp_path):
    ring = filled(tmp_path / "ring", 1, [mkv.block(0, True, bytes(45 << 20))])
    said = [str(ring), str(tmp_path / "clip.mp4"), str(NOW), str(NOW + 1000)]
    made = subprocess.run([sys.executable, "-c", CUT, *said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(made.stdout.split()[1]) < MOST_KB


def test_more_frames_than_can_be_are_refused(tmp_path):
    ring = filled(tmp_path / "ring", 1, [mkv.block(0, not number, b"") for number in range(70_000)])
    with pytest.raises(ValueError, match="more frames than can be"):
        cutting.cut(order(NOW, NOW + 1000), ring, tmp_path / "clip.mp4")


@given(
    blocks=st.lists(
        st.tuples(
            st.integers(-32768, 32767), st.booleans(), st.sampled_from([PICTURES, SOUND]), st.binary(max_size=20)
        ),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_frame_of_a_cluster_is_found_where_it_lies(tmp_path, blocks):
    whole = [mkv.block(at, is_key, data, track=track) for at, is_key, track, data in blocks]
    cluster = mkv.cluster(NOW, whole)
    found = scanned(tmp_path, b"before" + cluster + b"after", 6, len(cluster))
    assert [cluster[one.offset : one.offset + one.size] for one in found] == [data for _, _, _, data in blocks]
    assert [(one.at - NOW, one.track) for one in found] == [(at, track) for at, _, track, _ in blocks]


@given(data=st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cluster_of_hostile_lengths_is_unreadable_or_within_its_place(tmp_path, data):
    cluster = bytearray(mkv.cluster(NOW, [mkv.block(number, not number, b"x" * 9) for number in range(5)]))
    for _ in range(data.draw(st.integers(1, 4))):
        cluster[data.draw(st.integers(0, len(cluster) - 1))] = data.draw(st.integers(0, 255))
    length = len(cluster) + data.draw(st.sampled_from([0, 0, 0, 0, -1, 9]))
    try:
        found = scanned(tmp_path, bytes(cluster), 0, length)
    except Unreadable:
        return
    assert all(0 <= one.offset <= one.offset + one.size <= length for one in found)


def test_no_single_byte_makes_a_frame_reach_beyond_its_cluster(tmp_path):
    cluster = mkv.cluster(NOW, [mkv.block(number, not number, b"x" * 9) for number in range(5)])
    read = 0
    for where in range(len(cluster)):
        for value in (0x00, 0x01, 0x08, 0x20, 0x40, 0x7F, 0x80, 0x8F, 0xA0, 0xFF):
            hostile = cluster[:where] + bytes([value]) + cluster[where + 1 :]
            try:
                found = scanned(tmp_path, hostile + bytes(200), 0, len(cluster))
            except Unreadable:
                continue
            read += 1
            assert all(0 <= one.offset <= one.offset + one.size <= len(cluster) for one in found)
    assert read > len(cluster)


@given(st.binary(max_size=300))
@example(b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff")
@example(b"\x1f\x43\xb6\x75\x84\xe7\x81\xff\xa3")
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_no_cluster_is_unreadable(tmp_path, data):
    try:
        assert all(one.offset + one.size <= len(data) for one in scanned(tmp_path, data, 0, len(data)))
    except Unreadable:
        return


def scanned(folder, data, offset, length):
    file = folder / "cluster"
    file.write_bytes(data)
    handle = os.open(file, os.O_RDONLY)
    try:
        return scan.blocks(handle, offset, length)
    finally:
        os.close(handle)


def test_a_large_clip_reaches_a_real_s3_in_parts(tmp_path, monkeypatch):
    child, account = seaweedfs.start(tmp_path)
    try:
        s3 = account.client("s3")
        s3.create_bucket(Bucket="inbox")
        camera = ids.new("cam")
        picture = os.urandom(400_000)
        filled(tmp_path / "ring" / camera, 30, [mkv.block(0, True, picture), mkv.block(500, False, picture[:9])])
        facts = told_order(camera, NOW, NOW + 30_000)
        told = asyncio.run(sent(tmp_path, account, facts, monkeypatch))
        assert [one["state"] for one in told] == ["cut", "sent"]
        data = s3.get_object(Bucket="inbox", Key=facts["key"])["Body"].read()
        assert hashlib.sha256(data).hexdigest() == told[0]["sha256"]
        assert len(data) > 2 * (5 << 20)
        assert s3.head_object(Bucket="inbox", Key=facts["key"])["ETag"].strip('"').endswith("-3")
    finally:
        child.stop()


async def sent(home, account, facts, monkeypatch):
    role = {"AccessKeyId": account.access_key_id, "SecretAccessKey": account.secret_access_key, "Token": ""}
    role["Expiration"] = "2099-01-01T00:00:00Z"
    async with (
        answering(lambda *_: (200, json.dumps(role).encode())) as (port, _),
        desk(home, Inbox(), monkeypatch, limits=Limits(part=5 << 20)) as (opened, told),
    ):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", account.endpoint)
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{port}/role")
        opened.hear(word(facts["camera"]))
        opened.take(facts)
        await until(lambda: len(told) == 2, seconds=60)
        return told
