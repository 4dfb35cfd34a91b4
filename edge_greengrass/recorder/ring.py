"""One camera's ring on the site's own disk: clusters are appended, chained, made durable; a full disk is told."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from edge_greengrass.kit import index
from edge_greengrass.kit.index import RECORD, SEGMENT_MS, Entry, Head, Segment
from edge_greengrass.recorder import writing
from edge_greengrass.recorder.recovery import recover
from edge_greengrass.recorder.shelf import Shelf
from edge_greengrass.recorder.writing import OpenSegment

LONGEST_OPEN_S = 90.0  # by the ticks of the machine: a segment ends even when the camera's clock stands still

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ring:
    """Opens a camera's folder, recovered; `dropped` bytes of a torn tail were lost on the way.

    `ran` counts the seconds that the recorder has run (`Calendar.ran`). `trouble` says why the disk takes nothing.
    """

    folder: Path
    days_stored: int
    ran: Callable[[], int] = lambda: 0
    dropped: int = 0
    newest_at: int | None = None
    trouble: OSError | None = None
    shelf: Shelf = field(init=False)
    _link: bytes = b""
    _number: int = 0
    _open: OpenSegment | None = None
    _retired: list[int] = field(default_factory=list)
    _is_new: bool = False  # the folder has a file that it did not have when it was last made durable

    def __post_init__(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            found = recover(self.folder)
            self._link, self._number, self.dropped = found.link, found.number, found.dropped
            # The days rest beside the footage: it is deleted on time even when its camera is gone from the list (P9.3).
            (self.folder / "days").write_text(str(self.days_stored))
        except OSError as failed:
            self._fail(failed)
        self.shelf = Shelf.found(self.folder)
        last = index.newest(self.folder)
        self.newest_at = last.end if last else None

    @property
    def oldest_at(self) -> int | None:
        """When the oldest footage that is kept began (ms)."""
        return self.shelf.oldest_at

    def append(
        self,
        cluster: bytes | Sequence[bytes],
        *,
        at: int,
        duration: int,
        frames: int,
        header: bytes,
        clock: int | None = None,
    ) -> Entry | None:
        """Write one cluster, whole or in parts, behind the others; None when the disk does not take it (`trouble`).

        Then the segment ends before it, there is a gap, and the next cluster is tried as if nothing had been.
        """
        parts = [cluster] if isinstance(cluster, bytes) else cluster
        chained = index.link(self._link, *parts)
        try:
            now = self._writable(at, header)
            entry = Entry(at, duration, sum(map(len, parts)), now.size, frames, clock, chained)
            writing.write(now.media, parts)
            writing.write(now.records, [entry.packed()])
        except OSError as failed:
            self._fail(failed)
            return None
        if not now.size:
            self.shelf.begin(now.segment.number)
        now.size += entry.length
        self.shelf.grow(entry.length + RECORD.size)
        self._link, self.newest_at, self.trouble = chained, entry.end, None
        return entry

    def durable(self) -> Callable[[], None]:
        """What makes durable all that was written until now: to be called off the event loop. It raises OSError."""
        files, self._retired = self._retired, []
        folder, self._is_new = self.folder if self._is_new else None, False
        if self._open:
            files += [os.dup(one) for one in (self._open.media, self._open.records)]
        return lambda: writing.sync(files, folder)

    async def sync(self) -> None:
        """Make durable what was written, off the event loop. Raises OSError."""
        await asyncio.to_thread(self.durable())

    def rest(self) -> None:
        """End the segment when it began long ago, so that it grows old as the others do."""
        if self._open and time.monotonic() - self._open.since > LONGEST_OPEN_S:
            self._end()

    def close(self) -> None:
        """End the segment and make everything durable. Raises OSError."""
        self._end()
        self.durable()()

    def _writable(self, at: int, header: bytes) -> OpenSegment:
        setup, now = index.setup_name(header), self._open
        is_in_time = now is not None and 0 <= at - now.start < SEGMENT_MS
        if now and is_in_time and now.setup == setup and time.monotonic() - now.since < LONGEST_OPEN_S:
            return now
        self._end()
        self._keep_header(setup, header)
        self._number = index.next_number(self._number, at)
        self._open = OpenSegment.create(Segment(self._number, self.folder), setup, at)
        self._is_new = True
        writing.write(self._open.records, [Head(setup, self._link, self.ran()).packed()])
        return self._open

    def _keep_header(self, setup: str, header: bytes) -> None:
        """A cut of the power may have taken it, or emptied it."""
        path = index.header_path(self.folder, setup)
        if path.exists() and path.read_bytes() == header:
            return
        fresh = path.with_suffix(".new")
        file = writing.create(fresh)
        self._retired.append(file)
        writing.write(file, [header])
        fresh.replace(path)

    def _end(self) -> None:
        if self._open:
            self._retired += [self._open.media, self._open.records]
            self._open = None
        self.shelf.writing = 0

    def _fail(self, failed: OSError) -> None:
        """Readers go by the records: what stands behind the last one is nothing."""
        if self.trouble is None:
            log.error("the ring in %s takes nothing: %s", self.folder.name, failed)
        self.trouble = failed
        if (now := self._open) is not None:
            self._end()
            if not now.size:
                with contextlib.suppress(OSError):
                    now.remove()
