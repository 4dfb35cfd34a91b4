"""What one camera shows at this moment: kept since the newest key frame, passed on frame by frame to who reads it."""

from __future__ import annotations

import asyncio

MOST_WAITING = 8 << 20  # a reader this many bytes behind is let go: it begins anew at a key frame


class Feed:
    """The live stream of one camera. While it is off, who comes is sent away."""

    def __init__(self) -> None:
        self._header = b""
        self._since_key: list[bytes] = []
        self._readers: set[asyncio.StreamWriter] = set()

    @property
    def readers(self) -> int:
        """How many read."""
        return len(self._readers)

    def begin(self, header: bytes) -> None:
        """A codec setup begins; readers of another one are let go."""
        self.end()
        self._header = header

    def push(self, data: bytes, *, is_key: bool) -> None:
        """One frame, or, with `is_key`, the beginning of the cluster whose key frame comes next."""
        if is_key:
            self._since_key = []
        self._since_key.append(data)
        for reader in list(self._readers):
            if reader.transport.get_write_buffer_size() > MOST_WAITING:
                self.leave(reader)
            else:
                reader.write(data)

    def join(self, reader: asyncio.StreamWriter) -> bool:
        """Give the newest group of pictures so far, and from now on every frame; False while there is none."""
        if not self._since_key:
            return False
        reader.write(self._header + b"".join(self._since_key))
        self._readers.add(reader)
        return True

    def leave(self, reader: asyncio.StreamWriter) -> None:
        """Let one reader go."""
        self._readers.discard(reader)
        reader.close()

    def end(self) -> None:
        """The camera stalled or changed: let everybody go."""
        for reader in list(self._readers):
            self.leave(reader)
        self._since_key = []
