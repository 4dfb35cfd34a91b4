"""Makes the movie that a page can play: copied where browsers play its codec, else encoded again, for some minutes.

It runs only in the confined child (abuse 13). What is made says in itself that it is no evidence, and of what it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

import av

from rtcc.preview.decoder import confine, opened
from rtcc.preview.encoder import Encoder, pictures_of
from rtcc.preview.model import COPIED, ENCODED

_PLAYED, _HEARD = "h264", "aac"
_COLORS = {"yuv420p", "yuvj420p"}  # browsers play no other H.264
_UNTIMED = 17  # the most pictures that H.264 holds back, and one
# Fragments: nothing has to be written again at the end, and a page can play it while it comes. The head waits for the
# first one, so that it can say from where on to show: a clip's first group begins before what was ordered.
_PLAIN = {"movflags": "frag_keyframe+delay_moov+default_base_moof", "fflags": "+bitexact"}
Lay = Callable[[Any, int], Any]
_SECONDS = 400  # what was encoded by then is kept; the child itself has longer
_BURNING_SECONDS = 660  # the same for a marked movie, whose child has longer too


@dataclass(frozen=True, slots=True)
class Made:
    """What the movie is: `copied`, `encoded`, or nothing. `seconds` is what it shows when that is not all."""

    how: str
    has_all_sound: bool = True
    seconds: int = 0


def movie(file: BinaryIO, kind: str, out: BinaryIO, *, minutes: int, mark: str) -> Made:
    """Write a movie that browsers play, marked as made; what is encoded again is `minutes` long at most."""
    with opened(file, kind) as found:
        if not found.streams.video or kind in ("jpeg", "png"):
            return Made("")
        video = found.streams.video[0]
        confine(video)
        sounds, has_all = _sounds(found)
        context = video.codec_context
        if context.name == _PLAYED and context.pix_fmt in _COLORS:
            _copy(found, [video, *sounds], out, mark)
            return Made(COPIED, has_all)
        if not minutes:
            return Made("")
        until = time.monotonic() + _SECONDS
        return Made(ENCODED, has_all, _encode(found, video, sounds, out, minutes=minutes, mark=mark, until=until))


def burned(file: BinaryIO, kind: str, out: BinaryIO, *, minutes: int, mark: str, lay: Lay, least: int) -> Made:
    """Write a movie that is encoded anew, whatever the file's codec is: `lay` puts on each picture what it must bear.

    No picture of it is the file's own, and none is without what `lay` puts there.
    """
    with opened(file, kind) as found:
        if not found.streams.video:
            return Made("")
        video = found.streams.video[0]
        confine(video)
        sounds, has_all = _sounds(found)
        encoder = partial(Encoder, lay=lay, least=least)
        until = time.monotonic() + _BURNING_SECONDS
        seconds = _encode(found, video, sounds, out, minutes=minutes, mark=mark, encoder=encoder, until=until)
        return Made(ENCODED, has_all, seconds)


def _sounds(found: Any) -> tuple[list[Any], bool]:
    """The sound that browsers play, and whether that is all there is."""
    sounds = [one for one in found.streams.audio[:1] if one.codec_context.name == _HEARD]
    return sounds, len(sounds) == min(1, len(found.streams.audio))


def _copy(found: Any, kept: list[Any], out: BinaryIO, mark: str) -> None:
    with _plain(out, mark) as made:
        ways = {one.index: made.add_stream_from_template(one) for one in kept}
        for way in ways.values():
            way.metadata.clear()
        for packet in _timed(found.demux(kept)):
            packet.stream = ways[packet.stream.index]
            made.mux(packet)


def _encode(
    found: Any,
    video: Any,
    sounds: list[Any],
    out: BinaryIO,
    *,
    minutes: int,
    mark: str,
    until: float,
    encoder: Callable[[Any, list[Any]], Encoder] = Encoder,
) -> int:
    """How many seconds were encoded when that is not all of it, else 0. What is made `until` then is kept."""
    with _plain(out, mark) as container:
        made = encoder(container, sounds)
        for packet in found.demux([video, *sounds]):
            if packet.stream.index != video.index:
                made.sound(packet)
                continue
            for frame in pictures_of(packet):
                if made.shown >= 60 * minutes or time.monotonic() > until:
                    made.end()
                    return max(1, round(made.shown))
                made.picture(frame)
        made.end()
    return 0


def _plain(out: BinaryIO, mark: str) -> Any:
    """A container with nothing of the file's metadata in it, and the mark of what it is."""
    made = av.open(out, "w", format="mp4", options=_PLAIN)
    made.metadata.clear()
    made.metadata["comment"] = mark
    return made


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
