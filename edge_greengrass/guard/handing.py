"""Hands orders to the clip cutter until it answers: a cutter that was away when one came hears it again."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from edge_greengrass.guard import clips, disk
from edge_greengrass.guard.clock import BoxClock
from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.kit.line import Line, LineDown
from rtcc.commands.model import Unacceptable

CUT = "rtcc/local/cut"
AGAIN_S = 15.0  # the cutter answers the same order once, however often it hears it
MOST = 200  # orders that wait for their first answer

log = logging.getLogger(__name__)


class Handing:
    """The orders that the cutter has not answered yet, on disk, as the center sent them.

    Each is judged anew before it is handed over again: the owner may have said no meanwhile.
    """

    def __init__(
        self,
        line: Line,
        path: Path,
        grants: GrantsLog,
        box_time: BoxClock,
        *,
        thing: str,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._line, self._path, self._grants, self._time = line, path, grants, box_time
        self._thing, self._ticks = thing, ticks
        self._open = _read(path)
        self._handed: dict[str, float] = {}  # when, by the counter

    async def hand(self, body: Mapping[str, Any]) -> None:
        """Take the order of a command and give it to the cutter. Raises Unacceptable, KeyError, TypeError, ValueError.

        It is on the disk when this returns: what was obeyed once is answered, whatever happens to the power.
        """
        judged = self._judged(body)
        if len(self._open) >= MOST:
            raise Unacceptable("too many orders wait in the box")
        name = judged["order"]
        try:
            self._keep(self._open | {name: dict(body)})
        except OSError:
            raise Unacceptable("the box cannot write to its disk") from None
        try:
            await self._line.publish(CUT, judged)
        except LineDown:
            self.answered(name)
            raise Unacceptable("the box cannot reach its clip cutter") from None
        self._handed[name] = self._ticks()

    def answered(self, name: str) -> None:
        """The cutter has said something of it: from now on it remembers the order itself."""
        if name not in self._open:
            return
        self._handed.pop(name, None)
        left = {one: body for one, body in self._open.items() if one != name}
        try:
            self._keep(left)
        except OSError:
            self._open = left  # at the next start it is handed over once more, and answered as before

    async def again(self) -> list[tuple[Mapping[str, Any], str]]:
        """Hand over what was not answered for a while; the orders that are not allowed any more, each with the why."""
        refused: list[tuple[Mapping[str, Any], str]] = []
        for name, body in list(self._open.items()):
            if self._ticks() - self._handed.get(name, -AGAIN_S) < AGAIN_S:
                continue
            try:
                judged = self._judged(body)
                await self._line.publish(CUT, judged)
                self._handed[name] = self._ticks()
            except LineDown:
                break
            except (Unacceptable, KeyError, TypeError, ValueError) as no:
                refused.append((body, str(no) if isinstance(no, Unacceptable) else "unreadable"))
                self.answered(name)
        return refused

    def _judged(self, body: Mapping[str, Any]) -> dict[str, Any]:
        if self._grants.grant(str(body["camera"])).is_nothing:
            raise Unacceptable("no such camera")
        return clips.order(body, self._grants, thing=self._thing, at=self._time.now())

    def _keep(self, orders: dict[str, dict[str, Any]]) -> None:
        disk.write_whole(self._path, json.dumps(orders).encode())
        self._open = orders


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = dict(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError):
        log.warning("the orders that waited for the clip cutter cannot be read")
        return {}
    return {str(name): body for name, body in found.items() if isinstance(body, dict)}
