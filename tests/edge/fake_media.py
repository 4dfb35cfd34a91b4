"""A small PutMedia for tests: takes chunked Matroska, acknowledges fragments, fails as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

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
            role = {"AccessKeyId": "k", "SecretAccessKey": "s", "Token": "t", "Expiration": "2099-01-01T00:00:00Z"}
            return reply(writer, 200, role)
        self.endpoints.append(asked)
        if not self.is_stream_there:
            return reply(writer, 404, {"__type": "ResourceNotFoundException", "Message": "gone"})
        return reply(writer, 200, {"DataEndpoint": f"http://127.0.0.1:{self.port}"})

    async def _put(self, asked, reader, writer):
        if self.statuses and (status := self.statuses.pop(0)) != 200:
            return reply(writer, status, {"__type": "ConnectionLimitExceededException"})
        put, stream = Put(asked, answer=writer), Reader()
        self.puts.append(put)
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            while size := int(await reader.readuntil(b"\r\n"), 16):
                chunk = await reader.readexactly(size)
                assert await reader.readexactly(2) == b"\r\n"
                put.chunks.append(chunk)
                put.data += chunk
                found = stream.feed(chunk)
                put.events += found
                for one in found:
                    if isinstance(one, mkv.Cluster):
                        put.say(EventType="BUFFERING", FragmentTimecode=one.at, FragmentNumber="1")
            put.has_ended_properly = await reader.readexactly(2) == b"\r\n"
            writer.write(b"0\r\n\r\n")
        finally:
            put.is_closed = True
        return None


def reply(writer, status, facts):
    body = json.dumps(facts).encode()
    writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
