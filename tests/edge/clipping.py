"""Rings of any codec for the cutter's tests, and players that read back which pictures a clip shows."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import av

from edge_greengrass.clip_cutter import cutting
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import AAC, H264, HEVC, SOUND, Sound, Track
from edge_greengrass.recorder.ring import Ring
from tests.edge import footage
from tests.edge.footage import BITS, CELL

NOW = 1_790_000_000_000
STEP = 67
RATE = 48_000
_CODERS = {H264: "libx264", HEVC: "libx265"}


@dataclass(frozen=True)
class Film:
    """Encoded pictures in the order of decoding: (the counter in it, is it a key frame, its data)."""

    track: Track
    pictures: tuple[tuple[int, bool, bytes], ...]


@cache
def film(codec=H264, count=60, gop=15, b_frames=0, first=0, width=128, height=64, is_open=False):
    """That many pictures that count up from `first`."""
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as out:
        stream = out.add_stream(_CODERS[codec], rate=15)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 15)
        keys = f"keyint={gop}:min-keyint={gop}:scenecut=0:bframes={b_frames}:open-gop={int(is_open)}"
        if codec == HEVC:
            stream.options = {"x265-params": f"{keys}:log-level=none", "crf": "15"}
        else:
            stream.options = {"x264-params": f"{keys}:b-adapt=0", "crf": "18"}
        for number in range(count):
            picture = footage.drawn(first + number, width, height)
            picture.pts = number
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    with av.open(io.BytesIO(made.getvalue())) as back:
        stream = back.streams.video[0]
        private = bytes(stream.codec_context.extradata)
        told = [one for one in back.demux(stream) if one.size]
        shown = {pts: number for number, pts in enumerate(sorted(one.pts for one in told), first)}
        pictures = tuple((shown[one.pts], one.is_keyframe, bytes(one)) for one in told)
    return Film(Track(private, width, height, codec), pictures)


@cache
def tone(seconds=4):
    """AAC: what a decoder must know, and its frames of 1,024 samples."""
    coder = av.CodecContext.create("aac", "w")
    coder.sample_rate, coder.layout, coder.format = RATE, "mono", "fltp"
    packets = []
    for number in range(seconds * RATE // 1024):
        frame = av.AudioFrame("fltp", "mono", 1024)
        frame.sample_rate, frame.pts = RATE, number * 1024
        frame.planes[0].update(b"\0\0\0\x3e" * 1024)
        packets += coder.encode(frame)
    return Sound(bytes(coder.extradata), RATE, 1), tuple(bytes(one) for one in packets)


def at(number):
    """When the picture with that counter was taken."""
    return NOW + number * STEP


def record(folder, *films, sound=False, clock=None):
    """Put films into a ring, a cluster a group of pictures, one behind the other; returns the folder."""
    ring = Ring(folder, 7)
    for one in films:
        header = mkv.header(one.track, tone()[0] if sound else None)
        groups = []
        for picture in one.pictures:
            groups += [[]] if picture[1] else []
            groups[-1].append(picture)
        starts = [at(group[0][0]) for group in groups] + [at(max(counter for counter, _, _ in one.pictures) + 1)]
        for group, start, end in zip(groups, starts, starts[1:], strict=False):
            blocks = [mkv.block(at(counter) - start, is_key, data) for counter, is_key, data in group]
            blocks += _heard(start, end) if sound else []
            length = end - start
            ring.append(
                mkv.cluster(start, blocks), at=start, duration=length, frames=len(group), header=header, clock=clock
            )
    ring.close()
    return folder


def _heard(start, end):
    times = ((NOW + number * 1_024_000 // RATE, data) for number, data in enumerate(tone()[1]))
    return [mkv.block(when - start, False, data, track=SOUND) for when, data in times if start <= when < end]


def order(start, end, not_before=0, **more):
    """An order of that stretch."""
    return Order("ord_1", "cam_1", start, end, not_before, "inbox", "clips/x.mp4", **more)


def cut(ring, folder, *window, trusted=None, **more):
    """The clip, and its file."""
    file = folder / "clip.mp4"
    return cutting.cut(order(*window, **more), ring, file, trusted=trusted), file


def shown_by_ffmpeg(file, width=128, height=64):
    """The counters that ffmpeg's own program shows."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(file), "-map", "0:v:0", "-fps_mode", "passthrough"]
    raw = subprocess.run([*command, "-f", "rawvideo", "-pix_fmt", "gray", "-"], check=True, capture_output=True)
    assert raw.stderr == b""
    size = width * height
    rows = [raw.stdout[place + width * (CELL // 2) :][:width] for place in range(0, len(raw.stdout), size)]
    return [sum((row[bit * CELL + CELL // 2] > 128) << (BITS - 1 - bit) for bit in range(BITS)) for row in rows]


def heard(file):
    """How many samples a player hears, and when the first (seconds)."""
    with av.open(str(file)) as container:
        frames = list(container.decode(audio=0))
    return sum(frame.samples for frame in frames), float(frames[0].time)


__all__ = ["AAC", "H264", "HEVC", "NOW", "STEP", "at", "cut", "film", "heard", "order", "record", "shown_by_ffmpeg"]
