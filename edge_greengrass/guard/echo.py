"""Hears itself: after a crash of the MQTT daemon a box can speak and is deaf, and nothing else tells it so."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

from edge_greengrass.guard import disk
from edge_greengrass.kit.line import Line, LineDown
from rtcc.commands.model import echo_topic

EVERY = 18.0  # seconds: a box that went deaf right after its call has missed two, and hears again, within a minute
MISSES = 2
EXITS_AN_HOUR = 2  # the nucleus gives a component up at the third crash in an hour

log = logging.getLogger(__name__)


class GoneDeaf(Exception):
    """A new client did not help: the component should end, and be started again."""


class Echo:
    """Speaks to itself through the center's broker. Two misses make a new client; two more, an exit, if one is left."""

    def __init__(self, line: Line, exits: Path, *, thing: str, wall: Callable[[], float] = time.time) -> None:
        self._line, self._exits, self._wall = line, exits, wall
        self._topic = echo_topic(thing)
        self._said, self._heard = 0, 0
        self._missed, self._is_renewed = 0, False

    async def listen(self) -> None:
        """Subscribe to the own voice."""
        await self._line.hear_center(self._topic, self.hear)

    def hear(self, payload: bytes) -> None:
        """The own voice came back."""
        try:
            self._heard = max(self._heard, int(json.loads(payload)["n"]))
        except (ValueError, TypeError, KeyError):
            return

    async def beat(self) -> None:
        """Judge the last call and call again; once every `EVERY` seconds. Raises GoneDeaf.

        Only what was sent counts as a miss: an outage is no deafness, and no reason to start anew.
        """
        if self._said > self._heard:
            self._missed += 1
            await self._heal()
        elif self._said:
            self._missed, self._is_renewed = 0, False
        try:
            await self._line.send(self._topic, json.dumps({"n": self._said + 1}).encode())
            self._said += 1
        except LineDown:
            self._said = self._heard

    async def _heal(self) -> None:
        if self._missed < MISSES:
            return
        self._missed = 0
        if self._is_renewed and self._may_exit():
            raise GoneDeaf
        log.warning("deaf: making a new client")
        self._is_renewed = True
        try:
            await self._line.renew()
        except LineDown:
            log.warning("no new client yet; the line goes on trying")

    def _may_exit(self) -> bool:
        now = self._wall()
        try:
            kept = json.loads(self._exits.read_bytes()) if self._exits.exists() else []
            recent = [at for at in kept if now - 3600 < at <= now]
            if len(recent) >= EXITS_AN_HOUR:
                return False
            disk.write_whole(self._exits, json.dumps([*recent, int(now)]).encode())
        except (OSError, ValueError, TypeError):
            return False
        return True
