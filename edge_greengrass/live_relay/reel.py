"""What a review plays: a camera's ring from a time on, group by group, each held against its chain as it is read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edge_greengrass.kit import index, mkv
from edge_greengrass.kit.index import Piece
from edge_greengrass.kit.mkv import Frame, Track
from edge_greengrass.kit.mkv_reader import Reader

HOLE_MS = 1_000  # less than this between two groups is no gap but the camera's own rhythm

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shot:
    """One group of pictures as it was recorded. `gap` is what was not recorded, or not shown, before it (ms)."""

    start: int
    end: int
    header: bytes
    frames: tuple[Frame, ...]
    gap: int = 0

    def in_time(self, *, leading: bool) -> Iterator[tuple[Frame, int]]:
        """Each frame with the moment to send it at (ms since 1970).

        Frames stand as they are decoded: with B-frames one is sent before it is shown, so it takes the next moment.
        Those that lead the key frame need the group before: without it they cannot be decoded.
        """
        frames = [one for one in self.frames if leading or one.at >= self.start]
        return zip(frames, sorted(max(self.start, one.at) for one in frames), strict=True)


@dataclass(slots=True)
class Reel:
    """One camera's pictures from `first` to `last` (ms since 1970): nothing outside of that is ever shown, no sound."""

    folder: Path
    first: int
    last: int

    @classmethod
    def of(cls, folder: Path, *, first: int, last: int | None) -> Reel:
        """What is recorded at this moment, and nothing that comes: a review is no live view by the back door."""
        newest = index.newest(folder)
        end = newest.end if newest else first
        return cls(folder, first, end if last is None else min(end, last))

    def narrow(self, first: int, last: int | None) -> None:
        """Allow less. More is never allowed again."""
        self.first, self.last = max(self.first, first), self.last if last is None else min(self.last, last)

    def shots(self, start: int) -> Iterator[Shot]:
        """Every group from the one that shows `start`. Blocks while it reads; what its chain denies is left out."""
        shown = max(start, self.first)
        for piece in index.between(self.folder, shown, self.last):
            if piece.entry.start < self.first:
                continue  # it begins before the owner allowed it, and a group is decoded from its beginning
            shot = self._shot(piece, shown)
            if shot and shot.frames:
                yield shot
                shown = shot.end

    def _shot(self, piece: Piece, shown: int) -> Shot | None:
        try:
            header = _silent(index.header_path(self.folder, piece.setup).read_bytes())
            events = Reader().feed(piece.read())
        except (OSError, ValueError) as failed:  # deleted meanwhile, or not what was recorded
            log.warning("a group of %s was not shown: %s", self.folder.name, failed)
            return None
        missing = piece.entry.start - shown
        frames = tuple(one for one in events if isinstance(one, Frame) and self._may_show(one))
        return Shot(piece.entry.start, piece.entry.end, header, frames, missing if missing > HOLE_MS else 0)

    def _may_show(self, frame: Frame) -> bool:
        return frame.track == mkv.PICTURES and self.first <= frame.at < self.last


def _silent(header: bytes) -> bytes:
    """The header of the pictures alone. Raises ValueError when it is none."""
    track = next((one for one in Reader().feed(header) if isinstance(one, Track)), None)
    if track is None:
        raise ValueError("a header without a track")
    return mkv.header(track)
