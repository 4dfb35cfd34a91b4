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

from edge_greengrass.clip_cutter import order
from edge_greengrass.clip_cutter.memory import Memory, Remembered
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.sending import Limits, Sender
from edge_greengrass.clip_cutter.working import Cutter, Pace

Tell = Callable[[dict[str, Any]], Awaitable[None]]
REMEMBERED_S = 30 * 86_400.0  # far longer than any command is obeyed

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
        self._running: dict[str, asyncio.Task[None]] = {}
        self._leaving: dict[str, asyncio.Task[None]] = {}
        self._cameras: dict[str, str] = {}  # by order, while it runs
        self._is_resumed = False

    def hear(self, facts: dict[str, Any]) -> None:
        """The guard says from which cameras nothing may be fetched now; its first word lets broken-off work go on."""
        if not self._is_resumed:
            self._is_resumed = True
            self.resume()
        refused = set(facts.get("refused") or ())
        for name, task in list(self._running.items()):
            if self._cameras[name] in refused and name not in self._leaving:
                task.cancel()  # at once: one that has not begun yet never does
                self._leaving[name] = asyncio.create_task(self._give_up(name, task), name=name)
                self._leaving[name].add_done_callback(lambda over: self._leaving.pop(over.get_name()))

    def resume(self) -> None:
        """Go on with what was broken off; forget what was done long ago."""
        self._memory.forget(before=time.time() - REMEMBERED_S)
        for facts in self._memory.unfinished():
            self.take(facts)

    def take(self, facts: dict[str, Any]) -> None:
        """One order of the guard; the same one again is answered again, and not cut again."""
        name = str(facts.get("order"))
        if name not in self._running:
            task = asyncio.create_task(self._answer_for(facts), name=name)
            self._running[name], self._cameras[name] = task, str(facts.get("camera"))
            task.add_done_callback(lambda _: (self._running.pop(name), self._cameras.pop(name)))

    async def close(self) -> None:
        """Stop; what is unfinished goes on at the next start."""
        tasks = [*self._running.values(), *self._leaving.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _give_up(self, name: str, task: asyncio.Task[None]) -> None:
        """The owner said no meanwhile: what was not sent yet stays in the box."""
        camera = self._cameras[name]
        await asyncio.wait({task})
        known = self._memory.recall(name)
        if known is not None and known.is_done:
            return
        event = {"order": name, "camera": camera, "state": "refused", "why": "The owner no longer allows it."}
        if known is None:  # it had not begun: the guard hands it over again, judged anew, until it is answered
            await self._tell(event)
            return
        self._memory.keep(name, replace(known, event=event))
        self._memory.clip(name).unlink(missing_ok=True)
        self._cutter.let_go(camera, name)
        await self._answer(name, event)
        await self._sender.give_up(order.read(known.facts))

    async def _answer_for(self, facts: dict[str, Any]) -> None:
        """Serve an order; whatever goes wrong that nobody thought of is an answer too, and stops no other order.

        Unless the clip may have arrived: then the next start goes on with it, and says what is true.
        """
        name = str(facts.get("order"))
        try:
            await self._serve(facts)
        except Exception as unforeseen:
            log.exception("order %s", name)
            known = self._memory.recall(name)
            if known is not None and known.may_be_there:
                return
            why = f"The box could not do it: {type(unforeseen).__name__}."
            told = {"order": name, "camera": str(facts.get("camera")), "state": "failed", "why": why}
            with contextlib.suppress(OSError):
                self._memory.keep(name, replace(known or Remembered(facts), event=told))
                self._memory.drop(name)
            await self._answer(name, told)

    async def _serve(self, facts: dict[str, Any]) -> None:
        try:
            wanted = order.read(facts)
        except ValueError as wrong:
            told = {"order": str(facts.get("order")), "camera": str(facts.get("camera"))}
            await self._tell(told | {"state": "refused", "why": str(wrong)})
            return
        known = self._memory.recall(wanted.id) or Remembered(facts)
        if known.event is None:
            self._memory.keep(wanted.id, known)
            known = replace(known, event=await self._cutter.cut(wanted, self._memory.clip(wanted.id)))
            self._memory.keep(wanted.id, known)
        self._cutter.let_go(wanted.camera, wanted.id)
        assert known.event
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
