"""What the center has not heard yet: events wait on disk, in order, while the line is away (abuse 71)."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path

from edge_greengrass.guard import disk

MOST = 500  # events; with 4 KB each, and twice as many lines at the most, the file stays under 4 MB

Send = Callable[[str, bytes], Awaitable[None]]


class Spool:
    """A queue of (topic, payload) that outlives a restart. When it is full the oldest event makes room.

    `lost` counts what made room: whoever speaks again after a long outage says once more what is in force.

    An event is not synced to the disk one by one: what is in force is in the grants log, and is told at every start.
    """

    def __init__(self, path: Path, *, most: int = MOST) -> None:
        self._path, self._most = path, most
        found, self._lines = _read(path)
        self._waiting = deque(found, maxlen=most)
        self.lost = max(0, len(found) - most)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, topic: str, payload: bytes) -> None:
        """Queue one event. A disk that takes nothing loses the copy, not the event."""
        self.lost += len(self._waiting) == self._most
        self._waiting.append((topic, payload))
        self._lines += 1
        try:
            if self._lines > 2 * self._most:
                self._write()
            else:
                with self._path.open("ab") as file:
                    file.write(_line(topic, payload))
        except OSError:
            return

    async def drain(self, send: Send) -> None:
        """Send everything in order. What `send` raises ends it, and what was not sent stays."""
        sent = 0
        try:
            while self._waiting:
                one = self._waiting[0]
                await send(*one)
                sent += 1
                if self._waiting and self._waiting[0] is one:  # a full spool may have dropped it meanwhile
                    self._waiting.popleft()
        finally:
            if sent:
                self._write()

    def _write(self) -> None:
        disk.write_whole(self._path, b"".join(_line(*one) for one in self._waiting))
        self._lines = len(self._waiting)


def _line(topic: str, payload: bytes) -> bytes:
    return json.dumps([topic, payload.decode()]).encode() + b"\n"


def _read(path: Path) -> tuple[list[tuple[str, bytes]], int]:
    """What waits, and how many lines the file has; behind a torn one it has to be written anew."""
    found: list[tuple[str, bytes]] = []
    content = path.read_bytes() if path.exists() else b""
    for line in content.splitlines():
        try:
            topic, payload = json.loads(line)
            found.append((str(topic), str(payload).encode()))
        except (ValueError, TypeError):  # a torn line: an event that nobody promised
            continue
    is_torn = bool(content) and not content.endswith(b"\n")
    return found, sys.maxsize if is_torn else content.count(b"\n")
