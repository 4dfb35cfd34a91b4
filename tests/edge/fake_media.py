"""A small PutMedia for tests: takes chunked Matroska, acknowledges fragments, fails as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv_reader import Reader
from tests.edge import answering


@dataclass
class Put:
    """One PutMedia request: what came, and how it ended."""

    asked: answering.Asked
    data: bytes = b""
    chunks: list = field(default_factory=list)
    events: list = field(default_factory=list)
    has_ended_properly: bool = False
    is_closed: bool = False
    answer: asyncio.StreamWriter | None = None

    @property
    def frames(self):
        return [one.at for one in self.events if isinstance(one, mkv.Frame)]

    def say(self, **facts):
        """Send one acknowledgment, cut in two."""
        text = json.dumps(facts).encode()
        for part in (text[:7], text[7:]):
            self.answer.write(b"%x\r\n%b\r\n" % (len(part), part))


@dataclass
class FakeMedia:
    """Serves the control plane, PutMedia and the nucleus' credentials on one port."""

    is_stream_there: bool = True
    statuses: list = field(default_factory=list)  # of the next PutMedia requests, 200 when empty
    puts: list = field(default_factory=list)
    endpoints: list = field(default_factory=list)
    port: int = 0
    ahead: timedelta | None = None  # what the service's clock is ahead of ours; it then says its time, and minds ours
    expires: str = "2099-01-01T00:00:00Z"
    keys: int = 0  # how many credentials were given
    reads: asyncio.Event | None = None  # while it is not set, nothing is taken from the line
    says: bool = True  # whether it acknowledges

    @contextlib.asynccontextmanager
    async def open(self, monkeypatch):
        server = await asyncio.start_server(self._met, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("AWS_ENDPOINT_URL_KINESIS_VIDEO", f"http://127.0.0.1:{self.port}")
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{self.port}/role")
        try:
            yield self
        finally:
            server.close()

    async def _met(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            asked = await answering.head(reader)
            if asked.path == "/putMedia":
                await self._put(asked, reader, writer)
            else:
                asked.body = await reader.readexactly(int(asked.headers.get("content-length", 0)))
                self._short(asked, writer)
        writer.close()

    def _short(self, asked, writer):
        if asked.method == "GET":
            self.keys += 1
            role = {"AccessKeyId": f"k{self.keys}", "SecretAccessKey": "s", "Token": "t", "Expiration": self.expires}
            return reply(writer, 200, role)
        self.endpoints.append(asked)
        if self._is_late(asked):
            return reply(writer, 403, {"__type": "InvalidSignatureException"}, self._date())
        if not self.is_stream_there:
            return reply(writer, 404, {"__type": "ResourceNotFoundException", "Message": "gone"})
        return reply(writer, 200, {"DataEndpoint": f"http://127.0.0.1:{self.port}"})

    async def _put(self, asked, reader, writer):
        if self.statuses and (status := self.statuses.pop(0)) != 200:
            return reply(writer, status, {"__type": "ConnectionLimitExceededException"})
        if self._is_late(asked):
            return reply(writer, 403, {"__type": "InvalidSignatureException"}, self._date())
        put, stream = Put(asked, answer=writer), Reader()
        self.puts.append(put)
        writer.write(b"HTTP/1.1 200 OK\r\n" + self._date() + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            while await self._may_read() and (size := int(await reader.readuntil(b"\r\n"), 16)):
                chunk = await reader.readexactly(size)
                assert await reader.readexactly(2) == b"\r\n"
                put.chunks.append(chunk)
                put.data += chunk
                found = stream.feed(chunk)
                put.events += found
                for one in found:
                    if isinstance(one, mkv.Cluster) and self._is_misplaced(one):
                        put.say(EventType="ERROR", ErrorId=4007, ErrorCode="INVALID_PRODUCER_TIMESTAMP")
                    elif isinstance(one, mkv.Cluster) and self.says:
                        put.say(EventType="BUFFERING", FragmentTimecode=one.at, FragmentNumber="1")
            put.has_ended_properly = await reader.readexactly(2) == b"\r\n"
            writer.write(b"0\r\n\r\n")
        finally:
            put.is_closed = True
        return None

    async def _may_read(self):
        return self.reads is None or await self.reads.wait()

    def _now(self):
        return datetime.now(UTC) + self.ahead

    def _date(self):
        return b"" if self.ahead is None else f"Date: {format_datetime(self._now(), usegmt=True)}\r\n".encode()

    def _is_late(self, asked):
        if self.ahead is None:
            return False
        signed = datetime.strptime(asked.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return abs(signed - self._now()) > timedelta(minutes=5)

    def _is_misplaced(self, cluster):
        return self.ahead is not None and abs(cluster.at / 1000 - self._now().timestamp()) > 86_400


def reply(writer, status, facts, more=b""):
    body = json.dumps(facts).encode()
    writer.write(b"HTTP/1.1 %d X\r\n%bContent-Length: %d\r\n\r\n%b" % (status, more, len(body), body))
