"""Sends cut clips to the inbox: by one PUT, or in parts when they are large; digests signed, nothing overwritten."""

from __future__ import annotations

import asyncio
import base64
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from edge_greengrass.clip_cutter.inbox import AlreadyThere, Body, Final, Inbox, Later, Tap
from edge_greengrass.clip_cutter.lane import Lane, Rank
from edge_greengrass.clip_cutter.memory import Memory, Remembered
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.parts import Parts, Yielded
from edge_greengrass.kit.credentials import Wallet

MOST_REFUSALS = 10_000  # about five days; a line that is cut is no refusal, however long

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """`part`: bytes above which a clip goes in parts, and the size of one; `kbit`: most a second, 0 is no limit."""

    part: int = 64 << 20
    kbit: int = 0


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between two tries, at first and at most."""

    first: float = 1.0
    longest: float = 60.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Sender:
    """Sends one clip at a time, the most urgent first."""

    def __init__(self, memory: Memory, region: str, limits: Limits, pauses: Pauses) -> None:
        self._memory, self._region, self._limits, self._pauses = memory, region, limits, pauses
        self._wallet, self._tap, self._lane = Wallet(), Tap(limits.kbit), Lane()
        self._pause = pauses.first  # of the line; each clip has its own beside it

    async def send(self, wanted: Order, known: Remembered) -> dict[str, Any]:
        """Try until it is there or never will be; the facts of the event. What was tried is kept in the memory."""
        rank, own = self._lane.rank(wanted.priority), self._pauses.first
        while True:
            async with self._lane.turn(rank):
                try:
                    return await self._try(wanted, known, rank)
                except Yielded:
                    continue
                except Later as no:
                    log.warning("order %s was not sent: %s", wanted.id, no)
                except OSError as failed:
                    if self._pause < self._pauses.longest:  # a line that is down for days is told once
                        log.warning("order %s was not sent: %s", wanted.id, failed)
                    self._pause = await self._rest(self._pause)  # nobody else would get through
                    continue
                finally:
                    known = self._memory.recall(wanted.id) or known
            known = replace(known, refusals=known.refusals + 1)
            self._memory.keep(wanted.id, known)
            own = await self._rest(own)

    async def give_up(self, wanted: Order) -> None:
        """Take back what went out of a clip that must not leave."""
        await self._parts(wanted, self._body(wanted, "")).give_up()

    async def _rest(self, pause: float) -> float:
        await self._pauses.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - it spreads load
        return min(2 * pause, self._pauses.longest)

    async def _try(self, wanted: Order, known: Remembered, rank: Rank) -> dict[str, Any]:
        assert known.event
        clip, sha256 = self._memory.clip(wanted.id), known.event["sha256"]
        if not clip.exists():
            return {"state": "failed", "why": "The clip is gone from the box."}
        if known.refusals > MOST_REFUSALS:
            return {"state": "failed", "why": "The inbox did not take the clip for days."}
        try:
            await self._carry(wanted, known, rank, self._body(wanted, sha256))
        except Final as final:
            return {"state": "failed", "why": str(final)}
        except AlreadyThere:
            if not known.may_be_there:
                return {"state": "failed", "why": "Something else lies where the clip shall go."}
        self._pause = self._pauses.first
        return {"state": "sent", "sha256": sha256, "bytes": clip.stat().st_size}

    async def _carry(self, wanted: Order, known: Remembered, rank: Rank, body: Body) -> None:
        def about_to_be_there() -> None:  # when the power fails in the next request, the object may be there
            if not known.may_be_there:
                self._memory.keep(wanted.id, replace(known, may_be_there=True))

        if body.length > self._limits.part:
            parts = self._parts(wanted, body)
            await parts.send(may_go_on=lambda: not self._lane.is_outranked(rank), about_to_be_there=about_to_be_there)
            return
        told = {"content-type": "video/mp4", "if-none-match": "*"}
        told["x-amz-checksum-sha256"] = base64.b64encode(bytes.fromhex(body.sha256)).decode()
        about_to_be_there()
        await self._inbox(wanted).ask("PUT", told, body)

    def _body(self, wanted: Order, sha256: str) -> Body:
        clip = self._memory.clip(wanted.id)
        return Body(clip, 0, clip.stat().st_size if clip.exists() else 0, sha256)

    def _inbox(self, wanted: Order) -> Inbox:
        return Inbox(wanted.bucket, wanted.key, self._region, self._wallet, self._tap)

    def _parts(self, wanted: Order, body: Body) -> Parts:
        return Parts(self._inbox(wanted), body, self._limits.part, self._memory.parts(wanted.id))
