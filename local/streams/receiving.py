"""PutMedia: endless Matroska in, acknowledgments out on the same connection, the vendor's own error numbers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress

from edge_greengrass.kit.mkv import Cluster, Event, Frame, Track, Unreadable
from edge_greengrass.kit.mkv_reader import Reader
from local.listener import Answering
from local.streams.shelf import Fragment, Stream, Trouble

LONGEST_FRAGMENT_MS = 20_000
LARGEST_FRAGMENT = 50 << 20
_LARGEST_CHUNK = 1 << 24


class Broken(Exception):
    """An error that ends the connection, by the vendor's number and word."""

    def __init__(self, number: int, word: str) -> None:
        super().__init__(word)
        self.number, self.word = number, word


def receive(door: Answering, stream: Stream, longest: float) -> None:
    """Take one producer's connection until it ends. A second one is refused while the first goes on."""
    if "chunked" not in door.headers.get("transfer-encoding", "").lower():
        raise Trouble("InvalidArgumentException", "PutMedia is sent in chunks.")
    with stream.news:
        if stream.has_producer:
            raise Trouble("ConnectionLimitExceededException", "The stream has a producer already.")
        stream.has_producer = True
    acks = _Acks(door)
    try:
        _take(door, stream, acks, time.monotonic() + longest)
    except Broken as broken:
        acks.error(broken)
    finally:
        stream.complete()
        with stream.news:
            stream.has_producer = False
        acks.end()


def _take(door: Answering, stream: Stream, acks: _Acks, deadline: float) -> None:
    taking = _Taking(stream, acks)
    for chunk in _chunks(door):
        if stream.is_deleted:
            raise Broken(4008, "STREAM_NOT_ACTIVE")
        if time.monotonic() > deadline:
            raise Broken(4003, "MAX_CONNECTION_DURATION_REACHED")
        taking.feed(chunk)
    taking.finish()


class _Taking:
    """What one connection has sent so far."""

    def __init__(self, stream: Stream, acks: _Acks) -> None:
        self._stream, self._acks = stream, acks
        self._reader = Reader()
        self._track: Track | None = None
        self._fragment: Fragment | None = None
        self._latest = 0

    def feed(self, chunk: bytes) -> None:
        """Take what these bytes complete."""
        try:
            events = self._reader.feed(chunk)
        except Unreadable:
            raise Broken(4006, "INVALID_MKV_DATA") from None
        for event in events:
            self._take(event)

    def finish(self) -> None:
        """The producer has ended its body; one that never said what it sends has sent nothing."""
        if self._track is None:
            raise Broken(4006, "INVALID_MKV_DATA")
        self._complete()

    def _complete(self) -> None:
        if self._fragment is not None:
            self._acks.tell("RECEIVED", self._fragment)

    def _take(self, event: Event) -> None:
        if isinstance(event, Track):
            self._track = event
        elif isinstance(event, Cluster):
            self._begin(event.at)
        elif isinstance(event, Frame):
            self._add(event)

    def _begin(self, at: int) -> None:
        if self._track is None:
            raise Broken(4006, "INVALID_MKV_DATA")
        if at < self._latest:
            raise Broken(4004, "FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS")
        self._complete()
        self._fragment = self._stream.begin(at, self._track)
        self._latest = at
        self._acks.tell("BUFFERING", self._fragment)

    def _add(self, frame: Frame) -> None:
        fragment = self._fragment
        if fragment is None or (not fragment.pieces and not frame.is_key) or frame.at < fragment.at:
            raise Broken(4006, "INVALID_MKV_DATA")
        if frame.at - fragment.at > LONGEST_FRAGMENT_MS:
            raise Broken(4002, "MAX_FRAGMENT_DURATION_REACHED")
        if fragment.size + len(frame.data) > LARGEST_FRAGMENT:
            raise Broken(4001, "MAX_FRAGMENT_SIZE_REACHED")
        self._stream.add(fragment, frame)


class _Acks:
    """The answer, as it goes out beside the request. A producer that no longer listens is no error."""

    def __init__(self, door: Answering) -> None:
        self._door = door
        door.send_response(200)
        door.send_header("Content-Type", "application/json")
        door.send_header("Transfer-Encoding", "chunked")
        door.end_headers()
        door.wfile.flush()
        self._newest: Fragment | None = None

    def tell(self, kind: str, fragment: Fragment) -> None:
        """One acknowledgment of a fragment. Nothing is ever PERSISTED: the stream keeps nothing."""
        self._newest = fragment
        self._send({"EventType": kind, "FragmentTimecode": fragment.at, "FragmentNumber": str(fragment.number)})

    def error(self, broken: Broken) -> None:
        """The last word of a connection."""
        told = {"EventType": "ERROR", "ErrorId": broken.number, "ErrorCode": broken.word}
        if self._newest is not None:
            told |= {"FragmentTimecode": self._newest.at, "FragmentNumber": str(self._newest.number)}
        self._send(told)

    def end(self) -> None:
        """The end of the answer."""
        with suppress(OSError):
            self._door.wfile.write(b"0\r\n\r\n")
            self._door.wfile.flush()

    def _send(self, told: dict[str, object]) -> None:
        line = json.dumps(told, separators=(",", ":")).encode() + b"\r\n"
        with suppress(OSError):
            self._door.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
            self._door.wfile.flush()


def _chunks(door: Answering) -> Iterator[bytes]:
    """The pieces of a chunked body (RFC 9112, 7.1) as they come; a connection that breaks ends them."""
    while True:
        line = door.rfile.readline(64)
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError:
            if not line:
                return  # hung up in the middle: what came so far stands
            raise Broken(4000, "STREAM_READ_ERROR") from None
        if size > _LARGEST_CHUNK:
            raise Broken(4000, "STREAM_READ_ERROR")
        data = door.rfile.read(size)
        door.rfile.readline(4)
        if size == 0 or len(data) < size:
            return
        yield data
