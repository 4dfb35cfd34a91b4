"""The camera's door: RTSP 1.0 over TCP, pictures interleaved (RFC 2326, 10.12); several may watch at once."""

from __future__ import annotations

import asyncio
import base64
import random
import re
import secrets
from contextlib import suppress

from local.cameras.film import Film, Shot
from local.cameras.password import Password, nonce
from local.cameras.rtp import Packets

_PUBLIC = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"
_LONGEST_HEAD = 8192
_MOST_WAITING = 1 << 20  # bytes that a viewer has not taken: slower ones are let go, so that nobody waits for them
_REPORT_MS = 2000
_WORDS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 405: "Method Not Allowed", 454: "Session Not Found"}
_WORDS |= {461: "Unsupported Transport"}


class Visitor:
    """One connection, from its first request to its end."""

    def __init__(self, film: Film, password: Password) -> None:
        self._film, self._password = film, password
        self._nonce, self._session = nonce(), ""
        self._packets = Packets()
        self._writer: asyncio.StreamWriter | None = None
        self._channel, self._reported, self._begun = 0, 0, False

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve it until it leaves."""
        self._writer = writer
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
                while (request := await _next(reader)) is not None:
                    if not self._answer(request):
                        break
                    await writer.drain()
        finally:
            self._film.leave(self._show)
            writer.close()

    def _answer(self, request: str) -> bool:
        """Whether the conversation goes on."""
        first, _, rest = request.partition("\r\n")
        method, _, uri = first.partition(" ")
        uri = uri.partition(" ")[0]
        headers = dict(re.findall(r"(?m)^([\w-]+):\s*(.*?)\r?$", rest))
        number = headers.get("CSeq", "0")
        known = self._password.is_known(headers.get("Authorization", ""), method, self._nonce)
        if method != "OPTIONS" and (self._film.faults.refuses or not known):
            return self._say(401, number, {"WWW-Authenticate": self._password.challenge(self._nonce)})
        if method == "OPTIONS":
            return self._say(200, number, {"Public": _PUBLIC})
        if method == "DESCRIBE" and self._film.faults.is_endless:
            return self._never_end(number)
        if method == "DESCRIBE":
            told = {"Content-Base": f"{uri}/", "Content-Type": "application/sdp"}
            return self._say(200, number, told, self._described())
        if method == "SETUP":
            return self._set_up(number, headers.get("Transport", ""))
        if method in {"PLAY", "GET_PARAMETER", "TEARDOWN"}:
            return self._in_session(method, number, headers.get("Session", ""))
        return self._say(405, number, {"Allow": _PUBLIC})

    def _set_up(self, number: str, transport: str) -> bool:
        wanted = re.search(r"RTP/AVP/TCP.*interleaved=(\d{1,3})-(\d{1,3})", transport)
        if wanted is None or int(wanted[1]) > 254:
            return self._say(461, number, {})
        self._channel, self._session = int(wanted[1]), secrets.token_hex(4)
        told = f"RTP/AVP/TCP;unicast;interleaved={self._channel}-{self._channel + 1}"
        return self._say(200, number, {"Transport": told, "Session": f"{self._session};timeout=60"})

    def _in_session(self, method: str, number: str, session: str) -> bool:
        if not self._session or session.partition(";")[0] != self._session:
            return self._say(454, number, {})
        self._say(200, number, {"Session": self._session})
        if method == "PLAY":
            self._film.join(self._show)
            if self._film.faults.flaps_every:
                asyncio.get_running_loop().call_later(self._film.faults.flaps_every, self._show, None)
        return method != "TEARDOWN"

    def _show(self, shot: Shot | None) -> None:
        writer = self._writer
        if shot is None and writer:
            writer.transport.abort()
        if writer is None or shot is None or writer.is_closing():
            return self._film.leave(self._show)
        if not self._begun and not shot.picture.is_key:
            return None
        if writer.transport.get_write_buffer_size() > _MOST_WAITING:
            writer.transport.abort()  # closing would wait until it has taken everything
            return self._film.leave(self._show)
        if not self._begun or shot.ms - self._reported >= _REPORT_MS:
            self._send(self._channel + 1, self._packets.report(shot.ms, ahead_ms=self._film.ahead_ms()))
            self._begun, self._reported = True, shot.ms
        for packet in self._packets.of(shot):
            if random.random() >= self._film.faults.loses:
                self._send(self._channel, packet)
        return None

    def _send(self, channel: int, packet: bytes) -> None:
        assert self._writer is not None
        self._writer.write(b"$" + bytes([channel]) + len(packet).to_bytes(2, "big") + packet)

    def _say(self, status: int, number: str, headers: dict[str, str], body: bytes = b"") -> bool:
        assert self._writer is not None
        told = {"CSeq": number, **headers, "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self._writer.write(f"RTSP/1.0 {status} {_WORDS[status]}\r\n{lines}\r\n".encode() + body)
        return True

    def _never_end(self, number: str) -> bool:
        """A description of a gigabyte; it goes on until nobody reads it any more."""
        assert self._writer is not None
        head = (
            f"RTSP/1.0 200 OK\r\nCSeq: {number}\r\nContent-Type: application/sdp\r\nContent-Length: {1 << 30}\r\n\r\n"
        )
        self._writer.write(head.encode() + b"a=x\r\n" * 200_000)
        return True

    def _described(self) -> bytes:
        sets, coding = [base64.b64encode(nal).decode() for nal in self._film.sets], self._film.coding
        if coding.codec == "h265":
            told = ";".join(f"sprop-{name}={one}" for name, one in zip(("vps", "sps", "pps"), sets, strict=True))
        else:
            profile = self._film.sets[0][1:4].hex()
            told = f"packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={','.join(sets)}"
        return (
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=street camera\r\nt=0 0\r\na=control:*\r\n"
            f"m=video 0 RTP/AVP 96\r\na=rtpmap:96 {coding.codec.upper()}/90000\r\na=framerate:15\r\n"
            f"a=control:track1\r\na=fmtp:96 {told}\r\n"
        ).encode()


async def _next(reader: asyncio.StreamReader) -> str | None:
    """The next request; receiver reports in between are read over. None when the viewer has hung up."""
    while True:
        first = await reader.readexactly(1)
        if first == b"$":
            head = await reader.readexactly(3)
            await reader.readexactly(int.from_bytes(head[1:], "big"))
            continue
        request = (first + await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "replace")
        if len(request) > _LONGEST_HEAD:
            return None
        length = re.search(r"(?im)^content-length:\s*(\d{1,4})\r?$", request)
        if length:
            await reader.readexactly(int(length[1]))
        return request.lstrip("\r\n")


async def serve(film: Film, password: Password, *, port: int) -> asyncio.Server:
    """Listen on loopback."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Visitor(film, password).meet(reader, writer)

    return await asyncio.start_server(meet, "127.0.0.1", port, limit=_LONGEST_HEAD)
