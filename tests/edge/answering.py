"""A small web server for tests: it remembers what it was asked, and answers as it is told."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict
    body: bytes


@contextlib.asynccontextmanager
async def answering(how):
    """`how(number, asked)` gives (status, body), or the whole reply as bytes. Yields the port and what was asked."""
    asked = []

    async def met(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            asked.append(await read(reader))
            answer = how(len(asked), asked[-1])
            if isinstance(answer, tuple):
                status, body = answer
                answer = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(met, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()


async def head(reader):
    """The request line and the headers."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    pairs = (line.split(": ", 1) for line in lines if line)
    return Asked(method, path, {name.lower(): value for name, value in pairs}, b"")


async def read(reader):
    """A request with its body."""
    asked = await head(reader)
    asked.body = await reader.readexactly(int(asked.headers.get("content-length", 0)))
    return asked
