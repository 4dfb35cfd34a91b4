"""The recorder keeps every frame with its time, shows the newest at once, and says what is wrong with a camera."""

import asyncio
import itertools
import json
import time

import pytest

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv_reader import Reader
from rtcc.foundation import ids
from tests.edge import site
from tests.edge.fake_camera import FakeCamera
from tests.edge.footage import counters, film
from tests.edge.site import listed, recording, timed, until


def record(home, camera, seen, **changes):
    """Record one camera until `seen(what the recorder tells)`; the ring's folder, and what was told."""

    async def go():
        async with camera.open():
            one = listed(camera, **changes)
            async with recording(home, [one]) as recorder:
                told = await until(lambda: seen(recorder.told()["cameras"][0]) and recorder.told()["cameras"][0])
            return home / "ring" / one["id"], told

    return asyncio.run(go())


def is_(state):
    return lambda told: told["state"] == state


def test_every_frame_is_kept_with_the_time_of_its_capture(tmp_path):
    shot = timed(film(60))
    ring, told = record(tmp_path, FakeCamera(shot), is_("stalled"))
    assert [counter for counter, _ in counters(site.replay(ring), "matroska")] == list(range(60))
    assert site.frame_times(ring) == [at for at, _ in shot]
    assert [piece.entry.duration for piece in site.pieces(ring)] == [15 * site.STEP] * 4
    assert abs(told["offset_ms"]) < 5000
    assert told["oldest_at"] < told["newest_at"]


def test_a_camera_that_stalls_keeps_its_last_pictures_and_says_so(tmp_path):
    ring, told = record(tmp_path, FakeCamera(timed(film(20))), is_("stalled"))
    assert len(site.frame_times(ring)) % 20 == 0
    assert "sends no pictures" in told["why"]


@pytest.mark.parametrize(
    ("camera", "sentence"),
    ids=["password", "codec"],
    argvalues=[
        ({"password": "other"}, "password"),
        ({"sdp": b"m=video 0 RTP/AVP 96\r\na=rtpmap:96 JPEG/90000\r\n"}, "H.264"),
    ],
)
def test_a_camera_that_cannot_be_recorded_says_what_to_set(tmp_path, camera, sentence):
    _, told = record(tmp_path, FakeCamera(**({"film": timed(film(30))} | camera)), is_("refused"))
    assert sentence in told["why"]


def test_a_camera_that_is_not_there_is_absent(tmp_path):
    async def go():
        camera = FakeCamera([])
        async with camera.open():
            pass
        async with recording(tmp_path, [listed(camera)]) as recorder:
            return await until(lambda: "does not answer" in recorder.told()["cameras"][0]["why"] and recorder.told())

    assert asyncio.run(go())["cameras"][0]["state"] == "absent"


def test_after_a_break_recording_goes_on_with_a_gap_in_one_chain(tmp_path):
    short = film(16, gop=8)  # so that both sessions lie within the second in which a camera's clock is believed
    camera = FakeCamera(timed(short, int(time.time() * 1000) - 900), ends="hang up")

    async def go():
        async with camera.open():
            one = listed(camera)
            ring = tmp_path / "ring" / one["id"]
            async with recording(tmp_path, [one]):
                await until(lambda: len(site.pieces(ring)) == 2)
                camera.film = timed(short, camera.film[-1][0] + 700)
                await until(lambda: len(site.pieces(ring)) >= 4)
            return site.pieces(ring)

    first, second, third = [piece.entry for piece in asyncio.run(go())][:3]
    assert first.end == second.start
    assert second.end < third.start


def test_abuse_067_a_camera_that_hangs_up_again_and_again_is_tried_ever_more_slowly(tmp_path):
    """Each session brings pictures; only one that lasts makes the next try a quick one."""
    camera = FakeCamera(timed(film(8, gop=4)), ends="hang up")
    pace = site.Pace(stall=5, first_pause=0.01, longest_pause=0.64, steady=30)

    async def go():
        came = []
        async with camera.open(), recording(tmp_path, [listed(camera)], pace=pace):
            while len(came) < 8:
                await until(lambda: camera.asked.count("PLAY") > len(came))
                came.append(time.monotonic())
        return [after - before for before, after in itertools.pairwise(came)]

    pauses = asyncio.run(go())
    # Half of the longest at least: never two cameras in step.
    assert min(pauses[:4]) < 0.32 < pauses[-1]


def test_other_parameter_sets_begin_another_setup(tmp_path):
    shot = timed((*film(15), *film(15, width=256, height=128, first=15)))
    ring, _ = record(tmp_path, FakeCamera(shot), is_("stalled"))
    found = site.pieces(ring)
    setups = list(dict.fromkeys(piece.setup for piece in found))
    assert len(setups) == 2
    assert [piece.setup for piece in found[:2]] == setups


def test_a_reader_gets_the_newest_group_so_far_and_then_every_frame(tmp_path):
    async def go():
        camera = FakeCamera(timed(film(60)), gate=asyncio.Event())
        async with camera.open():
            one = listed(camera)
            async with recording(tmp_path, [one], pace=site.Pace(stall=2)) as recorder:
                await until(lambda: one["id"] in recorder.feeds and recorder.feeds[one["id"]]._since_key)
                await until(lambda: len(site.pieces(tmp_path / "ring" / one["id"])) == 1)
                await until(lambda: len(recorder.feeds[one["id"]]._since_key) == 16)
                reader, writer = await ask(tmp_path, one["id"])
                await until(lambda: recorder.feeds[one["id"]].readers)
                camera.gate.set()
                data = await reader.read()  # to its end: the camera stalls, and readers are let go
                writer.close()
                return camera, data

    camera, data = asyncio.run(go())
    assert [counter for counter, _ in counters(data, "matroska")] == list(range(15, 60))
    events = Reader().feed(data)
    assert [event.at for event in events if isinstance(event, mkv.Cluster)] == [camera.film[n][0] for n in (15, 30, 45)]


async def ask(home, camera):
    reader, writer = await asyncio.open_unix_connection(home / "frames.sock")
    writer.write(json.dumps({"camera": camera}).encode() + b"\n")
    return reader, writer


@pytest.mark.parametrize(
    "line", [b'{"camera": "cam_x"}\n', b"[]\n", b"{}\n", b"junk\n", b"x" * 5000, b'{"camera": []}\n']
)
def test_who_asks_for_what_is_not_there_gets_nothing(tmp_path, line):
    async def go():
        async with recording(tmp_path, []):
            reader, writer = await asyncio.open_unix_connection(tmp_path / "frames.sock")
            writer.write(line)
            try:
                return await reader.read()
            except ConnectionError:
                return b""
            finally:
                writer.close()

    assert asyncio.run(go()) == b""


def test_the_list_decides_what_is_recorded(tmp_path):
    async def go():
        first, second = FakeCamera(timed(film(30))), FakeCamera(timed(film(30)))
        async with first.open(), second.open():
            one, two = listed(first), listed(second)
            async with recording(tmp_path, [one]) as recorder:
                (tmp_path / "cameras.json").write_text(json.dumps([two]))
                await recorder.read_list()
                known = [camera["id"] for camera in recorder.told()["cameras"]]
                (tmp_path / "cameras.json").write_text("[{]")
                await recorder.read_list()
                return two["id"], known, [camera["id"] for camera in recorder.told()["cameras"]]

    two, known, after = asyncio.run(go())
    assert known == after == [two]


def test_a_password_is_never_told(tmp_path):
    async def go():
        camera = FakeCamera(timed(film(15)))
        async with camera.open(), recording(tmp_path, [listed(camera, password="secret")]) as recorder:
            told = await until(lambda: recorder.told()["cameras"][0]["state"] == "refused" and recorder.told())
            return json.dumps(told) + repr(recorder._cameras)

    assert "secret" not in asyncio.run(go())


def test_camera_ids_that_are_none_are_not_taken(tmp_path):
    async def go():
        async with recording(
            tmp_path, [{"id": "../../etc", "address": "", "user": "", "password": "", "days_stored": 1}]
        ) as r:
            return r.told()

    assert asyncio.run(go())["cameras"] == []
    assert not ids.is_id("../../etc", "cam")
