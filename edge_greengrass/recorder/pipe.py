"""The connection to one camera, and the rhythm in which many are read: all that waits, in one go, not packet by packet.

With few cameras, or while somebody watches, a camera is read whenever it sends. Else all are read together 5 times a
second: waking up costs more than reading.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

FEW = 8  # cameras that are read whenever they send
BEAT_S = 0.2
_AT_ONCE = 256 * 1024
_MOST_READS = 4  # of one camera in one beat: who sends more has to wait for the others


class Pipe:
    """One TCP connection. `is_watched` says whether somebody waits for each frame."""

    def __init__(self, line: socket.socket, rhythm: Rhythm, is_watched: Callable[[], bool]) -> None:
        self._line, self._rhythm, self._is_watched = line, rhythm, is_watched
        self._loop = asyncio.get_running_loop()
        self._take: Callable[[bytes], None] = lambda _: None
        self._ended: asyncio.Future[None] | None = None
        self._is_at_once = False

    @classmethod
    async def open(cls, host: str, port: int, *, rhythm: Rhythm, is_watched: Callable[[], bool]) -> Pipe:
        """Connect to an IP address. Raises OSError."""
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )[0]
        line = socket.socket(family, kind, protocol)
        try:
            line.setblocking(False)
            await asyncio.get_running_loop().sock_connect(line, address)
        except BaseException:
            line.close()
            raise
        return cls(line, rhythm, is_watched)

    async def read(self) -> bytes:
        """What comes next; nothing when the camera hung up. Raises OSError."""
        return await self._loop.sock_recv(self._line, _AT_ONCE)

    def write(self, data: bytes) -> None:
        """Send a request; they are short. When the line is broken or full, reading ends."""
        try:
            if self._line.send(data) != len(data):
                raise BrokenPipeError
        except OSError as failed:
            self._end(failed)

    async def pour(self, take: Callable[[bytes], None]) -> None:
        """Hand on everything that comes, as it comes. Ends never; raises OSError, and whatever `take` raises."""
        self._take, self._ended = take, self._loop.create_future()
        self._rhythm.join(self)
        try:
            await self._ended
        finally:
            self._rhythm.leave(self)
            self.read_at_once(False)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def beat(self, *, is_calm: bool) -> None:
        """Its turn in the rhythm."""
        self.read_at_once(not is_calm or self._is_watched())
        if not self._is_at_once:
            for _ in range(_MOST_READS):
                if not self._pump():
                    break

    def read_at_once(self, is_at_once: bool) -> None:
        """Whether to read whenever the camera sends."""
        if is_at_once != self._is_at_once:
            self._is_at_once = is_at_once
            if is_at_once:
                self._loop.add_reader(self._line, self._pump)
            else:
                self._loop.remove_reader(self._line)

    def _pump(self) -> bool:
        """Read once; whether there may be more."""
        try:
            data = self._line.recv(_AT_ONCE)
            if not data:
                raise ConnectionResetError("the camera hung up")
            self._take(data)
        except (BlockingIOError, InterruptedError):
            return False
        except Exception as failed:  # noqa: BLE001 - whatever it is, the task that waits in `pour` raises it
            self._end(failed)
            return False
        return len(data) == _AT_ONCE

    def _end(self, failed: Exception) -> None:
        if self._ended and not self._ended.done():
            self._ended.set_exception(failed)
            self.read_at_once(False)
            self._rhythm.leave(self)


class Rhythm:
    """Beats while there are many cameras. `few` and `beat_s` as above."""

    def __init__(self, *, few: int = FEW, beat_s: float = BEAT_S) -> None:
        self._few, self._beat_s = few, beat_s
        self._pipes: set[Pipe] = set()
        self._timer: asyncio.TimerHandle | None = None

    def join(self, pipe: Pipe) -> None:
        """Read this one from now on."""
        self._pipes.add(pipe)
        pipe.read_at_once(True)
        if len(self._pipes) > self._few and self._timer is None:
            self._wait()

    def leave(self, pipe: Pipe) -> None:
        """No more."""
        self._pipes.discard(pipe)

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._beat_s, self._beat)

    def _beat(self) -> None:
        is_calm, self._timer = len(self._pipes) > self._few, None
        for pipe in tuple(self._pipes):
            pipe.beat(is_calm=is_calm)
        if is_calm:
            self._wait()
