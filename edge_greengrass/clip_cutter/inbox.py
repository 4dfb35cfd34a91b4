"""Speaks to the inbox: signed requests to one object's place, bodies streamed from disk, no faster than allowed."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from edge_greengrass.kit import signing, web
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.kit.signing import Signer

_AT_ONCE = 256 * 1024
_BURST_S = 0.25  # what a line that rested may send at once
_SILENCE = 30.0  # seconds in which the line must take the next piece, or S3 answer
_WORTH_ANOTHER_TRY = {400, 403, 404, 408, 409, 429}  # expired credentials and late deployments show as 400, 403, 404


class Final(Exception):
    """It will never be taken; the text says why."""


class AlreadyThere(Exception):
    """An object lies at this key."""


class Later(OSError):
    """The inbox answered with this status, and did not take it now: what goes elsewhere may do better."""

    def __init__(self, why: str, status: int = 200) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Body:
    """A stretch of a file, with its SHA-256 (hex)."""

    file: Path
    start: int
    length: int
    sha256: str


class Tap:
    """How much goes out: `kbit` a second over everything that is sent; 0 sets no limit."""

    def __init__(self, kbit: int = 0) -> None:
        self._rate, self._free_at = kbit * 125.0, 0.0

    @property
    def piece(self) -> int:
        """How many bytes to send at once, so that a narrow line is not filled for seconds."""
        return min(_AT_ONCE, max(4096, int(self._rate / 10))) if self._rate else _AT_ONCE

    async def take(self, count: int) -> None:
        """Wait until so many bytes may go out."""
        if self._rate:
            now = asyncio.get_running_loop().time()
            self._free_at = max(self._free_at, now - _BURST_S) + count / self._rate
            await asyncio.sleep(self._free_at - now)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One object's place in the inbox."""

    bucket: str
    key: str
    region: str
    wallet: Wallet
    tap: Tap

    async def ask(
        self, method: str, headers: Mapping[str, str], body: Body | bytes = b"", *, query: str = ""
    ) -> web.Answer:
        """One request; the answer when it is 200 or 204. Raises AlreadyThere, Final, Later, or OSError."""
        at = signing.object_url(self.bucket, self.key, self.region)
        to = web.Url(at.scheme, at.host, at.port, at.path + query)
        size, digest = (
            (body.length, body.sha256) if isinstance(body, Body) else (len(body), hashlib.sha256(body).hexdigest())
        )
        signer = Signer(await self.wallet.credentials(), self.region, "s3")
        signed = signer.headers(method, to, {**headers, "content-length": str(size)}, payload=digest)
        exchange = await web.Exchange.open(to)
        try:
            exchange.begin(method, to.path, {**signed, "connection": "close"})
            answer = await self._carry(exchange, body)
            async with asyncio.timeout(_SILENCE):
                content = await exchange.body(answer) if answer.status == 200 else b""
        finally:
            await exchange.close()
        return self._told(web.Answer(answer.status, answer.headers, content))

    def _told(self, answer: web.Answer) -> web.Answer:
        if answer.status in (200, 204):
            return answer
        if answer.status == 403:
            self.wallet.forget()
        if answer.status == 412:
            raise AlreadyThere
        if answer.status >= 500 or answer.status in _WORTH_ANOTHER_TRY:
            raise Later(f"the inbox answered {answer.status}", answer.status)
        raise Final(f"The inbox does not take the clip (status {answer.status}).")

    async def _carry(self, exchange: web.Exchange, body: Body | bytes) -> web.Answer:
        """Stream the body, and hear an early no: S3 may refuse before the last byte."""
        early = asyncio.create_task(exchange.head())
        try:
            if isinstance(body, bytes):
                exchange.writer.write(body)
            else:
                await self._stream(exchange.writer, body, early)
            async with asyncio.timeout(_SILENCE):
                return await early
        except ConnectionError:
            async with asyncio.timeout(1):
                return await early  # the answer may have come before the line broke
        finally:
            early.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await early

    async def _stream(self, writer: asyncio.StreamWriter, body: Body, early: asyncio.Task[web.Answer]) -> None:
        left = body.length
        with body.file.open("rb") as source:
            source.seek(body.start)
            while left and not early.done():
                piece = await asyncio.to_thread(source.read, min(left, self.tap.piece))
                if not piece:
                    raise Final("The clip on the box's disk is shorter than it was.")
                await self.tap.take(len(piece))
                writer.write(piece)
                left -= len(piece)
                async with asyncio.timeout(_SILENCE):
                    await writer.drain()
