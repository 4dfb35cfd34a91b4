"""One PutMedia request: endless Matroska out, acknowledgments in, ended properly (AWS Kinesis Video, PutMedia)."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
from collections.abc import Callable

from edge_greengrass.kit import signing, web
from edge_greengrass.kit.signing import UNSIGNED, Signer
from edge_greengrass.live_relay.acks import Ack, Acks, Means, Unreadable

log = logging.getLogger(__name__)

MOST_WAITING = 4 << 20  # bytes that the line did not take yet: beyond this we jump to the newest key frame


class Over(Exception):
    """The stream is gone or closed to us; the text says why. Trying again does not help."""


class Broken(OSError):
    """The request broke off; another may succeed."""


class Refused(Broken):
    """Our credentials were not taken: newer ones may be."""


async def endpoint(stream: str, signer: Signer) -> web.Url:
    """Where this stream's media goes. Raises Over when there is no such stream, OSError when nobody answers."""
    where = signing.endpoint("kinesis-video", signer.region)
    to = web.Url(where.scheme, where.host, where.port, "/getDataEndpoint")
    body = json.dumps({"StreamName": stream, "APIName": "PUT_MEDIA"}).encode()
    told = {"content-type": "application/json"}
    answer = await web.ask("POST", to, signer.headers("POST", to, told, payload=hashlib.sha256(body).hexdigest()), body)
    if answer.status == 200:
        return web.url(str(json.loads(answer.body)["DataEndpoint"]))
    raise _refused(answer)


class PutMedia:
    """One open request. `on_ack` hears every acknowledgment that is no error."""

    def __init__(self, exchange: web.Exchange, on_ack: Callable[[Ack], None]) -> None:
        self._exchange, self._on_ack = exchange, on_ack
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def open(cls, stream: str, signer: Signer, on_ack: Callable[[Ack], None], *, start_ms: int) -> PutMedia:
        """Find the endpoint and send the request's head. Raises Over or OSError."""
        base = await endpoint(stream, signer)
        to = web.Url(base.scheme, base.host, base.port, base.path.rstrip("/") + "/putMedia")
        told = {
            "x-amzn-stream-name": stream,
            "x-amzn-fragment-timecode-type": "ABSOLUTE",
            "x-amzn-producer-start-timestamp": f"{start_ms / 1000:.3f}",
            "x-amzn-fragment-acknowledgment-required": "1",
        }
        signed = signer.headers("POST", to, told, payload=UNSIGNED)
        exchange = await web.Exchange.open(to)
        exchange.begin("POST", to.path, {**signed, "transfer-encoding": "chunked", "user-agent": "open-rtcc"})
        return cls(exchange, on_ack)

    @property
    def has_ended(self) -> bool:
        """Whether the service has ended the request; `check` says why."""
        return self._listener.done()

    def check(self) -> None:
        """Raise Over or Broken when the service has ended the request, or the line takes nothing any more."""
        if self._listener.done():
            self._listener.result()
            raise Broken("the service ended the request")
        if self._exchange.writer.transport.get_write_buffer_size() > MOST_WAITING:
            raise Broken("the line does not carry the picture")

    def send(self, data: bytes) -> None:
        """Send one piece at once, as one chunk. Raises as `check`."""
        self.check()
        self._exchange.writer.writelines((b"%x\r\n" % len(data), data, b"\r\n"))

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

    def abort(self) -> None:
        """Hang up at once."""
        self._listener.cancel()
        self._listener.add_done_callback(_looked_at)
        self._exchange.writer.close()

    async def _listen(self) -> None:
        try:
            answer = await self._exchange.head()
            if answer.status != 200:
                raise _refused(web.Answer(answer.status, answer.headers, await self._exchange.body(answer)))
            acks = Acks()
            async for piece in self._exchange.pieces(answer):
                for ack in acks.feed(piece):
                    self._hear(ack)
        except (Unreadable, OSError) as failed:
            raise Broken(str(failed)) from None

    def _hear(self, ack: Ack) -> None:
        if ack.kind != "ERROR":
            self._on_ack(ack)
        elif ack.means is Means.AGAIN:
            raise Broken(ack.why)
        else:
            raise Over(ack.why)


def _refused(answer: web.Answer) -> Exception:
    kind = answer.headers.get("x-amzn-errortype", "").split(":")[0]
    if not kind:
        with contextlib.suppress(ValueError, AttributeError):
            kind = str(json.loads(answer.body).get("__type", "")).rpartition("#")[2]
    if kind.startswith("ResourceNotFound") or answer.status == 404:
        return Over("The stream is gone.")
    if answer.status in (401, 403):
        return Refused("The stream does not take this box's credentials.")
    return Broken(f"the service answered {answer.status} {kind}".rstrip())


def _looked_at(listener: asyncio.Task[None]) -> None:
    if not listener.cancelled():
        listener.exception()
