"""Opens a file from outside and takes pictures out of it; runs only in the confined child (abuse 13 to 16).

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
from rtcc.preview.sheet import Sheet, jpeg

_FORMATS = {
    "mp4": "mov",
    "mov": "mov",
    "mkv": "matroska",
    "avi": "avi",
    "jpeg": "jpeg_pipe",
    "png": "png_pipe",
}
# By how a picture must be turned to stand upright, in degrees against the clock: what turns it.
_TURNS = {90: [("transpose", "cclock")], -90: [("transpose", "clock")], 180: [("hflip", ""), ("vflip", "")]}
_TURNS[-180] = _TURNS[180]
_FAR = 300  # pictures from a key frame on: ten seconds of most cameras


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


def sheet(file: BinaryIO, kind: str, out: BinaryIO, *, mark: str) -> Found:
    """Write a sheet of up to twelve pictures, spread over the file. Raises ValueError when it has none."""
    with opened(file, kind) as found:
        video = found.streams.video[0]
        confine(video)
        made = gathered(found, video)
        out.write(jpeg(made.drawn(), mark))
        context = video.codec_context
        return Found(context.name, context.width, context.height, made.count)


def gathered(found: Any, video: Any) -> Sheet:
    """Up to twelve pictures, spread over the file. Raises ValueError when it has none."""
    made = Sheet()
    for frame in _spread(found, video):
        made.add(upright(frame))
    if not made.count:
        raise ValueError("not one picture of it can be decoded")
    return made


def bring_all() -> None:
    """Import now what PyAV would import while it reads: later no file can be opened any more."""
    for name in ("av.subtitles.codeccontext", "av.subtitles.stream", "av.subtitles.subtitle"):
        with contextlib.suppress(ModuleNotFoundError):  # their names differ from version to version
            importlib.import_module(name)


def opened(file: BinaryIO, kind: str) -> Any:
    """The file as FFmpeg reads it: from its first byte, in the format that we say, and nothing else beside it."""
    file.seek(0)
    options = {"protocol_whitelist": "pipe", "fflags": "+genpts", "enable_drefs": "0", "use_absolute_path": "0"}
    return av.open(
        file, "r", format=_FORMATS[kind], options=options if kind in ("mp4", "mov") else {"fflags": "+genpts"}
    )


def confine(video: Any) -> None:
    """Bound what decoding may use. Raises ValueError for pictures that are too large."""
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


def upright(frame: Any) -> Any:
    """The picture as whoever held the telephone saw it."""
    turns = _TURNS.get(frame.rotation, [])
    if not turns:
        return frame
    graph: Any = av.filter.Graph()
    steps = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base)]
    steps += [graph.add(name, how) if how else graph.add(name) for name, how in turns]
    steps.append(graph.add("buffersink"))
    graph.link_nodes(*steps).configure()
    graph.push(frame)
    return graph.pull()
