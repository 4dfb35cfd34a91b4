"""What the center has not heard yet: events wait on disk, in order, while the line is away (abuse 71)."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path

from edge_greengrass.guard import disk

MOST = 500  # events; with 4 KB each the file stays under 2 MB

Send = Callable[[str, bytes], Awaitable[None]]


class Spool:
    """A queue of (topic, payload) that outlives a restart. When it is full the oldest event makes room.

    An event is not synced to the disk one by one: what is in force is in the grants log, and is told at every start.
    """

    def __init__(self, path: Path, *, most: int = MOST) -> None:
        self._path, self._most = path, most
        self._waiting = deque(_read(path), maxlen=most)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, topic: str, payload: bytes) -> None:
        """Queue one event. A disk that takes nothing loses the copy, not the event."""
        is_full = len(self._waiting) == self._most
        self._waiting.append((topic, payload))
        try:
            if is_full:
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


def _line(topic: str, payload: bytes) -> bytes:
    return json.dumps([topic, payload.decode()]).encode() + b"\n"


def _read(path: Path) -> list[tuple[str, bytes]]:
    found = []
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            topic, payload = json.loads(line)
            found.append((str(topic), str(payload).encode()))
        except (ValueError, TypeError):  # a torn line: an event that nobody promised
            continue
    return found
