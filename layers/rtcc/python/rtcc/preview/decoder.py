"""Takes pictures out of a file and puts its video into a plain MP4; runs only in the confined child (abuse 13 to 16).

PyAV's FFmpeg opens nothing by name: it reads a file that is open, in a format that is forced, and its own protocols
are never asked. Nothing of a file's metadata goes into what is made.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import av

from rtcc.preview.model import MOST_FRAMES, MOST_PIXELS
from rtcc.preview.sheet import Sheet

_FORMATS = {
    "mp4": "mov",
    "mov": "mov",
    "mkv": "matroska",
    "avi": "avi",
    "jpeg": "jpeg_pipe",
    "png": "png_pipe",
}
_PLAYED, _HEARD = "h264", "aac"
_UNTIMED = 17  # the most pictures that H.264 holds back, and one
_FAR = 300  # pictures from a key frame on: ten seconds of most cameras
# Fragments: nothing has to be written again at the end, and a page can play it while it comes.
_PLAIN = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "fflags": "+bitexact"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the decoder saw."""

    codec: str
    width: int
    height: int
    frames: int


def tool() -> str:
    """Who made the derivatives, with versions."""
    numbers = ".".join(str(part) for part in av.library_versions["libavcodec"])
    return f"PyAV {av.__version__}, libavcodec {numbers}"


def sheet(file: BinaryIO, kind: str, out: BinaryIO) -> Found:
    """Write a sheet of up to twelve pictures, spread over the file. Raises ValueError when it has none."""
    with _opened(file, kind) as found:
        video = found.streams.video[0]
        _confine(video)
        made = Sheet()
        for frame in _spread(found, video):
            made.add(frame)
        if not made.count:
            raise ValueError("not one picture of it can be decoded")
        out.write(made.jpeg())
        context = video.codec_context
        return Found(context.name, context.width, context.height, made.count)


def movie(file: BinaryIO, kind: str, out: BinaryIO) -> bool:
    """Write the file's video, not encoded again, as an MP4 that browsers play. False when its codec is another."""
    with _opened(file, kind) as found:
        kept = [one for one in found.streams.video[:1] if one.codec_context.name == _PLAYED]
        if not kept:
            return False
        kept += [one for one in found.streams.audio[:1] if one.codec_context.name == _HEARD]
        with av.open(out, "w", format="mp4", options=_PLAIN) as made:
            ways = {one.index: made.add_stream_from_template(one) for one in kept}
            for way in ways.values():
                way.metadata.clear()
            made.metadata.clear()
            for packet in _timed(found.demux(kept)):
                packet.stream = ways[packet.stream.index]
                made.mux(packet)
        return True


def bring_all() -> None:
    """Import now what PyAV would import while it reads: later no file can be opened any more."""
    for name in ("av.subtitles.codeccontext", "av.subtitles.stream", "av.subtitles.subtitle"):
        with contextlib.suppress(ModuleNotFoundError):  # their names differ from version to version
            importlib.import_module(name)


def _timed(packets: Iterator[Any]) -> Iterator[Any]:
    """Every packet with the times that an MP4 must have: some files leave out those before the first known one."""
    before: dict[int, int] = {}
    for packet in packets:
        if not packet.size:
            continue  # what the demuxer says at the end
        index = packet.stream.index
        if packet.dts is None:
            packet.dts = before.get(index, -_UNTIMED) + 1
        if packet.pts is None:
            packet.pts = packet.dts
        before[index] = packet.dts
        yield packet


def _opened(file: BinaryIO, kind: str) -> Any:
    file.seek(0)
    options = {"protocol_whitelist": "pipe", "fflags": "+genpts", "enable_drefs": "0", "use_absolute_path": "0"}
    return av.open(
        file, "r", format=_FORMATS[kind], options=options if kind in ("mp4", "mov") else {"fflags": "+genpts"}
    )


def _confine(video: Any) -> None:
    context = video.codec_context
    if context.width * context.height > MOST_PIXELS:
        raise ValueError("its picture is larger than any camera's")
    context.thread_count = 1
    context.options = {"max_pixels": str(MOST_PIXELS)}


def _spread(found: Any, video: Any) -> Iterator[Any]:
    """The first picture, then those at eleven more places; a damaged place is left out."""
    lasts = found.duration or 0  # microseconds
    places = [lasts * n // MOST_FRAMES for n in range(MOST_FRAMES)] if lasts > 0 else [0]
    seen: set[int] = set()
    for n, place in enumerate(places):
        with contextlib.suppress(av.error.FFmpegError):
            if n:
                found.seek(place, backward=True)
            frame = _at(found.decode(video), place / 1e6)
            if frame is not None and (frame.pts or 0) not in seen:
                seen.add(frame.pts or 0)
                yield frame


def _at(frames: Iterator[Any], seconds: float) -> Any:
    """The picture at a place: decoding begins at the key frame before it, and is not followed for long."""
    last = None
    for last in islice(frames, _FAR):
        if last.time is None or last.time >= seconds:
            break
    return last
