"""The box's only voice to the center: what may leave, in which words, and never out of order."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from edge_greengrass.guard.spool import Spool
from edge_greengrass.kit.line import Line, LineDown
from rtcc.commands.model import MOST_BYTES, Kind, event_topic

RETRY = 2.0  # seconds

# What may leave as part of a reason: plain words and numbers. An address, a path or a sign-in has a dot, a colon, a
# slash or an at-sign inside (P2.2).
_PLAIN = re.compile(r"([A-Za-z0-9,'()-]*|H\.26[45])[.:,;]?")
_LONGEST_WHY = 120

log = logging.getLogger(__name__)


def words(text: object) -> str:
    """A reason that another component gave, without anything in it that could be an address or the name of a file."""
    said = text.split() if isinstance(text, str) else ()
    return " ".join(word if _PLAIN.fullmatch(word) else "(withheld)" for word in said)[:_LONGEST_WHY]


class Events:
    """Tells the center. Everything but the lease goes through the spool, so that order and outages are one matter."""

    def __init__(self, line: Line, spool: Spool, *, thing: str) -> None:
        self._line, self._spool, self._thing = line, spool, thing
        self._fresh = asyncio.Event()
        self.is_online = False

    def take_loss(self) -> bool:
        """Whether events made room for newer ones since this was asked last, and the center hears us again."""
        is_lost = self.is_online and self._spool.lost > 0
        if is_lost:
            self._spool.lost = 0
        return is_lost

    def tell(self, kind: Kind, facts: Mapping[str, Any]) -> None:
        """Say it, now or when the line is back."""
        payload = json.dumps(facts, separators=(",", ":")).encode()
        if len(payload) > MOST_BYTES:
            log.error("an event of kind %s was too large and is lost", kind.value)
            return
        self._spool.add(event_topic(self._thing, kind), payload)
        self._fresh.set()

    async def tell_now(self, kind: Kind, facts: Mapping[str, Any]) -> bool:
        """Say what means nothing later. While the line is away it is not said at all: then False."""
        payload = json.dumps(facts, separators=(",", ":")).encode()
        try:
            await self._send(event_topic(self._thing, kind), payload)
        except LineDown:
            return False
        return True

    async def pump(self) -> None:
        """Send what waits, for ever. Meant to run as a task."""
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            if not await self.flush():
                await asyncio.sleep(RETRY)
                self._fresh.set()

    async def flush(self) -> bool:
        """Send what waits. Returns whether nothing is left."""
        try:
            await self._spool.drain(self._send)
        except (LineDown, OSError):
            return False
        return True

    async def _send(self, topic: str, payload: bytes) -> None:
        try:
            await self._line.send(topic, payload)
        except LineDown:
            self.is_online = False
            raise
        self.is_online = True
