"""Turns drawn pictures into H.264 as a small camera does: no B-frames, a key frame each second, sets in the stream."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import av
from av.video.frame import PictureType

from local.cameras.canvas import HEIGHT, WIDTH, Canvas

FPS = 15
_BITS_A_SECOND = 600_000
_START_CODE = re.compile(rb"\x00\x00\x01")
_KEY, _SETS = 5, (7, 8)


@dataclass(frozen=True, slots=True)
class Picture:
    """One encoded picture: its NAL units, without start codes."""

    nals: tuple[bytes, ...]

    @property
    def is_key(self) -> bool:
        """Whether a decoder can begin here."""
        return any(nal[0] & 31 == _KEY for nal in self.nals)

    @property
    def sets(self) -> tuple[bytes, ...]:
        """Its sequence and picture parameter sets."""
        return tuple(nal for nal in self.nals if nal[0] & 31 in _SETS)


class Encoder:
    """One run of the encoder. `profile` is `baseline` or `main`: another one has other parameter sets."""

    def __init__(self, profile: str = "baseline") -> None:
        context: Any = av.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context.framerate, context.bit_rate, context.thread_count = FPS, _BITS_A_SECOND, 1
        # The quickest preset uses nothing that baseline lacks, and x264 names a stream by what it uses.
        coder = int(profile != "baseline")
        context.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "profile": profile,
            "x264-params": f"keyint={FPS}:min-keyint={FPS}:scenecut=0:bframes=0:repeat-headers=1:sliced-threads=0"
            f":cabac={coder}",
        }
        self._context = context
        self._frame: Any = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        self._number = 0

    def encode(self, canvas: Canvas) -> Picture:
        """The picture, encoded; each comes out at once."""
        for plane, data in zip(self._frame.planes, (canvas.y, canvas.u, canvas.v), strict=True):
            plane.update(_rows(data, plane.line_size, plane.width))
        self._frame.pts = self._number
        self._frame.pict_type = PictureType.I if self._number % FPS == 0 else PictureType.NONE
        self._number += 1
        stream = b"".join(bytes(packet) for packet in self._context.encode(self._frame))
        return Picture(tuple(_nals(stream)))


def _rows(data: bytearray, stride: int, width: int) -> bytes:
    """The plane as the encoder wants it: rows may be longer in its memory than in ours."""
    if stride == width:
        return bytes(data)
    filling = bytes(stride - width)
    return b"".join(bytes(data[at : at + width]) + filling for at in range(0, len(data), width))


def _nals(stream: bytes) -> list[bytes]:
    """The units of an Annex B stream."""
    starts = [found.end() for found in _START_CODE.finditer(stream)]
    ends = [start - 3 for start in starts[1:]] + [len(stream)]
    return [stream[start:end].rstrip(b"\x00") for start, end in zip(starts, ends, strict=True)]
