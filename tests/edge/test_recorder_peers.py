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
PACE = Pace(stall=8.0, first_pause=9.0, longest_pause=9.0)  # one session each
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
    sound: bool = False


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


def record(home, peer):
    """Record the film until it is over; the ring, and what was told."""

    async def go():
        one = listed(peer, sound=peer.sound)
        ring = home / "ring" / one["id"]
        async with recording(home, [one], pace=PACE) as recorder:
            told = lambda: recorder.told()["cameras"][0]  # noqa: E731
            await until(lambda: told()["state"] == "recording", seconds=30)
            last = await until(lambda: told()["state"] != "recording" and told(), seconds=30)
        return ring, last

    return asyncio.run(go())


def is_exact(ring):
    """Every picture once, each a fifteenth of a second after the one before it."""
    assert [counter for counter, _ in counters(site.replay(ring), "matroska")] == list(range(COUNT))
    frames = [
        one for one in Reader().feed(site.replay(ring)) if isinstance(one, mkv.Frame) and one.track == mkv.PICTURES
    ]
    times = sorted(one.at for one in frames)
    assert all(abs(at - times[0] - number * 1000 / FPS) <= 2 for number, at in enumerate(times))
    assert sum(one.is_key for one in frames) == len(site.pieces(ring)) == COUNT // FPS


@pytest.mark.parametrize(("codec", "b_frames"), [("h264", 0), ("h264", 2), ("h265", 2)])
def test_gstreamer_s_server_is_recorded_exactly(tmp_path, codec, b_frames):
    file = film_file(tmp_path / "film.mp4", codec, b_frames)
    with child(DEBIAN, HERE / "gstreamer_camera.py", file, codec) as port:
        ring, told = record(tmp_path, Peer(f"rtsp://127.0.0.1:{port}/film"))
    is_exact(ring)
    assert (told["codec"], abs(told["offset_ms"]) < 1000) == (codec, True)


def test_gstreamer_s_sound_is_recorded_beside_the_pictures_where_the_owner_wants_it(tmp_path):
    file = film_file(tmp_path / "film.mp4", "h264", 0, sound=True)
    with child(DEBIAN, HERE / "gstreamer_camera.py", file, "h264", "sound") as port:
        ring, _ = record(tmp_path, Peer(f"rtsp://127.0.0.1:{port}/film", sound=True))
    is_exact(ring)
    with av.open(str(_played(ring, tmp_path / "played.mkv"))) as played:
        samples = sum(frame.samples for frame in played.decode(audio=0))
    assert samples == pytest.approx(COUNT * RATE / FPS, abs=4 * 1024)
    sounds = [
        one.at for one in Reader().feed(site.replay(ring)) if isinstance(one, mkv.Frame) and one.track == mkv.SOUND
    ]
    assert abs(sounds[0] - site.pieces(ring)[0].entry.start) < 200


def test_gstreamer_s_sound_is_not_even_asked_for_otherwise(tmp_path):
    file = film_file(tmp_path / "film.mp4", "h264", 0, sound=True)
    with child(DEBIAN, HERE / "gstreamer_camera.py", file, "h264", "sound") as port:
        ring, _ = record(tmp_path, Peer(f"rtsp://127.0.0.1:{port}/film"))
    is_exact(ring)
    header = index.header_path(ring, site.pieces(ring)[0].setup).read_bytes()
    assert not any(isinstance(one, mkv.Sound) for one in Reader().feed(header))


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_aio_rtsp_toolkit_s_server_is_recorded_exactly(tmp_path, codec):
    film_file(tmp_path / "film.mp4", codec, 0)
    port = engine.free_port()
    with child(sys.executable, "-c", AIO, tmp_path, str(port)):
        ring, told = record(tmp_path, Peer(f"rtsp://127.0.0.1:{port}/film.mp4"))
    is_exact(ring)
    assert told["codec"] == codec


def _played(ring, to):
    to.write_bytes(site.replay(ring))
    return to
