"""Everything that one stream is sent: request after request, turned over in time, so that no fragment is lost."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import random

from edge_greengrass.kit import signing, web
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.kit.signing import Credentials, Signer
from edge_greengrass.live_relay.acks import Ack, Means
from edge_greengrass.live_relay.far_clock import FarClock
from edge_greengrass.live_relay.pace import Pace
from edge_greengrass.live_relay.put_media import Opening, PutMedia
from edge_greengrass.live_relay.refusing import Broken, Limited, Refused, refused

log = logging.getLogger(__name__)

LONGEST_MS, LARGEST = 19_000, 48 << 20  # the service takes fragments of 20 s and 50 MB
SHORTEST_MS = 250  # it takes five fragments a second: shorter groups of pictures share one
_ALIVE = {"BUFFERING", "RECEIVED", "PERSISTED"}
_AT_ONCE = {Means.PLANNED, Means.ANCHOR, Means.SHORTEN, Means.CLOCK}
_TRIES = 5  # of the request that follows another, while the frames wait


class Upload:
    """The way into one stream. `has_started` is set when the service has acknowledged the first fragment."""

    def __init__(self, stream: str, wallet: Wallet, region: str, pace: Pace, *, timecodes: str = "ABSOLUTE") -> None:
        self._stream, self._wallet, self._region = stream, wallet, region
        self._pace, self._timecodes = pace, timecodes
        self.has_started, self.far = asyncio.Event(), FarClock()
        self.longest_ms, self.largest, self.shift_ms = LONGEST_MS, LARGEST, 0
        self._put: PutMedia | None = None
        self._where: web.Url | None = None  # the service allows it to be kept until something fails
        self._rotate_at, self._pause, self._flows = 0.0, pace.first_pause, False

    @property
    def is_open(self) -> bool:
        """Whether there is a request to send to."""
        return self._put is not None

    @property
    def backlog(self) -> int:
        """Bytes that the line did not take yet."""
        return self._put.backlog if self._put else 0

    async def ready(self, header: bytes, *, start_ms: int) -> None:
        """Have a request that takes a fragment that begins now. Raises Over or OSError.

        What the camera sends meanwhile waits in the recorder's socket: a rotation overlaps nothing and loses nothing.
        """
        now = asyncio.get_running_loop().time
        is_next = self._put is not None and now() >= self._rotate_at
        if is_next:
            await self.end()
        if self._put is None:
            await (self._open_next if is_next else self._open)(header, start_ms)

    def send(self, data: bytes) -> None:
        """Send one piece at once. Raises Over or Broken when the service has ended the request."""
        if self._put is None:
            raise Broken("there is no request")
        self._put.send(data)

    async def drained(self) -> None:
        """Wait until the line has taken what was sent. Raises Over or OSError."""
        if self._put:
            await self._put.drained()

    async def end(self) -> None:
        """End the request properly; another may follow."""
        put, self._put = self._put, None
        if put:
            await put.finish(patience=self._pace.between)

    async def cut(self) -> None:
        """End for good, and at once."""
        put, self._put = self._put, None
        if put:
            await put.cut(patience=self._pace.goodbye)

    async def recover(self, failed: Exception | None = None) -> None:
        """Give up the request, heed what the failure means, and wait: longer each time, until something flows."""
        put, self._put, self._where = self._put, None, None
        if put:
            put.abort()
        means = failed.means if isinstance(failed, Broken) else Means.AGAIN
        self._heed(failed, means)
        if means in _AT_ONCE and self._flows:
            self._flows = False  # at once, but only once: it must flow again before that is believed again
            return
        await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))  # noqa: S311 - it spreads load
        self._pause = min(2 * self._pause, self._pace.longest_pause)

    def _heed(self, failed: Exception | None, means: Means) -> None:
        if isinstance(failed, Refused):
            self._wallet.forget()
        elif isinstance(failed, Limited):
            self._pause = min(2 * self._pause, self._pace.longest_pause)
        elif means is Means.SHORTEN:
            self.longest_ms, self.largest = max(1_000, self.longest_ms // 2), max(1 << 20, self.largest // 2)
        elif means is Means.CLOCK:
            self.shift_ms = -self.far.ahead_ms
            log.warning("this box's clock is %d ms ahead of the service's: counting by that", self.far.ahead_ms)

    async def _open_next(self, header: bytes, start_ms: int) -> None:
        for left in reversed(range(_TRIES)):
            try:
                await self._open(header, start_ms)
                return
            except Limited:  # the service has not seen yet that the request before has ended
                if not left:
                    raise
                await self.recover(None)

    async def _open(self, header: bytes, start_ms: int) -> None:
        credentials = await self._wallet.credentials()
        signer = Signer(credentials, self._region, "kinesisvideo")
        self._where = self._where or await self._endpoint(signer)
        opening = Opening(self._stream, start_ms, self._timecodes)
        put = await PutMedia.open(self._where, opening, signer, on_ack=self._heard, far=self.far, deaf=self._pace.deaf)
        self._put = put
        if self.has_started.is_set():
            await put.answered(self._pace.answer)
        self._rotate_at = asyncio.get_running_loop().time() + min(self._pace.rotate, self._lasts(credentials))
        put.send(header)

    def _lasts(self, credentials: Credentials) -> float:
        """For how long the credentials are good, in seconds; those that end soon are not asked for all the time."""
        left = (credentials.expires_at - self.far.now()).total_seconds() - self._pace.fresh
        return max(left, self._pace.fresh)

    async def _endpoint(self, signer: Signer) -> web.Url:
        """Where this stream's media goes. Raises Over when there is no such stream, OSError when nobody answers."""
        where = signing.endpoint("kinesis-video", self._region)
        to = web.Url(where.scheme, where.host, where.port, "/getDataEndpoint")
        body = json.dumps({"StreamName": self._stream, "APIName": "PUT_MEDIA"}).encode()
        told, payload = {"content-type": "application/json"}, hashlib.sha256(body).hexdigest()
        answer = await web.ask("POST", to, signer.headers("POST", to, told, payload=payload, at=self.far.now()), body)
        self.far.hear(answer.headers)
        if answer.status != 200:
            raise refused(answer)
        try:
            return web.url(str(json.loads(answer.body)["DataEndpoint"]))
        except (ValueError, KeyError, TypeError):
            raise Broken("the service named no endpoint") from None

    def _heard(self, ack: Ack) -> None:
        if ack.kind in _ALIVE:
            self.has_started.set()
            self._pause, self._flows = self._pace.first_pause, True
