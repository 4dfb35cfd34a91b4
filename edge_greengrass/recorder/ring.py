"""One camera's ring on the site's own disk: clusters are appended, chained, made durable, and forgotten on time."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

from edge_greengrass.kit import index
from edge_greengrass.kit.index import SEGMENT_MS, Entry, Head, Segment
from edge_greengrass.recorder.recovery import recover

_DAY_MS = 86_400_000


@dataclass(slots=True)
class _Open:
    """The segment that is being written."""

    segment: Segment
    setup: str
    start: int
    media: int
    records: int
    size: int = 0


@dataclass(slots=True)
class Ring:
    """Opens a camera's folder, recovered; `dropped` bytes of a torn tail were lost on the way."""

    folder: Path
    days_stored: int
    dropped: int = 0
    newest_at: int | None = None
    _link: bytes = b""
    _number: int = 0
    _open: _Open | None = None
    _retired: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = recover(self.folder)
        self._link, self._number, self.dropped = found.link, found.number, found.dropped
        # The days rest beside the footage: it is deleted on time even when its camera is gone from the list (P9.3).
        (self.folder / "days").write_text(str(self.days_stored))
        last = index.newest(self.folder)
        self.newest_at = last.end if last else None

    @property
    def oldest_at(self) -> int | None:
        """When the oldest footage that is kept began (ms)."""
        first = index.oldest(self.folder)
        return first.start if first else None

    def append(
        self, cluster: bytes, *, at: int, duration: int, frames: int, header: bytes, clock: int | None = None
    ) -> Entry:
        """Write one cluster behind the others. Raises OSError; then the segment ends before it."""
        now = self._writable(at, header)
        link = index.link(self._link, cluster)
        entry = Entry(at, duration, len(cluster), now.size, frames, clock, link)
        try:
            _write(now.media, cluster)
            _write(now.records, entry.packed())
        except OSError:
            self._end()  # a torn tail behind the last record; readers go by the records
            raise
        now.size += len(cluster)
        self._link, self.newest_at = entry.link, entry.end
        return entry

    async def sync(self) -> None:
        """Make durable what was written, off the event loop. Called every few seconds."""
        retired, self._retired = self._retired, []
        current = [os.dup(one) for one in (self._open.media, self._open.records)] if self._open else []
        await asyncio.to_thread(_sync, [*retired, *current], self.folder)

    def close(self) -> None:
        """End the segment and make everything durable."""
        self._end()
        retired, self._retired = self._retired, []
        _sync(retired, self.folder)

    def _writable(self, at: int, header: bytes) -> _Open:
        setup = index.setup_name(header)
        now = self._open
        if now and now.setup == setup and 0 <= at - now.start < SEGMENT_MS:
            return now
        self._end()
        path = index.header_path(self.folder, setup)
        if not path.exists():
            path.write_bytes(header)
        self._number = max(at, self._number + 1)
        segment = Segment(self._number, self.folder)
        media, records = _create(segment.media), _create(segment.index)
        self._open = _Open(segment, setup, at, media, records)
        _write(records, Head(setup, self._link).packed())
        return self._open

    def _end(self) -> None:
        if self._open:
            self._retired += [self._open.media, self._open.records]
            self._open = None


def forget(folder: Path, *, now_ms: float) -> int:
    """Delete the segments whose last frame is older than the owner wants; returns how many (P9.3)."""
    try:
        days = int((folder / "days").read_text())
    except (OSError, ValueError):
        return 0
    count = 0
    for segment in index.segments(folder)[:-1]:
        found = segment.read()
        end = found[1][-1].end if found and found[1] else segment.number
        if end > now_ms - days * _DAY_MS:
            break
        segment.media.unlink(missing_ok=True)
        segment.index.unlink(missing_ok=True)
        count += 1
    return count


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)


def _write(to: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(to, view) :]


def _sync(files: list[int], folder: Path) -> None:
    for file in files:
        os.fdatasync(file)
        os.close(file)
    if files:
        directory = os.open(folder, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
