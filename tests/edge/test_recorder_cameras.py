"""Simulated cameras in processes of their own, each with something wrong: what the ring holds and what is told."""

import asyncio
import contextlib
import io
import itertools
import time
from dataclasses import dataclass, field

import av
import pytest

from edge_greengrass.kit import index, mkv
from edge_greengrass.kit.mkv_reader import Reader
from edge_greengrass.recorder.camera import Pace
from local.cameras import code, running
from tests.edge import site
from tests.edge.site import recording, until

PACE = Pace(stall=3.0, first_pause=0.05, longest_pause=0.4, refused_pause=0.2, steady=30.0)
CAMERAS = {
    "h265": ("--codec", "h265"),
    "b": ("--b-frames", "2"),
    "loses": ("--loses", "0.02"),
    "flaps": ("--flaps-every", "0.2"),
    "clock": ("--clock-after", "1.5"),
    "codec": ("--codec-after", "1.5"),
    "endless": ("--is-endless",),
}


@dataclass
class Seen:
    """What was recorded of one camera, and everything that was told of it."""

    ring: object
    told: list = field(default_factory=list)

    def pieces(self):
        return site.pieces(self.ring)

    def any(self, name, value):
        return any(one.get(name) == value for one in self.told)


def is_enough(name, seen):
    """Whether a camera has shown what it is here for."""
    if name in ("flaps", "clock"):
        return any("warn" in one for one in seen.told)
    if name == "endless":
        return seen.any("state", "refused")
    if name == "codec":
        return len({piece.setup for piece in seen.pieces()}) > 1
    return len(seen.pieces()) >= (4 if name == "loses" else 3)


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Record them all, until each has shown what it is here for."""
    home = tmp_path_factory.mktemp("site")
    with contextlib.ExitStack() as stack:
        cameras = {}
        for name, faults in CAMERAS.items():
            cameras[name] = running.start(name, "pass", *faults, user="owner")
            stack.callback(cameras[name].stop)
        ones = {name: site.listed(camera) for name, camera in cameras.items()}
        found = {name: Seen(home / "ring" / one["id"]) for name, one in ones.items()}

        def look(recorder):
            told = {one["id"]: one for one in recorder.told()["cameras"]}
            for name, one in ones.items():
                found[name].told.append(told[one["id"]] | {"asked": time.monotonic()})
            return all(is_enough(name, one) for name, one in found.items())

        async def go():
            async with recording(home, list(ones.values()), pace=PACE) as recorder:
                await until(lambda: look(recorder), seconds=90)

        asyncio.run(go())
    return found


def burned_in(ring):
    """Counter and time in each picture of a ring's first setup, as a player decodes it."""
    with av.open(io.BytesIO(site.replay(ring)), format="matroska") as container:
        return [code.read(bytes(f.planes[0]), f.planes[0].line_size) for f in container.decode(video=0)]


def recorded_times(ring):
    frames = [one for one in Reader().feed(site.replay(ring)) if isinstance(one, mkv.Frame)]
    return sorted(one.at for one in frames)


@pytest.mark.parametrize(("name", "codec"), [("h265", "h265"), ("b", "h264")])
def test_each_picture_lies_at_the_time_of_its_capture(seen, name, codec):
    ring = seen[name].ring
    found = burned_in(ring)
    assert None not in found
    assert len(found) == sum(piece.entry.frames for piece in seen[name].pieces())
    assert [at for _, at in found] == pytest.approx(recorded_times(ring), abs=1)
    assert seen[name].any("codec", codec)


def test_what_is_lost_on_the_way_leaves_no_broken_picture(seen):
    entries = [piece.entry for piece in seen["loses"].pieces()]
    assert any(before.end < after.start for before, after in itertools.pairwise(entries))
    assert None not in burned_in(seen["loses"].ring)


def test_abuse_067_a_camera_that_flaps_is_told_once_a_minute(seen):
    told = seen["flaps"].told
    assert told[-1]["warn"] == "flapping"
    since = next(n for n, one in enumerate(told) if one.get("warn") == "flapping")
    assert len({one["state"] for one in told[since:]}) == 1


def test_abuse_066_a_clock_that_is_set_is_told_and_moves_no_picture(seen):
    entries = [piece.entry for piece in seen["clock"].pieces()]
    assert seen["clock"].any("warn", "clock")
    assert entries[-1].end - entries[0].start < 60_000
    assert all(before.end <= after.start for before, after in itertools.pairwise(entries))


def test_a_camera_that_changes_its_codec_is_recorded_on(seen):
    setups = {piece.setup for piece in seen["codec"].pieces()}
    tracks = [Reader().feed(index.header_path(seen["codec"].ring, setup).read_bytes())[0] for setup in setups]
    assert {track.codec for track in tracks} == {mkv.H264, mkv.HEVC}


def test_abuse_064_a_description_of_a_gigabyte_is_refused_at_its_head(seen):
    told = next(one for one in seen["endless"].told if one["state"] == "refused")
    assert "impossible length" in told["why"]
    assert not seen["endless"].pieces()
