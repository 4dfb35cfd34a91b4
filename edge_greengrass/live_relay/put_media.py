"""One PutMedia request: endless Matroska out, acknowledgments in, ended properly (AWS Kinesis Video, PutMedia)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

from edge_greengrass.kit import web
from edge_greengrass.kit.signing import UNSIGNED, Signer
from edge_greengrass.live_relay.acks import Ack, Acks, Means, Unreadable
from edge_greengrass.live_relay.far_clock import FarClock
from edge_greengrass.live_relay.refusing import Broken, Over, refused

OnAck = Callable[[Ack], None]

log = logging.getLogger(__name__)

MOST_WAITING = 4 << 20  # bytes that the line did not take yet: beyond this the request is given up
_UNSENT = 256 * 1024  # bytes that the kernel may hold back; the rest waits here, where it can be thrown away
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: on, no seconds: what the kernel still holds is never sent


@dataclass(frozen=True, slots=True)
class Opening:
    """What a request says of itself: which stream, from when (ms since 1970), and how its fragments count time."""

    stream: str
    start_ms: int
    timecodes: str = "ABSOLUTE"

    @property
    def headers(self) -> dict[str, str]:
        """As the service wants them."""
        return {
            "x-amzn-stream-name": self.stream,
            "x-amzn-fragment-timecode-type": self.timecodes,
            "x-amzn-producer-start-timestamp": f"{self.start_ms / 1000:.3f}",
            "x-amzn-fragment-acknowledgment-required": "1",
        }


class PutMedia:
    """One open request. `on_ack` hears every acknowledgment that is no error."""

    def __init__(self, exchange: web.Exchange, on_ack: OnAck, far: FarClock, deaf: float) -> None:
        self._exchange, self._on_ack, self._far, self._deaf = exchange, on_ack, far, deaf
        self._silent_since: float | None = None  # since when what we sent was not acknowledged
        self._answered = asyncio.Event()
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def open(
        cls,
        base: web.Url,
        opening: Opening,
        signer: Signer,
        on_ack: Callable[[Ack], None],
        *,
        far: FarClock,
        deaf: float,
    ) -> PutMedia:
        """Send the request's head. Raises OSError. `deaf`: seconds without an acknowledgment that it is kept."""
        to = web.Url(base.scheme, base.host, base.port, base.path.rstrip("/") + "/putMedia")
        signed = signer.headers("POST", to, opening.headers, payload=UNSIGNED, at=far.now())
        exchange = await web.Exchange.open(to)
        _hold_little(exchange)
        exchange.begin("POST", to.path, {**signed, "transfer-encoding": "chunked", "user-agent": "open-rtcc"})
        return cls(exchange, on_ack, far, deaf)

    @property
    def backlog(self) -> int:
        """Bytes that the line did not take yet."""
        return self._exchange.writer.transport.get_write_buffer_size()

    def check(self) -> None:
        """Raise Over or Broken when the service has ended the request, says nothing, or the line takes nothing."""
        if self._listener.done():
            self._listener.result()
            raise Broken("the service ended the request")
        if self.backlog > MOST_WAITING:
            raise Broken("the line does not carry the picture")
        now = asyncio.get_running_loop().time()
        if self._silent_since is not None and now - self._silent_since > self._deaf:
            raise Broken("the service acknowledges nothing")

    def send(self, data: bytes) -> None:
        """Send one piece at once, as one chunk. Raises as `check`."""
        self.check()
        if self._silent_since is None:
            self._silent_since = asyncio.get_running_loop().time()
        self._exchange.writer.writelines((b"%x\r\n" % len(data), data, b"\r\n"))

    async def drained(self) -> None:
        """Wait until the line has taken what was sent, or most of it. Raises as `check`, after `deaf` at the latest."""
        async with asyncio.timeout(self._deaf):
            await self._exchange.writer.drain()
        self.check()

    async def answered(self, patience: float) -> None:
        """Wait that long for the service to take the request. Raises Over or Broken when it does not."""
        answer = asyncio.create_task(self._answered.wait())
        await asyncio.wait({answer, self._listener}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        answer.cancel()
        if self._listener.done():
            self.check()

    async def finish(self, *, patience: float) -> None:
        """End the body, wait that long for the service's last word, and hang up."""
        try:
            async with asyncio.timeout(patience):
                if not self._listener.done():
                    self._exchange.writer.write(b"0\r\n\r\n")
                    await self._exchange.writer.drain()
                await asyncio.shield(self._listener)
        except (OSError, Over):
            log.info("the service did not say goodbye")
        finally:
            self.abort()

    async def cut(self, *, patience: float) -> None:
        """End at once: what the line did not take yet never leaves; else as `finish` (P2.3)."""
        if self.backlog:
            self.abort()
        else:
            await self.finish(patience=patience)

    def abort(self) -> None:
        """Hang up at once, and throw away what waits, in the kernel too."""
        self._listener.cancel()
        self._listener.add_done_callback(_looked_at)
        writer = self._exchange.writer
        with contextlib.suppress(OSError):
            if link := writer.get_extra_info("socket"):
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        writer.transport.abort()

    async def _listen(self) -> None:
        try:
            answer = await self._exchange.head()
            self._far.hear(answer.headers)
            if answer.status != 200:
                raise refused(web.Answer(answer.status, answer.headers, await self._exchange.body(answer)))
            self._answered.set()
            acks = Acks()
            async for piece in self._exchange.pieces(answer):
                self._silent_since = None
                for ack in acks.feed(piece):
                    self._hear(ack)
        except Broken:
            raise
        except (Unreadable, OSError) as failed:
            raise Broken(str(failed)) from None

    def _hear(self, ack: Ack) -> None:
        if ack.kind != "ERROR":
            self._on_ack(ack)
        elif ack.means in (Means.OVER, Means.BLOCKED):
            raise Over(ack.why)
        else:
            raise Broken(ack.why, ack.means)


def _hold_little(exchange: web.Exchange) -> None:
    link = exchange.writer.get_extra_info("socket")
    with contextlib.suppress(OSError, AttributeError):
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)


def _looked_at(listener: asyncio.Task[None]) -> None:
    if not listener.cancelled():
        listener.exception()
