"""Takes orders, has each cut, tells the digest, has it sent, and answers every order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from edge_greengrass.clip_cutter import allowed, order
from edge_greengrass.clip_cutter.allowed import Reach
from edge_greengrass.clip_cutter.memory import Memory, Remembered
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.sending import Limits, Sender
from edge_greengrass.clip_cutter.working import Cutter, Pace

Tell = Callable[[dict[str, Any]], Awaitable[None]]
REMEMBERED_S = 30 * 86_400.0  # far longer than any command is obeyed
_NO_LONGER = "The owner no longer allows it."

log = logging.getLogger(__name__)


class Desk:
    """All orders of a box."""

    def __init__(
        self, home: Path, region: str, tell: Tell, *, pace: Pace | None = None, limits: Limits | None = None
    ) -> None:
        pace = pace or Pace()
        self._tell, self._memory = tell, Memory(home / "orders")
        self._cutter = Cutter(home, pace)
        self._sender = Sender(self._memory, region, limits or Limits(), pace.pauses)
        self._pace = pace
        self._running: dict[str, asyncio.Task[None]] = {}
        self._leaving: dict[str, asyncio.Task[None]] = {}
        self._saying: set[asyncio.Future[None]] = set()
        self._orders: dict[str, dict[str, Any]] = {}  # by name, while they run
        self._allowed: dict[str, Reach] | None = None  # by camera; None before the guard has spoken
        self._is_resumed = False

    def hear(self, facts: dict[str, Any]) -> None:
        """The guard says from which cameras footage may be fetched now, from when on, and how far back.

        Its first word of which it is sure lets broken-off work go on.
        """
        self._allowed = allowed.read(facts)
        if not self._is_resumed and facts.get("is_sure") is True:
            self.resume()
        for name, task in list(self._running.items()):
            known = self._memory.recall(name)
            if name in self._leaving or self._may(self._orders[name]) or (known is not None and known.is_done):
                continue
            task.cancel()  # at once: one that has not begun yet never does
            self._leaving[name] = asyncio.create_task(self._give_up(self._orders[name], task), name=name)
            self._leaving[name].add_done_callback(lambda over: self._leaving.pop(over.get_name()))

    def resume(self) -> None:
        """Go on with what was broken off; forget what was done long ago."""
        self._is_resumed = True
        self._memory.forget(before=time.time() - REMEMBERED_S)
        for facts in self._memory.unfinished():
            self.take(facts)

    def take(self, facts: dict[str, Any]) -> None:
        """One order of the guard; the same one again is answered again, and not cut again."""
        name = str(facts.get("order"))
        if name in self._running:
            self._say_again(name)
            return
        known = self._memory.recall(name)
        if known is not None and not known.is_done and not self._is_resumed:
            return  # broken off before this start: it goes on when the guard is sure of what is allowed
        task = asyncio.create_task(self._answer_for(facts), name=name)
        self._running[name], self._orders[name] = task, facts
        task.add_done_callback(lambda _: (self._running.pop(name), self._orders.pop(name)))

    async def close(self) -> None:
        """Stop; what is unfinished goes on at the next start."""
        tasks = [*self._running.values(), *self._leaving.values(), *self._saying]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _say_again(self, name: str) -> None:
        """Whoever asks again for what is being sent did not hear what was claimed of it."""
        known = self._memory.recall(name)
        if known is not None and known.claim is not None:
            saying = asyncio.ensure_future(self._tell(known.claim))
            self._saying.add(saying)
            saying.add_done_callback(self._saying.discard)

    def _may(self, facts: dict[str, Any]) -> bool:
        """Whether the guard's last word lets that order's footage leave, all of it."""
        if self._allowed is None:
            return True
        reach = self._allowed.get(str(facts.get("camera")))
        try:
            return reach is not None and reach.lets(order.read(facts))
        except ValueError:
            return True  # it is refused for what it is

    async def _give_up(self, facts: dict[str, Any], task: asyncio.Task[None]) -> None:
        await asyncio.wait({task})
        known = self._memory.recall(str(facts["order"])) or Remembered(facts)
        if not known.is_done:
            await self._refuse(known)

    async def _refuse(self, known: Remembered) -> None:
        """The owner said no meanwhile: what was not sent yet stays in the box."""
        wanted = order.read(known.facts)
        event = {"order": wanted.id, "camera": wanted.camera, "state": "refused", "why": _NO_LONGER}
        self._memory.keep(wanted.id, replace(known, event=event))
        self._memory.clip(wanted.id).unlink(missing_ok=True)
        self._cutter.let_go(wanted.camera, wanted.id)
        await self._answer(wanted.id, event)
        await self._sender.give_up(wanted)

    async def _answer_for(self, facts: dict[str, Any]) -> None:
        """Serve an order; whatever goes wrong that nobody thought of is an answer too, and stops no other order.

        Unless the clip may have arrived: then it is tried again, until what is true can be said.
        """
        name, camera = str(facts.get("order")), str(facts.get("camera"))
        while True:
            try:
                return await self._serve(facts)
            except Exception as unforeseen:
                log.exception("order %s", name)
                known = self._memory.recall(name) or Remembered(facts)
                told = {"order": name, "camera": camera, "state": "failed", "why": _unforeseen(unforeseen)}
            if known.may_be_there:
                await self._pace.pauses.sleep(self._pace.pauses.longest)
                continue
            with contextlib.suppress(OSError):
                self._memory.keep(name, replace(known, event=told))
                self._memory.drop(name)
            self._cutter.let_go(camera, name)
            return await self._answer(name, told)

    async def _serve(self, facts: dict[str, Any]) -> None:
        try:
            wanted = order.read(facts)
        except ValueError as wrong:
            told = {"order": str(facts.get("order")), "camera": str(facts.get("camera"))}
            await self._tell(told | {"state": "refused", "why": str(wrong)})
            return
        known = self._memory.recall(wanted.id) or Remembered(facts)
        if not known.is_done and not self._may(known.facts):
            await self._refuse(known)
            return
        if known.event is None:
            self._memory.keep(wanted.id, known)
            event = await self._cutter.cut(wanted, self._memory.clip(wanted.id))
            known = replace(known, event=event, claim=event if event["state"] == "cut" else None)
            self._memory.keep(wanted.id, known)
        self._cutter.let_go(wanted.camera, wanted.id)
        assert known.event
        if known.claim is not None and known.event["state"] == "sent":
            await self._tell(known.claim)  # whoever asks again may have heard nothing of it
        await self._answer(wanted.id, known.event)
        if not known.is_done:
            await self._send(wanted, known)

    async def _answer(self, name: str, event: dict[str, Any]) -> None:
        """Tell the guard, and then never again unless it asks: the last word is told even when the power fails."""
        await self._tell(event)
        known = self._memory.recall(name)
        if known and known.is_done and not known.is_told:
            self._memory.keep(name, replace(known, is_told=True))

    async def _send(self, wanted: Order, known: Remembered) -> None:
        told = {"order": wanted.id, "camera": wanted.camera}
        event = told | await self._sender.send(wanted, known)
        known = self._memory.recall(wanted.id) or known
        self._memory.keep(wanted.id, replace(known, event=event))
        self._memory.drop(wanted.id)
        await self._answer(wanted.id, event)


def _unforeseen(failed: Exception) -> str:
    return f"The box could not do it: {type(failed).__name__}."
