"""Carries one camera to its stream while its lease holds: frame by frame, rotated in time, ended at once when told."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_greengrass.kit import mkv, times
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.kit.mkv import Event, Frame, Track
from edge_greengrass.kit.signing import Signer
from edge_greengrass.live_relay import source
from edge_greengrass.live_relay.acks import Ack
from edge_greengrass.live_relay.put_media import Over, PutMedia, Refused

log = logging.getLogger(__name__)

Tell = Callable[[dict[str, Any]], Awaitable[None]]
_ALIVE = {"BUFFERING", "RECEIVED", "PERSISTED"}


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. The service cuts a request at 45 min; an ended view must be silent within 250 ms (P2.3)."""

    rotate: float = 40 * 60.0
    goodbye: float = 0.15
    between: float = 2.0
    first_pause: float = 0.25
    longest_pause: float = 5.0


@dataclass(frozen=True, slots=True)
class Way:
    """From which camera, over which socket, to which stream, as whom."""

    camera: str
    stream: str
    frames_sock: Path
    wallet: Wallet
    region: str


class Relay:
    """One camera on its way. `run` ends when the lease does, when told, or when the stream is gone."""

    def __init__(self, way: Way, tell: Tell, *, deadline: float, pace: Pace | None = None) -> None:
        self.way, self._tell, self._pace = way, tell, pace or Pace()
        self._deadline = deadline  # of the loop's own clock: no other clock can lengthen a lease
        self._changed, self._stopped = asyncio.Event(), ""
        self._put: PutMedia | None = None
        self._rotate_at = 0.0
        self._header, self._cluster = b"", 0
        self._frames, self._last_at = 0, 0
        self._has_started = asyncio.Event()
        self._pause = self._pace.first_pause

    @property
    def is_ending(self) -> bool:
        """Whether it was told to end."""
        return bool(self._stopped)

    def renew(self, deadline: float) -> None:
        """The lease holds until then."""
        self._deadline = deadline
        self._changed.set()

    def stop(self, why: str) -> None:
        """End now."""
        self._stopped = why
        self._changed.set()

    async def run(self) -> None:
        """Carry frames; tell when it started and when it ended, and why."""
        pump, herald = asyncio.create_task(self._pump()), asyncio.create_task(self._announce())
        why = "The relay was ended."
        try:
            why = await self._until_over(pump)
        finally:
            pump.cancel()
            herald.cancel()
            await asyncio.wait({pump, herald})
            if self._put:
                await self._put.finish(patience=self._pace.goodbye)
            await self._tell(self._told("ended") | {"why": why})

    async def _until_over(self, pump: asyncio.Task[str]) -> str:
        now = asyncio.get_running_loop().time
        while True:
            left = self._deadline - now()
            if self._stopped or left <= 0:
                return self._stopped or "The lease was not renewed."
            self._changed.clear()
            change = asyncio.create_task(self._changed.wait())
            await asyncio.wait({pump, change}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            change.cancel()
            if pump.done():
                return pump.result()

    async def _announce(self) -> None:
        await self._has_started.wait()
        await self._tell(self._told("started"))

    async def _pump(self) -> str:
        """Carry until the stream is gone; the answer says why. Everything else is tried again."""
        while True:
            try:
                async with aclosing(source.events(self.way.frames_sock, self.way.camera)) as events:
                    async for event in events:
                        await self._carry(event)
            except Over as over:
                return str(over)
            except source.Silent:
                await self._between()
            except (OSError, mkv.Unreadable, ValueError) as failed:
                log.warning("relay of %s: %s", self.way.camera, failed)
                if isinstance(failed, Refused):
                    self.way.wallet.forget()
                self._drop()
            await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))  # noqa: S311 - it spreads load
            self._pause = min(2 * self._pause, self._pace.longest_pause)

    async def _carry(self, event: Event) -> None:
        if isinstance(event, Track):
            await self._between()  # another setup needs another header
            self._header = mkv.header(event)
        elif isinstance(event, Frame):
            if event.is_key:
                await self._ready(event.at)
                self._cluster = event.at
            if self._put is None:
                return
            block = mkv.block(event.at - self._cluster, event.is_key, event.data)
            self._put.send(mkv.open_cluster(event.at) + block if event.is_key else block)
            self._frames, self._last_at = self._frames + 1, event.at

    async def _ready(self, at: int) -> None:
        """A request that takes the cluster that begins now; frames that come meanwhile wait in the socket."""
        now = asyncio.get_running_loop().time
        if self._put and now() >= self._rotate_at:
            await self._between()
        if self._put is None:
            signer = Signer(await self.way.wallet.credentials(), self.way.region, "kinesisvideo")
            self._put = await PutMedia.open(self.way.stream, signer, self._heard, start_ms=at)
            self._rotate_at = now() + self._pace.rotate
            self._put.send(self._header)

    def _heard(self, ack: Ack) -> None:
        if ack.kind in _ALIVE:
            self._has_started.set()
            self._pause = self._pace.first_pause

    async def _between(self) -> None:
        put, self._put = self._put, None
        if put:
            await put.finish(patience=self._pace.between)

    def _drop(self) -> None:
        put, self._put = self._put, None
        if put:
            put.abort()

    def _told(self, state: str) -> dict[str, Any]:
        facts = {"camera": self.way.camera, "stream": self.way.stream, "state": state, "frames": self._frames}
        return facts | ({"last_frame_at": times.spell(self._last_at)} if self._frames else {})
