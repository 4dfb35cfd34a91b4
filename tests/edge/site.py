"""A site for tests: a home with cameras, the recorder running in it, and patience that ends."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import time

from edge_greengrass.kit import index, mkv
from edge_greengrass.kit.mkv_reader import Reader
from edge_greengrass.recorder import frames
from edge_greengrass.recorder.camera import Pace
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.recorder import Recorder
from edge_greengrass.recorder.tape import Tape
from rtcc.foundation import ids

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
FAST = Pace(stall=0.3, first_pause=0.02, longest_pause=0.05, refused_pause=0.02)
STEP = 67


def timed(pictures, start=None):
    """Pictures with their times: as if the camera had begun just now."""
    begin = int(time.time() * 1000) if start is None else start
    return [(begin + number * STEP, picture) for number, picture in enumerate(pictures)]


def listed(camera, camera_id=None, **changes):
    """A camera as the guard writes it down."""
    facts = {"id": camera_id or ids.new("cam"), "name": "Till", "address": camera.address, "user": "owner"}
    return facts | {"password": "pass", "days_stored": 7} | changes


@contextlib.asynccontextmanager
async def recording(home, cameras, pace=FAST):
    """The recorder at work, its socket open."""
    (home / "cameras.json").write_text(json.dumps(cameras))
    recorder = Recorder(home, network=LOOPBACK, pace=pace)
    server = await frames.serve(home / "frames.sock", recorder.feeds)
    await recorder.read_list()
    try:
        yield recorder
    finally:
        await recorder.close()
        server.close()


async def until(condition, seconds=20.0):
    """Wait until it is so; what it then is."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never became so"
        await asyncio.sleep(0.005)
    return found


def pieces(ring):
    """Everything in a ring."""
    return list(index.between(ring, 0, 1 << 60))


def replay(ring):
    """A ring's clusters behind their header, as one stream for a player."""
    found = pieces(ring)
    return index.header_path(ring, found[0].setup).read_bytes() + b"".join(piece.read() for piece in found)


def frame_times(ring):
    """When every recorded frame was taken."""
    return [event.at for event in Reader().feed(replay(ring)) if isinstance(event, mkv.Frame)]


def fill(ring, pictures, start):
    """Record pictures without a camera, 67 ms apart."""
    tape = Tape(ring, Feed())
    tape.begin(pictures[0].track)
    for at, picture in timed(pictures, start):
        tape.take(at, is_key=picture.is_key, data=picture.sample)
    tape.finish()
