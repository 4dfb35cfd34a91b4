"""Takes an RTSP connection's bytes apart: answers, and the packets interleaved with them (RFC 2326, 10.12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from edge_greengrass.recorder.refusing import Refusal

LARGEST_HEAD = 16 * 1024
LARGEST_BODY = 64 * 1024
_NO_CAMERA = "What answers at this address is no camera that speaks RTSP. Check its address and port."


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: its status, its headers (names in lower case, in order, some more than once), its body."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for found, value in self.headers if found == name]

    def one(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return next(iter(self.all(name)), "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that the camera sends to us, which RTSP allows."""

    method: str
    headers: Sequence[tuple[str, str]]


class Packet(NamedTuple):
    """One RTP or RTCP packet, and the channel that it came on."""

    channel: int
    data: bytes


Heard = Response | Asked | tuple[int, bytes]
Take = Callable[[int, bytes], None]
Sweep = Callable[[bytes, int, int], int]


def _none(_data: bytes, at: int, _stride: int) -> int:
    return at


class Basin(Protocol):
    """What takes a session's packets: all that waited together lies between `begin` and `end`."""

    def begin(self) -> None:
        """Something came."""

    def packet(self, channel: int, data: bytes) -> None:
        """One packet."""

    def sweep(self, data: bytes, at: int, stride: int) -> int:
        """Take many packets at once, from `at` on, `stride` apart; returns how far."""

    def end(self) -> None:
        """That was all, for now."""


class Wire:
    """Feed it what was received; it gives what became complete. Raises Refusal for what is no RTSP."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes) -> list[Heard]:
        """The answers and packets that these bytes complete, in their order; a packet is a bare pair: they are many."""
        found: list[Heard] = []
        self.pass_on(data, lambda *packet: found.append(packet), hear=found.append)
        return found

    def pass_on(
        self, data: bytes, take: Take, *, hear: Callable[[Response | Asked], None], sweep: Sweep = _none
    ) -> None:
        """Hand each packet to `take` and each answer to `hear` as it is found.

        `sweep` is asked first: from a packet's `$` on, with its length, how far it has taken packets by itself.
        """
        if self._waiting:
            data = self._waiting + data
        at, size = 0, len(data)
        while at + 4 <= size:  # nothing that matters is shorter
            first = data[at]
            if first == 0x24:  # $
                end = at + 4 + (data[at + 2] << 8 | data[at + 3])
                if end > size:
                    break
                if (past := sweep(data, at, end - at)) > at:
                    at = past
                    continue
                take(data[at + 1], data[at + 4 : end])
            elif first in b"\r\n":  # some cameras end a body with a line of nothing
                end = at + 1
            else:
                message = _message(data, at)
                if message is None:
                    break
                end = message[1]
                hear(message[0])
            at = end
        self._waiting = data[at:]


def _message(waiting: bytes, at: int) -> tuple[Response | Asked, int] | None:
    """The message at `at` and where it ends; None while it is incomplete."""
    body_at = waiting.find(b"\r\n\r\n", at, at + LARGEST_HEAD)
    if not waiting[at : at + 1].isalpha() or (body_at < 0 and len(waiting) - at >= LARGEST_HEAD):
        raise Refusal(_NO_CAMERA)
    if body_at < 0:
        return None
    first, *lines = waiting[at:body_at].decode("utf-8", "replace").split("\r\n")
    headers = [_header(line) for line in lines]
    end = body_at + 4 + _length(headers)
    if len(waiting) < end:
        return None
    if not first.startswith("RTSP/1."):
        return Asked(first.partition(" ")[0], headers), end
    status = first.split(" ")[1:2]
    if not status or not (status[0].isascii() and status[0].isdecimal() and len(status[0]) == 3):
        raise Refusal(_NO_CAMERA)
    return Response(int(status[0]), headers, waiting[body_at + 4 : end]), end


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _length(headers: Mapping[str, str] | Sequence[tuple[str, str]]) -> int:
    told = dict(headers).get("content-length", "0")
    if not (told.isascii() and told.isdecimal() and len(told) <= 9) or int(told) > LARGEST_BODY:
        raise Refusal("The camera's answer claims an impossible length; it is not recorded.")
    return int(told)
