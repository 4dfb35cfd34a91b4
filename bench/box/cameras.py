"""Many cameras in one cheap process: `python -m bench.box.cameras 32`; prints their addresses, ends with its stdin.

RTSP over TCP, anybody may watch. The film's packets are made once; only their numbers and times are written anew, so
that time goes on when the film begins again. Cameras send in turn, not all at the same moment, as real ones do.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import re
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import cast

from bench.box import film
from local.city_file import ROOT

_PAYLOAD = 1400  # bytes of a picture in one packet
_STEP = 90_000 // film.FPS
_SSRC = b"\0\0\0\7"
_SINCE_1900_S = 2_208_988_800
_REPORT_S = 5.0
_MOST_WAITING = 16 << 20
_NUMBERS = struct.Struct(">HI")  # of a packet: sequence number and time


@contextlib.contextmanager
def serving(count: int) -> Iterator[list[str]]:
    """That many cameras in a process of their own; gives their addresses."""
    command = [sys.executable, "-m", "bench.box.cameras", str(count)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdin
    assert child.stdout
    try:
        yield json.loads(child.stdout.readline())
    finally:
        child.stdin.close()
        child.wait(20)
        child.stdout.close()


class _Shown:
    """A picture as packets, each behind its `$`, channel and length, and where their numbers stand."""

    def __init__(self, picture: film.Picture) -> None:
        payloads = [payload for nal in picture.nals for payload in _fragments(nal)]
        self.data, self.numbers = bytearray(), list[int]()
        for number, payload in enumerate(payloads):
            kind = 96 | (0x80 if number == len(payloads) - 1 else 0)
            self.data += b"$\0" + (12 + len(payload)).to_bytes(2, "big") + bytes([0x80, kind])
            self.numbers.append(len(self.data))
            self.data += bytes(6) + _SSRC + payload
        self.is_key = picture.is_key


class Viewer(asyncio.Protocol):
    """One connection: answers RTSP, then is shown every picture from a key frame on."""

    def __init__(self, cameras: Cameras) -> None:
        self._cameras, self._waiting = cameras, b""
        self._sequence = 0
        self._is_begun = False
        self._reported = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody came."""
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _exc: Exception | None) -> None:
        """Somebody left."""
        self._cameras.leave(self)

    def data_received(self, data: bytes) -> None:
        """Requests, and between them the viewer's own reports, which nobody reads."""
        self._waiting += data
        while self._waiting:
            if self._waiting[0] == 0x24:
                end = 4 + int.from_bytes(self._waiting[2:4], "big")
                if len(self._waiting) < max(4, end):
                    return
            elif (end := self._waiting.find(b"\r\n\r\n") + 4) < 4:
                return
            else:
                self._answer(self._waiting[:end].decode())
            self._waiting = self._waiting[end:]

    def show(self, picture: _Shown, stamp: int) -> None:
        """Send one picture, its time in 90 kHz."""
        if self._transport.get_write_buffer_size() > _MOST_WAITING:
            self._transport.abort()
        if not self._is_begun and not picture.is_key:
            return
        self._is_begun = True
        if time.monotonic() - self._reported > _REPORT_S:
            self._reported = time.monotonic()
            self._transport.write(_report(stamp))
        data = bytearray(picture.data)
        for at in picture.numbers:
            _NUMBERS.pack_into(data, at, self._sequence, stamp)
            self._sequence = (self._sequence + 1) & 0xFFFF
        self._transport.write(data)

    def _answer(self, text: str) -> None:
        method, uri = text.split(" ")[:2]
        number = re.search(r"CSeq: *(\d+)", text, re.IGNORECASE)
        body, told = b"", "Session: 1234;timeout=60\r\n"
        if method == "OPTIONS":
            told = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n"
        elif method == "DESCRIBE":
            told, body = f"Content-Base: {uri}/\r\nContent-Type: application/sdp\r\n", _described()
        elif method == "SETUP":
            told += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
        head = f"RTSP/1.0 200 OK\r\nCSeq: {number[1] if number else 0}\r\n{told}Content-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)
        if method == "PLAY":
            found = re.search(r"/camera/(\d+)", uri)
            self._cameras.join(int(found[1]) if found else 0, self)


class Cameras:
    """The clock of them all: each camera's next picture when its turn comes."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._shown = [_Shown(picture) for picture in film.pictures()]
        self._viewers: list[list[Viewer]] = [[] for _ in range(count)]

    def join(self, camera: int, viewer: Viewer) -> None:
        """Show this camera's pictures to the viewer."""
        self._viewers[camera % self._count].append(viewer)

    def leave(self, viewer: Viewer) -> None:
        """No more for this one."""
        for viewers in self._viewers:
            if viewer in viewers:
                viewers.remove(viewer)

    async def run(self) -> None:
        """For ever, in real time."""
        turn, turns_a_second, began = 0, film.FPS * self._count, time.monotonic()
        while True:
            due = int((time.monotonic() - began) * turns_a_second)
            while turn <= due:
                number, camera = divmod(turn, self._count)
                # Not two cameras show the same second of the film.
                picture = self._shown[(number + camera * 7 * film.FPS + camera) % len(self._shown)]
                for viewer in list(self._viewers[camera]):
                    viewer.show(picture, number * _STEP & 0xFFFFFFFF)
                turn += 1
            await asyncio.sleep(max(0.0, began + turn / turns_a_second - time.monotonic()))


def _fragments(nal: bytes) -> list[bytes]:
    """One NAL unit as it is, or as FU-A (RFC 6184, 5.8)."""
    if len(nal) <= _PAYLOAD:
        return [nal]
    parts = [nal[at : at + _PAYLOAD] for at in range(1, len(nal), _PAYLOAD)]
    ends = [0x80] + [0] * (len(parts) - 2) + [0x40]
    return [bytes([nal[0] & 0xE0 | 28, end | nal[0] & 0x1F]) + part for end, part in zip(ends, parts, strict=True)]


def _report(stamp: int) -> bytes:
    whole, part = divmod(time.time(), 1)
    told = (int(whole) + _SINCE_1900_S).to_bytes(4, "big") + int(part * (1 << 32)).to_bytes(4, "big")
    return b"$\1\0\x1c\x80\xc8\0\6" + _SSRC + told + stamp.to_bytes(4, "big") + bytes(8)


def _described() -> bytes:
    sps, pps = film.sets()
    sets = ",".join(base64.b64encode(one).decode() for one in (sps, pps))
    return (
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n"
        f"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;"
        f"profile-level-id={sps[1:4].hex()};sprop-parameter-sets={sets}\r\na=control:track1\r\n"
    ).encode()


async def _main(count: int) -> None:
    cameras, ended, loop = Cameras(count), asyncio.Event(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Viewer(cameras), "127.0.0.1", 0, backlog=256)
    port = server.sockets[0].getsockname()[1]
    print(json.dumps([f"rtsp://127.0.0.1:{port}/camera/{number}" for number in range(count)]), flush=True)

    def wait() -> None:
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, daemon=True).start()
    running = asyncio.create_task(cameras.run())
    await ended.wait()
    running.cancel()
    server.close()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
