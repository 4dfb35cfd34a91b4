"""Hands orders to the clip cutter until it answers: a cutter that was away when one came hears it again."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from edge_greengrass.guard import disk
from edge_greengrass.kit.line import Line, LineDown
from rtcc.commands.model import Unacceptable

CUT = "rtcc/local/cut"
AGAIN_S = 15.0  # the cutter answers the same order once, however often it hears it
MOST = 200  # orders that wait for their first answer
ANSWERS = {"cut", "none", "failed", "refused"}  # after which the cutter remembers the order itself

log = logging.getLogger(__name__)


class Handing:
    """The orders that the cutter has not answered yet, on disk, as the guard judged them.

    They are not judged a second time here: the cutter alone answers, and holds each against what the guard tells it of
    every camera, so that nobody says no while somebody else sends.
    """

    def __init__(self, line: Line, path: Path, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._line, self._path, self._ticks = line, path, ticks
        self._open = _read(path)
        self._handed: dict[str, float] = {}  # when, by the counter
        self._is_on_disk = True

    async def hand(self, order: Mapping[str, Any]) -> None:
        """Take an order that was judged, and give it to the cutter, now or when that can be reached.

        It is on the disk when this returns: what was obeyed once is answered, whatever happens to the power. Raises
        Unacceptable when the disk does not take it, or too many wait.
        """
        name = str(order["order"])
        if name not in self._open and len(self._open) >= MOST:
            raise Unacceptable("too many orders wait in the box")
        try:
            self._keep(self._open | {name: dict(order)})
        except OSError:
            raise Unacceptable("the box cannot write to its disk") from None
        await self._give(name)

    def hear(self, answer: Mapping[str, Any]) -> None:
        """The cutter has said something of an order. That it was sent is not enough: first it says the digest."""
        name = str(answer["order"])
        if name not in self._open or answer["state"] not in ANSWERS:
            return
        self._handed.pop(name, None)
        left = {one: order for one, order in self._open.items() if one != name}
        try:
            self._keep(left)
        except OSError:
            self._open, self._is_on_disk = left, False

    async def again(self) -> None:
        """Hand over what was not answered for a while."""
        if not self._is_on_disk:
            try:
                self._keep(self._open)
            except OSError:
                log.warning("the disk does not take which orders wait")
        for name in self.due():
            await self._give(name)

    def due(self) -> list[str]:
        """The orders that are to be handed over now."""
        return [name for name in self._open if self._ticks() - self._handed.get(name, -AGAIN_S) >= AGAIN_S]

    async def _give(self, name: str) -> None:
        if name not in self._open:
            return  # answered meanwhile
        self._handed[name] = self._ticks()
        try:
            await self._line.publish(CUT, self._open[name])
        except LineDown:
            log.warning("the clip cutter cannot be reached: %s waits", name)

    def _keep(self, orders: dict[str, dict[str, Any]]) -> None:
        disk.write_whole(self._path, json.dumps(orders).encode())
        self._open, self._is_on_disk = orders, True


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = dict(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError):
        log.warning("the orders that waited for the clip cutter cannot be read")
        return {}
    return {str(name): order for name, order in found.items() if isinstance(order, dict)}
