"""Turns drawn pictures into H.264 or H.265 as a small camera does: a key frame each second, sets in the stream."""

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


@dataclass(frozen=True, slots=True)
class Coding:
    """How a camera encodes. `profile` is of H.264 alone, `baseline` or `main`, and another one has other sets."""

    codec: str = "h264"
    b_frames: int = 0
    profile: str = "baseline"

    def kind(self, nal: bytes) -> int:
        """The type of a NAL unit."""
        return nal[0] >> 1 & 63 if self.codec == "h265" else nal[0] & 31


@dataclass(frozen=True, slots=True)
class Picture:
    """One encoded picture: its NAL units, without start codes, and which of the encoder's pictures it is."""

    nals: tuple[bytes, ...]
    number: int = 0
    coding: Coding = Coding()

    @property
    def is_key(self) -> bool:
        """Whether a decoder can begin here."""
        keys = range(16, 24) if self.coding.codec == "h265" else (5,)
        return any(self.coding.kind(nal) in keys for nal in self.nals)

    @property
    def sets(self) -> tuple[bytes, ...]:
        """Its parameter sets."""
        sets = (32, 33, 34) if self.coding.codec == "h265" else (7, 8)
        return tuple(nal for nal in self.nals if self.coding.kind(nal) in sets)


class Encoder:
    """One run of the encoder."""

    def __init__(self, coding: Coding = Coding()) -> None:
        context: Any = av.CodecContext.create("libx265" if coding.codec == "h265" else "libx264", "w")
        context.width, context.height, context.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context.framerate, context.bit_rate, context.thread_count = FPS, _BITS_A_SECOND, 1
        context.options = _h265(coding) if coding.codec == "h265" else _h264(coding)
        self._coding = coding
        self._context = context
        self._frame: Any = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        self._number = 0

    def encode(self, canvas: Canvas) -> list[Picture]:
        """What comes out in return: the picture at once or, with B-frames, earlier ones in the order of decoding."""
        for plane, data in zip(self._frame.planes, (canvas.y, canvas.u, canvas.v), strict=True):
            plane.update(_rows(data, plane.line_size, plane.width))
        self._frame.pts = self._number
        self._frame.pict_type = PictureType.I if self._number % FPS == 0 else PictureType.NONE
        self._number += 1
        return self._out(self._context.encode(self._frame))

    def end(self) -> list[Picture]:
        """What was still in it."""
        return self._out(self._context.encode(None))

    def _out(self, packets: Any) -> list[Picture]:
        return [Picture(tuple(_nals(bytes(packet))), packet.pts, self._coding) for packet in packets]


def _h264(coding: Coding) -> dict[str, str]:
    # The quickest preset uses nothing that baseline lacks, and x264 names a stream by what it uses.
    coder = int(coding.profile != "baseline")
    told = f"{_keys(coding)}:sliced-threads=0:cabac={coder}:open-gop=0:b-adapt=0:rc-lookahead=0:sync-lookahead=0"
    profile = "main" if coding.b_frames else coding.profile
    tune = {} if coding.b_frames else {"tune": "zerolatency"}
    return {"preset": "ultrafast", "profile": profile, "x264-params": told, **tune}


def _h265(coding: Coding) -> dict[str, str]:
    told = f"{_keys(coding)}:log-level=none:pools=none:frame-threads=1:open-gop=0:b-adapt=0"
    told += f":rc-lookahead={2 + coding.b_frames}"
    tune = {} if coding.b_frames else {"tune": "zerolatency"}
    return {"preset": "ultrafast", "x265-params": told, **tune}


def _keys(coding: Coding) -> str:
    return f"keyint={FPS}:min-keyint={FPS}:scenecut=0:bframes={coding.b_frames}:repeat-headers=1"


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
