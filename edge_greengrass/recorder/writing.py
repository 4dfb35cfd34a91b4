"""The files of a ring's newest segment: opened, written to the last byte, and made durable."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from edge_greengrass.kit.index import Segment

_MOST_PARTS = 1000  # that one call writes (IOV_MAX is 1024)


@dataclass(slots=True)
class OpenSegment:
    """The segment that is being written: its two files, and how many bytes of clusters it has."""

    segment: Segment
    setup: str
    start: int
    media: int
    records: int
    size: int = 0
    since: float = field(default_factory=time.monotonic)

    @classmethod
    def create(cls, segment: Segment, setup: str, start: int) -> OpenSegment:
        """Begin it. Raises OSError; then there is none."""
        media = create(segment.media)
        try:
            return cls(segment, setup, start, media, create(segment.index))
        except OSError:
            os.close(media)
            segment.media.unlink()
            raise

    def remove(self) -> None:
        """It was begun in vain. Raises OSError."""
        for path in (self.segment.index, self.segment.media):
            path.unlink(missing_ok=True)


def create(path: Path) -> int:
    """A new file to append to, for this user alone. Raises OSError."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)


def write(to: int, parts: Sequence[bytes]) -> None:
    """All parts, one behind the other, without joining them first. Raises OSError."""
    written = os.writev(to, parts[:_MOST_PARTS])
    if written == sum(map(len, parts)):
        return
    view = memoryview(b"".join(parts))[written:]
    while view:
        view = view[os.write(to, view) :]


def sync(files: list[int], folder: Path | None) -> None:
    """Make the files durable, and the folder's names, and close them in any case. Raises OSError."""
    try:
        for file in files:
            os.fdatasync(file)
        if folder:
            directory = os.open(folder, os.O_RDONLY)
            files.append(directory)
            os.fsync(directory)
    finally:
        for file in files:
            os.close(file)
