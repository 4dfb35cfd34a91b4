"""HTTP/1.1 over asyncio, as little as a box needs: one request a connection, limits on what comes back."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LARGEST_HEAD = 32 * 1024
LARGEST_ANSWER = 1 << 20
PATIENCE = 10.0  # seconds for a connection, and for an answer


class Unanswered(OSError):
    """No answer, or none that we can read; trying again may help."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers in lower case, and for short answers the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Url:
    """The parts of an address that a request needs."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """What the Host header says: the port only when it is not the scheme's own."""
        usual = {"http": 80, "https": 443}[self.scheme]
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def url(text: str) -> Url:
    """Take an address apart. Raises ValueError for what is not http or https."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address begins with http:// or https:// and names a host")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Url(parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}[parts.scheme], path)


class Exchange:
    """One connection that carries one request; close it when done."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, to: Url, *, patience: float = PATIENCE) -> Exchange:
        """Connect. Raises OSError (TimeoutError included)."""
        secured = ssl.create_default_context() if to.scheme == "https" else None
        async with asyncio.timeout(patience):
            streams = await asyncio.open_connection(to.host, to.port, ssl=secured, limit=LARGEST_HEAD)
        return cls(*streams)

    def begin(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Write the request line and the headers."""
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        if any("\r" in line or "\n" in line for line in lines):
            raise ValueError("a header is one line")
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    async def head(self) -> Answer:
        """The status and the headers; interim answers (1xx) are passed over. Raises Unanswered."""
        while True:
            try:
                block = await self.reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                raise Unanswered("the answer broke off") from None
            answer = _head(block)
            if answer.status >= 200:
                return answer

    async def body(self, answer: Answer) -> bytes:
        """The rest of a short answer. Raises Unanswered beyond 1 MB."""
        found = bytearray()
        async for piece in self.pieces(answer):
            found += piece
            if len(found) > LARGEST_ANSWER:
                raise Unanswered("the answer is larger than we take")
        return bytes(found)

    async def pieces(self, answer: Answer) -> AsyncIterator[bytes]:
        """The body as it comes: chunked, of a told length, or until the other side closes."""
        if answer.headers.get("transfer-encoding", "").lower() == "chunked":
            async for piece in self._chunks():
                yield piece
            return
        told = answer.headers.get("content-length")
        left = _length(told) if told is not None else None
        while left is None or left > 0:
            piece = await self.reader.read(65536 if left is None else min(left, 65536))
            if not piece:
                if left is None:
                    return
                raise Unanswered("the answer broke off")
            left = None if left is None else left - len(piece)
            yield piece

    async def _chunks(self) -> AsyncIterator[bytes]:
        try:
            while size := _chunk_size(await self.reader.readuntil(b"\r\n")):
                yield await self.reader.readexactly(size)
                await self.reader.readexactly(2)
            await self.reader.readuntil(b"\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            raise Unanswered("the answer broke off") from None

    async def close(self) -> None:
        """Close without waiting for the other side."""
        self.writer.close()


async def ask(
    method: str, to: Url, headers: Mapping[str, str], body: bytes = b"", *, patience: float = PATIENCE
) -> Answer:
    """One request with a short answer, whole. Raises OSError (TimeoutError and Unanswered included)."""
    async with asyncio.timeout(patience):
        exchange = await Exchange.open(to)
        try:
            exchange.begin(method, to.path, {**headers, "content-length": str(len(body)), "connection": "close"})
            exchange.writer.write(body)
            answer = await exchange.head()
            return Answer(answer.status, answer.headers, await exchange.body(answer))
        finally:
            await exchange.close()


def _head(block: bytes) -> Answer:
    first, *lines = block.decode("latin-1").split("\r\n")
    parts = first.split(" ", 2)
    if len(parts) < 2 or not parts[0].startswith("HTTP/1.") or not (parts[1].isascii() and parts[1].isdecimal()):
        raise Unanswered("the answer is not HTTP")
    pairs = (line.partition(":") for line in lines if line)
    return Answer(int(parts[1]), {name.strip().lower(): value.strip() for name, _, value in pairs})


def _length(told: str) -> int:
    if not (told.isascii() and told.isdecimal()):
        raise Unanswered("the answer's length is no number")
    return int(told)


def _chunk_size(line: bytes) -> int:
    try:
        size = int(line.split(b";")[0], 16)
    except ValueError:
        raise Unanswered("the answer's chunks have no size") from None
    if not 0 <= size <= LARGEST_ANSWER:
        raise Unanswered("the answer's chunk is larger than we take")
    return size
