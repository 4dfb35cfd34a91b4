"""PutMedia: endless Matroska in, acknowledgments out on the same connection."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress

from local.listener import Answering
from local.streams import limits
from local.streams.limits import Rate
from local.streams.shelf import Fragment, Stream, Trouble
from local.streams.taking import Broken, Taking, Timecodes

_LARGEST_CHUNK = 1 << 24


def receive(door: Answering, stream: Stream, longest: float) -> None:
    """Take one producer's connection until it ends. A second one is refused while the first goes on."""
    if "chunked" not in door.headers.get("transfer-encoding", "").lower():
        raise Trouble("InvalidArgumentException", "PutMedia is sent in chunks.")
    timecodes = _timecodes(door)
    with stream.news:
        if stream.has_producer:
            raise Trouble("ConnectionLimitExceededException", "The stream has a producer already.")
        stream.has_producer = True
    acks = _Acks(door)
    try:
        _take(door, stream, Taking(stream, timecodes, acks.tell), time.monotonic() + longest)
    except Broken as broken:
        acks.error(broken)
    finally:
        stream.complete()
        with stream.news:
            stream.has_producer = False
        acks.end()


def _timecodes(door: Answering) -> Timecodes:
    told, kind = door.headers.get("x-amzn-producer-start-timestamp"), door.headers.get("x-amzn-fragment-timecode-type")
    try:
        start = time.time() if told is None else float(told)
        if kind not in ("ABSOLUTE", "RELATIVE"):
            raise ValueError
        return Timecodes(kind == "RELATIVE", int(start * 1000))
    except (ValueError, OverflowError):
        raise Trouble("InvalidArgumentException", "Timecodes are ABSOLUTE or RELATIVE to a time in seconds.") from None


def _take(door: Answering, stream: Stream, taking: Taking, deadline: float) -> None:
    speed = Rate(limits.BYTES_A_SECOND)
    for chunk in _chunks(door):
        if stream.is_deleted:
            raise Broken(4008, "STREAM_NOT_ACTIVE")
        if time.monotonic() > deadline:
            raise Broken(4003, "MAX_CONNECTION_DURATION_REACHED")
        speed.wait(len(chunk))
        taking.feed(chunk)
    taking.finish()


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
