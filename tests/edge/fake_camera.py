"""A camera for tests: RTSP over TCP on this machine, its pictures as fast as they are taken, faults on demand."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
from dataclasses import dataclass, field

from edge_greengrass.recorder import digest, h264, h265
from edge_greengrass.recorder.digest import Login

NTP = 2_208_988_800
SSRC = b"\0\0\0\7"


@dataclass
class FakeCamera:
    """Plays a list of (ms since 1970, picture), then goes on as `ends` says: stays silent, or hangs up."""

    film: list
    user: str = "owner"
    password: str = "pass"
    algorithm: str | None = "MD5"  # None: anybody may watch; "Basic": not a digest
    ends: str = "silent"
    has_reports: bool = True
    clock_ahead_ms: int = 0
    replies: dict = field(default_factory=dict)  # method -> the whole reply, instead of ours
    sdp: bytes | None = None
    asked: list = field(default_factory=list)
    sets: list | None = None  # told instead of those in the first picture
    sound: list = field(default_factory=list)  # (ms since 1970, AAC access unit)
    gate: asyncio.Event | None = None  # the second half of the film waits for it
    port: int = 0

    @contextlib.asynccontextmanager
    async def open(self):
        server = await asyncio.start_server(self._met, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    @property
    def address(self):
        return f"rtsp://127.0.0.1:{self.port}/live"

    async def _met(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                text = (await reader.readuntil(b"\r\n\r\n")).decode()
                method, uri = text.split(" ")[:2]
                self.asked.append(method)
                number = re.search(r"CSeq: (\d+)", text)[1]
                writer.write(self._reply(method, uri, text, number))
                if method == "PLAY" and "PLAY" not in self.replies:
                    await self._play(writer)
                    if self.ends == "hang up":
                        break
        writer.close()

    def _reply(self, method, uri, text, number):
        if method in self.replies:
            return self.replies[method].replace(b"{cseq}", number.encode())
        if not self._is_known(method, uri, text):
            return self._message(401, number, self._challenge())
        if method == "OPTIONS":
            return self._message(200, number, "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER\r\n")
        if method == "DESCRIBE":
            return self._message(200, number, f"Content-Base: {uri}/\r\n", self.sdp or self._described())
        if method == "SETUP":
            channels = re.search(r"interleaved=\d-\d", text)[0]
            told = f"Transport: RTP/AVP/TCP;unicast;{channels}\r\nSession: 1234;timeout=60\r\n"
            return self._message(200, number, told)
        return self._message(200, number, "Session: 1234\r\n")

    def _message(self, status, number, headers="", body=b""):
        told = f"RTSP/1.0 {status} Whatever\r\nCSeq: {number}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        return told.encode() + body

    def _challenge(self):
        if self.algorithm == "Basic":
            return 'WWW-Authenticate: Basic realm="cam"\r\n'
        return f'WWW-Authenticate: Digest realm="cam", nonce="abc", algorithm={self.algorithm}, qop="auth"\r\n'

    def _is_known(self, method, uri, text):
        found = re.search(r"Authorization: (.*)\r\n", text)
        if self.algorithm is None:
            return True
        if not found:
            return False
        if self.algorithm == "Basic":
            return found[1] == "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        said = digest.read(found[1])[0].parameters
        login = Login(self.user, self.password)
        login.meet(digest.read(self._challenge().partition(": ")[2])[0])
        login._count = int(said["nc"], 16) - 1
        right = digest.read(login.answer(method, uri, cnonce=said["cnonce"]))[0].parameters
        return said["response"] == right["response"] and said["uri"] == uri

    def _described(self):
        first = self.film[0][1]
        sets = [base64.b64encode(nal).decode() for nal in self.sets or first.sets]
        told = "packetization-mode=1;sprop-parameter-sets=" + ",".join(sets)
        if first.name == "h265":
            told = ";".join(f"sprop-{kind}={one}" for kind, one in zip(("vps", "sps", "pps"), sets, strict=True))
        sound = "m=audio 0 RTP/AVP 0\r\na=control:track2\r\n"
        if self.sound:
            sound = (
                "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/48000/2\r\na=control:track2\r\n"
                "a=fmtp:97 streamtype=5;mode=AAC-hbr;config=1190;SizeLength=13;IndexLength=3;IndexDeltaLength=3\r\n"
            )
        return (
            f"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=cam\r\nt=0 0\r\na=control:*\r\n{sound}"
            f"m=video 0 RTP/AVP 96\r\na=rtpmap:96 {first.name}/90000\r\n"
            f"a=fmtp:96 {told}\r\na=control:track1\r\n"
        ).encode()

    async def _play(self, writer):
        sequence = 65_500  # so that the counter begins again on the way
        if self.has_reports:
            writer.write(self._framed(1, report(self.film[0][0] + self.clock_ahead_ms, self.film[0][0])))
        sounds = [(at, number, unit) for number, (at, unit) in enumerate(self.sound)]
        if sounds:
            writer.write(self._framed(3, report(sounds[0][0], sounds[0][0], rate=48)))
        for number, (at, picture) in enumerate(self.film):
            if self.gate and number == len(self.film) // 2:
                await self.gate.wait()
            while sounds and sounds[0][0] <= at:
                writer.write(self._framed(2, aac(*sounds.pop(0))))
            for packet in packets(picture.nals, stamp(at), sequence, codec=picture.codec):
                sequence = (sequence + 1) & 0xFFFF
                writer.write(self._framed(0, packet))
            await writer.drain()

    @staticmethod
    def _framed(channel, packet):
        return b"$" + bytes([channel]) + len(packet).to_bytes(2, "big") + packet


def stamp(ms, rate=90):
    return ms * rate % (1 << 32)


def report(camera_ms, ms, rate=90):
    """A sender report: the camera's clock says `camera_ms` at the RTP time of `ms`."""
    whole, part = divmod(camera_ms, 1000)
    ntp = (whole + NTP).to_bytes(4, "big") + (part * (1 << 32) // 1000).to_bytes(4, "big")
    return b"\x80\xc8\0\6" + SSRC + ntp + stamp(ms, rate).to_bytes(4, "big") + bytes(8)


def packets(nals, timestamp, sequence, size=1000, codec=h264):
    """RTP packets of one picture: whole NAL units, and fragments of the large ones."""
    payloads = [payload for nal in nals for payload in fragments(nal, size, codec)]
    for number, payload in enumerate(payloads):
        marker = 0x80 if number == len(payloads) - 1 else 0
        head = bytes([0x80, 96 | marker]) + ((sequence + number) & 0xFFFF).to_bytes(2, "big")
        yield head + timestamp.to_bytes(4, "big") + SSRC + payload


def fragments(nal, size, codec=h264):
    """One NAL unit as it is, or in fragments."""
    if len(nal) <= size:
        return [nal]
    parts = [nal[at : at + size] for at in range(codec.HEAD, len(nal), size)]
    ends = [0x80] + [0] * (len(parts) - 2) + [0x40]
    if codec is h265:
        head = bytes([nal[0] & 0x81 | 49 << 1, nal[1]])
        return [head + bytes([end | codec.kind(nal)]) + part for end, part in zip(ends, parts, strict=True)]
    return [bytes([nal[0] & 0xE0 | 28, end | nal[0] & 0x1F]) + part for end, part in zip(ends, parts, strict=True)]


def aac(ms, number, unit):
    """One access unit in a packet (RFC 3640, AAC-hbr) of 48 kHz."""
    head = b"\x80\xe1" + number.to_bytes(2, "big") + stamp(ms, 48).to_bytes(4, "big") + SSRC
    return head + b"\0\x10" + (len(unit) << 3).to_bytes(2, "big") + unit
