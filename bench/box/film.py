"""The film that every camera of this bench sends: real footage of a fixed surveillance camera, encoded once to 1080p15.

Kept in `build/footage/`, never committed. H.264 High, 2.9 Mbit/s, a key frame a second, no B-frames, its parameter sets
before each key frame: what the box asks its cameras for.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local.city_file import ROOT
from local.play import footage

FPS = 15
_KEPT = ROOT / "build" / "footage" / "vtest-1080p15.h264"
_START_CODE = re.compile(rb"\x00\x00\x00?\x01")
_KEY, _SPS, _PPS, _SLICES = 5, 7, 8, (1, 5)


@dataclass(frozen=True, slots=True)
class Picture:
    """One encoded picture: its NAL units, without start codes."""

    nals: tuple[bytes, ...]

    @property
    def is_key(self) -> bool:
        """Whether a decoder can begin here."""
        return any(nal[0] & 31 == _KEY for nal in self.nals)


def made() -> Path:
    """The encoded film, an Annex B stream; encoded the first time, which takes a minute or two."""
    if _KEPT.is_file():
        return _KEPT
    source, _ = footage.clip()
    fresh = _KEPT.with_suffix(".new")
    rate = ["-b:v", "2900k", "-maxrate", "3200k", "-bufsize", "5800k"]
    keys = ["-g", str(FPS), "-keyint_min", str(FPS), "-sc_threshold", "0", "-bf", "0"]
    coder = ["-c:v", "libx264", "-preset", "fast", "-profile:v", "high", "-x264-params", "repeat-headers=1:slices=1"]
    # The source has ten pictures a second; each is shown for a fifteenth, so that no picture is sent twice.
    given = ["-r", str(FPS), "-i", str(source), "-an", "-vf", "scale=1920:1080,format=yuv420p"]
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *given, *coder, *rate, *keys, "-f", "h264", str(fresh)]
    subprocess.run(command, check=True)
    fresh.replace(_KEPT)
    return _KEPT


@cache
def pictures() -> tuple[Picture, ...]:
    """The film's pictures, a whole number of groups."""
    found: list[Picture] = []
    nals: list[bytes] = []
    for nal in _START_CODE.split(made().read_bytes())[1:]:
        nals.append(nal.rstrip(b"\x00"))
        if nal[0] & 31 in _SLICES:
            found.append(Picture(tuple(nals)))
            nals = []
    return tuple(found[: len(found) // FPS * FPS])


def sets() -> tuple[bytes, bytes]:
    """The film's sequence and picture parameter sets."""
    kinds = {nal[0] & 31: nal for nal in pictures()[0].nals}
    return kinds[_SPS], kinds[_PPS]
