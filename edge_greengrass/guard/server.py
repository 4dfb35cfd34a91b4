"""A small HTTP server for the box's own page: one request a connection, everything bounded, standard library only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

MOST_HEAD, MOST_BODY = 8 * 1024, 16 * 1024  # bytes
PATIENCE = 10.0  # seconds for one request to arrive
ANSWERED = 35.0  # seconds until it is answered and gone: asking a camera what it streams takes long
MOST_AT_ONCE = 32

# Nothing from elsewhere, nothing inline, in nobody's frame, and no cache keeps what was seen.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "media-src blob:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Connection": "close",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks. Header names are lower case; neither headers nor body are in its representation."""

    method: str
    path: str
    peer: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False, default=b"")


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    status: int
    body: bytes
    kind: str = "application/json"


class Unreadable(Exception):
    """No request that this server takes; `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Server:
    """Listens on one address and lets `answer` decide. An error of `answer` is a 500 and a line in the log."""

    def __init__(self, answer: Callable[[Request], Awaitable[Reply]]) -> None:
        self._answer = answer
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._server: asyncio.Server | None = None

    async def open(self, host: str, port: int) -> int:
        """Listen; returns the port, which the system chooses when 0 was asked. Raises OSError."""
        self._server = await asyncio.start_server(self._meet, host, port, limit=MOST_HEAD)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with self._places, asyncio.timeout(ANSWERED):
                writer.write(_spell(await self._reply(reader, str(writer.get_extra_info("peername")[0]))))
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass  # who hangs up or dawdles gets no answer
        finally:
            writer.close()

    async def _reply(self, reader: asyncio.StreamReader, peer: str) -> Reply:
        try:
            async with asyncio.timeout(PATIENCE):
                request = await _read(reader, peer)
            return await self._answer(request)
        except Unreadable as error:
            return Reply(error.status, error.status.phrase.encode(), "text/plain")
        except (OSError, asyncio.IncompleteReadError):
            raise
        except Exception:
            log.exception("a request failed")
            return Reply(500, b'{"status":500,"title":"Something failed in the box"}', "application/problem+json")


async def _read(reader: asyncio.StreamReader, peer: str) -> Request:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise Unreadable(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    try:
        first, *lines = head[:-4].decode("ascii").split("\r\n")
        method, path, version = first.split(" ")
        pairs = [line.split(":", 1) for line in lines]
        headers = {name.lower(): value.strip() for name, value in pairs}
    except ValueError:
        raise Unreadable(HTTPStatus.BAD_REQUEST) from None
    if not version.startswith("HTTP/1.") or len(headers) != len(pairs) or "transfer-encoding" in headers:
        raise Unreadable(HTTPStatus.BAD_REQUEST)
    size = headers.get("content-length", "0")
    if not (size.isascii() and size.isdigit()):
        raise Unreadable(HTTPStatus.BAD_REQUEST)
    if len(size) > 9 or int(size) > MOST_BODY:
        raise Unreadable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return Request(method, path, peer, headers, await reader.readexactly(int(size)))


def _spell(reply: Reply) -> bytes:
    headers = HEADERS | {"Content-Type": reply.kind, "Content-Length": str(len(reply.body))}
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + reply.body
