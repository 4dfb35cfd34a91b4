"""Cameras that others wrote: what GStreamer's RTSP server and aio-rtsp-toolkit send is kept, picture by picture."""

import asyncio
import contextlib
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import pytest

from edge_greengrass.kit import index, mkv
from edge_greengrass.kit.mkv_reader import Reader
from edge_greengrass.recorder.camera import Pace
from local import engine
from tests.edge import site
from tests.edge.footage import counters, drawn
from tests.edge.site import listed, recording, until

HERE = Path(__file__).parent
DEBIAN = Path("/usr/bin/python3")
COUNT, FPS, RATE = 45, 15, 48_000
PACE = Pace(stall=8.0, first_pause=99.0, longest_pause=99.0)  # one session each
AIO = """
import asyncio, sys
from aio_rtsp_toolkit.server import RtspServer
async def main():
    server = await RtspServer(sys.argv[1], "127.0.0.1", int(sys.argv[2])).start()
    print(flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await server.close()
asyncio.run(main())
"""


@dataclass
class Peer:
    """A server of somebody else's at work."""

    address: str


@contextlib.contextmanager
def child(*command):
    """A process that ends with its stdin; its first line."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield process.stdout.readline().decode().strip()
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def film_file(path, codec, b_frames, *, sound=False):
    """An MP4 of so many frames that count up, one key frame a second."""
    told = f"keyint={FPS}:min-keyint={FPS}:scenecut=0:bframes={b_frames}:open-gop=0"
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264" if codec == "h264" else "libx265", rate=FPS)
        video.width, video.height, video.pix_fmt, video.time_base = 128, 64, "yuv420p", Fraction(1, FPS)
        quiet = ":log-level=none:pools=none:frame-threads=1" if codec == "h265" else ""
        video.options = {"x264-params" if codec == "h264" else "x265-params": told + quiet, "preset": "ultrafast"}
        audio = out.add_stream("aac", rate=RATE, layout="mono") if sound else None
        for number in range(COUNT):
            out.mux(video.encode(drawn(number, 128, 64)))
        out.mux(video.encode(None))
        for number in range(COUNT * RATE // FPS // 1024 if audio else 0):
            silence = av.AudioFrame("fltp", "mono", 1024)
            silence.planes[0].update(bytes(4096))
            silence.sample_rate, silence.pts = RATE, number * 1024
            out.mux(audio.encode(silence))
    return path


@contextlib.contextmanager
def gstreamer(folder, codec, b_frames, sound):
    """GStreamer's server at work."""
    file = film_file(folder / "film.mp4", codec, b_frames, sound=bool(sound))
    with child(DEBIAN, HERE / "gstreamer_camera.py", file, codec, *sound) as port:
        yield f"rtsp://127.0.0.1:{port}/film"


@contextlib.contextmanager
def aio(folder, codec):
    """The server of aio-rtsp-toolkit at work."""
    film_file(folder / "film.mp4", codec, 0)
    port = engine.free_port()
    with child(sys.executable, "-c", AIO, folder, str(port)):
        yield f"rtsp://127.0.0.1:{port}/film.mp4"


PEERS = {
    "GStreamer, H.264": (gstreamer, "h264", 0, []),
    "GStreamer, H.264 with B-frames": (gstreamer, "h264", 2, []),
    "GStreamer, H.265 with B-frames": (gstreamer, "h265", 2, []),
    "aio-rtsp-toolkit, H.264": (aio, "h264"),
    "aio-rtsp-toolkit, H.265": (aio, "h265"),
    "with sound": (gstreamer, "h264", 0, ["sound"]),
    "with sound that nobody wants": (gstreamer, "h264", 0, ["sound"]),
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Record them all, each until its film is over: of each the ring, and what was told last."""
    home, found = tmp_path_factory.mktemp("site"), {}
    with contextlib.ExitStack() as stack:
        ones = {}
        for name, (serve, *how) in PEERS.items():
            address = stack.enter_context(serve(tmp_path_factory.mktemp("film"), *how))
            ones[name] = listed(Peer(address), sound=name == "with sound")

        def is_over(recorder):
            told = {one["id"]: one for one in recorder.told()["cameras"]}
            for name, one in ones.items():
                found[name] = home / "ring" / one["id"], told[one["id"]]
            return all(one["state"] != "recording" and "newest_at" in one for one in told.values())

        async def go():
            async with recording(home, list(ones.values()), pace=PACE) as recorder:
                await until(lambda: is_over(recorder), seconds=60)

        asyncio.run(go())
    return found


def is_exact(ring):
    """Every picture once, each a fifteenth of a second after the one before it."""
    assert [counter for counter, _ in counters(site.replay(ring), "matroska")] == list(range(COUNT))
    frames = [
        one for one in Reader().feed(site.replay(ring)) if isinstance(one, mkv.Frame) and one.track == mkv.PICTURES
    ]
    times = sorted(one.at for one in frames)
    assert all(abs(at - times[0] - number * 1000 / FPS) <= 2 for number, at in enumerate(times))
    assert sum(one.is_key for one in frames) == len(site.pieces(ring)) == COUNT // FPS


@pytest.mark.parametrize("name", PEERS)
def test_what_others_send_is_recorded_exactly(recorded, name):
    ring, told = recorded[name]
    is_exact(ring)
    assert told["codec"] == PEERS[name][1]
    assert abs(told["offset_ms"]) < 1000


def test_sound_is_recorded_beside_the_pictures_where_the_owner_wants_it(recorded, tmp_path):
    ring, _ = recorded["with sound"]
    played = tmp_path / "played.mkv"
    played.write_bytes(site.replay(ring))
    with av.open(str(played)) as file:
        samples = sum(frame.samples for frame in file.decode(audio=0))
    assert samples == pytest.approx(COUNT * RATE / FPS, abs=4 * 1024)
    sounds = [
        one.at for one in Reader().feed(site.replay(ring)) if isinstance(one, mkv.Frame) and one.track == mkv.SOUND
    ]
    assert abs(sounds[0] - site.pieces(ring)[0].entry.start) < 200


def test_sound_is_not_even_asked_for_otherwise(recorded):
    ring, _ = recorded["with sound that nobody wants"]
    header = index.header_path(ring, site.pieces(ring)[0].setup).read_bytes()
    assert not any(isinstance(one, mkv.Sound) for one in Reader().feed(header))
