"""GetMedia: endless Matroska out, from the newest key frame or the oldest, with the vendor's tags at each fragment."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from edge_greengrass.kit import mkv
from local.listener import Answering
from local.streams.limits import MOST_READERS
from local.streams.shelf import Fragment, Stream, Trouble

_TICK = 0.5  # seconds between two looks whether the reader is still there


@dataclass(frozen=True)
class Way:
    """How the service relays: whole fragments, or frames as they come; and how one waits for more."""

    wait: Callable[[], None]
    whole: bool

    def shows(self, fragment: Fragment) -> bool:
        """Whether a reader may see a fragment already."""
        return fragment.is_complete or not self.whole


def send(
    door: Answering, stream: Stream, selector: dict[str, Any], headers: dict[str, str], *, whole_fragments: bool = False
) -> None:
    """Serve one reader until it goes away or the stream is deleted."""
    kind = selector.get("StartSelectorType")
    if kind not in {"NOW", "EARLIEST"}:
        raise Trouble("InvalidArgumentException", "This stand-in starts at NOW or at EARLIEST.")
    with stream.news:
        if stream.readers >= MOST_READERS:
            raise Trouble("ConnectionLimitExceededException", f"The stream has {MOST_READERS} readers already.")
        stream.readers += 1
    try:
        door.send_response(200)
        for name, value in {"Content-Type": "video/webm", "Transfer-Encoding": "chunked", **headers}.items():
            door.send_header(name, value)
        door.end_headers()
        way = Way(partial(_wait, stream, door), whole_fragments)
        for piece in _media(stream, way, from_oldest=kind == "EARLIEST"):
            door.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            door.wfile.flush()
        door.wfile.write(b"0\r\n\r\n")
    except OSError:
        return  # the reader went away
    finally:
        with stream.news:
            stream.readers -= 1


def _wait(stream: Stream, door: Answering) -> None:
    """Wait for news; a reader that has hung up meanwhile must not keep its place while the stream is silent."""
    if stream.news.wait(_TICK):
        return
    look = select.poll()
    look.register(door.connection, select.POLLIN)
    if look.poll(0) and not door.connection.recv(1, socket.MSG_PEEK):
        raise ConnectionResetError


def _media(stream: Stream, way: Way, *, from_oldest: bool) -> Iterator[bytes]:
    """The stream as a reader gets it, from now on."""
    fragment = _first(stream, way, from_oldest=from_oldest)
    tracks = None
    while fragment is not None:
        if fragment.tracks != tracks:
            tracks = fragment.tracks
            yield fragment.header
        yield mkv.tags(_about(fragment)) + mkv.open_cluster(fragment.at)
        yield from _pieces(stream, way, fragment)
        behind = str(int(time.time() * 1000) - fragment.arrived)
        yield mkv.tags(
            [
                ("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW", behind),
                ("AWS_KINESISVIDEO_CONTINUATION_TOKEN", str(fragment.number)),
            ]
        )
        fragment = _next(stream, way, fragment)


def _about(fragment: Fragment) -> list[tuple[str, str]]:
    return [
        ("AWS_KINESISVIDEO_FRAGMENT_NUMBER", str(fragment.number)),
        ("AWS_KINESISVIDEO_SERVER_TIMESTAMP", f"{fragment.arrived / 1000:.3f}"),
        ("AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", f"{fragment.produced / 1000:.3f}"),
        *fragment.tags,
    ]


def _first(stream: Stream, way: Way, *, from_oldest: bool) -> Fragment | None:
    with stream.news:
        while not stream.is_deleted:
            # A fragment begins on a key frame: the newest one's beginning is the newest that can be decoded.
            if there := [one for one in stream.fragments if way.shows(one)]:
                return there[0 if from_oldest else -1]
            way.wait()
    return None


def _pieces(stream: Stream, way: Way, fragment: Fragment) -> Iterator[bytes]:
    """A fragment's frames as they come, until it is complete."""
    sent = 0
    while True:
        with stream.news:
            while len(fragment.pieces) == sent and not fragment.is_complete and not stream.is_deleted:
                way.wait()
            new = [] if stream.is_deleted else fragment.pieces[sent:]
            is_over = stream.is_deleted or fragment.is_complete
        sent += len(new)
        yield from new
        if is_over and (not new or sent == len(fragment.pieces)):
            return


def _next(stream: Stream, way: Way, before: Fragment) -> Fragment | None:
    with stream.news:
        while not stream.is_deleted:
            for fragment in stream.fragments:
                if fragment.number > before.number and way.shows(fragment):
                    return fragment
            way.wait()
    return None
