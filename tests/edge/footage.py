"""Small H.264 and H.265 with a counter in its picture, and the way back from decoded pictures to counters."""

from __future__ import annotations

import io
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import av

from edge_greengrass.recorder import codec, h264, h265

BITS, CELL = 16, 8
CODECS = {"h264": h264, "h265": h265}


@dataclass(frozen=True)
class Picture:
    """One encoded frame."""

    counter: int
    nals: tuple[bytes, ...]
    name: str = "h264"

    @property
    def codec(self):
        return CODECS[self.name]

    @property
    def is_key(self):
        return self.codec.is_key(list(self.nals))

    @property
    def sample(self):
        return codec.sample(self.codec, list(self.nals))

    @property
    def sets(self):
        """The parameter sets in it."""
        return [nal for nal in self.nals if self.codec.kind(nal) in self.codec.SETS]

    @property
    def track(self):
        """What a decoder must know before it."""
        found = codec.Sets(self.codec)
        found.meet(self.nals)
        return found.track()


@cache
def film(count=60, gop=15, width=128, height=64, b_frames=0, first=0, codec="h264", is_open=False):
    """That many frames that count up from `first`, in the order in which they are decoded."""
    encoder = av.CodecContext.create({"h264": "libx264", "h265": "libx265"}[codec], "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, 15), Fraction(15)
    encoder.options = {"g": str(gop), "keyint_min": str(gop), "bf": str(b_frames), "sc_threshold": "0", "crf": "18"}
    told = f"keyint={gop}:min-keyint={gop}:scenecut=0:bframes={b_frames}:open-gop={int(is_open)}"
    if codec == "h265":
        told += ":log-level=none:repeat-headers=1:pools=none:frame-threads=1:crf=18"
        encoder.options = {"preset": "ultrafast", "x265-params": told}
    elif is_open:
        encoder.options = {"x264-params": told + ":repeat-headers=1:crf=18"}
    packets = []
    for number in range(first, first + count):
        packets += encoder.encode(drawn(number, width, height))
    packets += encoder.encode(None)
    return tuple(Picture(packet.pts, tuple(_nals(bytes(packet))), codec) for packet in packets)


def counters(data: bytes, form: str):
    """What a player shows: the counter of every decoded frame, with its time in seconds."""
    with av.open(io.BytesIO(data), format=form) as container:
        return [(read(frame), float(frame.time)) for frame in container.decode(video=0)]


def read(frame) -> int:
    """The counter in a picture."""
    plane = frame.planes[0]
    row = bytes(plane)[plane.line_size * (CELL // 2) :]
    return sum((row[bit * CELL + CELL // 2] > 128) << (BITS - 1 - bit) for bit in range(BITS))


def drawn(number, width, height):
    """A frame with its counter burned in."""
    frame = av.VideoFrame(width, height, "yuv420p")
    cells = b"".join((b"\xeb" if number >> (BITS - 1 - bit) & 1 else b"\x10") * CELL for bit in range(BITS))
    moving = bytes((16 + (x + 3 * number) % 200) for x in range(width))
    plane = frame.planes[0]
    rows = [cells.ljust(width, b"\x10")] * CELL + [moving] * (height - CELL)
    plane.update(b"".join(row.ljust(plane.line_size, b"\0") for row in rows))
    for chroma in frame.planes[1:]:
        chroma.update(b"\x80" * chroma.buffer_size)
    frame.pts = number
    return frame


def _nals(data):
    return [nal.rstrip(b"\0") for nal in data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1") if nal]
