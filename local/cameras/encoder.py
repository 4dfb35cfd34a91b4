"""Turns drawn pictures into H.264 as a street camera does: no B-frames, a key frame a second, about 600 kbit/s."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.frame import PictureType

from local.cameras.canvas import HEIGHT, WIDTH, Canvas

FPS = 15
_KBITS = 600
_X264 = f"keyint={FPS}:min-keyint=1:scenecut=0:bframes=0:nal-hrd=none:vbv-maxrate={2 * _KBITS}:vbv-bufsize={_KBITS}"


@dataclass(frozen=True)
class Coded:
    """One coded picture: its NAL units without start codes; parameter sets are told apart, not among them."""

    units: list[bytes]
    is_key: bool


class Encoder:
    """One coding session. Its parameter sets (SPS, PPS) never change: a change of setup is a new session."""

    def __init__(self, height: int = HEIGHT) -> None:
        self._height = height
        self._context = av.CodecContext.create("libx264", "w")
        self._context.width, self._context.height, self._context.pix_fmt = WIDTH, height, "yuv420p"
        self._context.time_base, self._context.framerate = Fraction(1, FPS), Fraction(FPS)
        self._context.bit_rate, self._context.thread_count = _KBITS * 1000, 1
        self._context.flags |= 1 << 22  # AV_CODEC_FLAG_GLOBAL_HEADER: parameter sets apart from the pictures
        self._context.options = {"preset": "veryfast", "tune": "zerolatency", "profile": "main", "forced-idr": "1"}
        self._context.options |= {"x264-params": _X264}
        self._context.open()
        self._frame = av.VideoFrame(WIDTH, height, "yuv420p")
        units = nal_units(bytes(self._context.extradata or b""))
        self.sps = next(unit for unit in units if unit[0] & 0x1F == 7)
        self.pps = next(unit for unit in units if unit[0] & 0x1F == 8)

    def encode(self, picture: Canvas, counter: int, *, is_key: bool) -> Coded:
        """Code one picture at once; `counter` orders the pictures and may leap."""
        for plane, drawn in zip(self._frame.planes, (picture.y, picture.u, picture.v), strict=True):
            plane.update(memoryview(drawn)[: plane.buffer_size])
        self._frame.pts = counter
        self._frame.pict_type = PictureType.I if is_key else PictureType.NONE
        (packet,) = self._context.encode(self._frame)
        pictures = [unit for unit in nal_units(bytes(packet)) if unit[0] & 0x1F in (1, 5)]
        return Coded(pictures, packet.is_keyframe)


def nal_units(stream: bytes) -> list[bytes]:
    """The NAL units of an Annex B byte stream (H.264 Annex B), without start codes."""
    parts = stream.split(b"\x00\x00\x01")[1:]
    return [part.rstrip(b"\x00") for part in parts if part]
