"""Forgets what a camera recorded that was taken off the box: at once, or when its days are over; the owner chose."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from edge_greengrass.guard import disk
from edge_greengrass.kit import holds, index

_LONGEST = timedelta(milliseconds=index.SEGMENT_MS + index.LONGEST_CLUSTER_MS)  # of a segment


class Leaving:
    """Rings whose camera is gone: {camera: days that are kept}, on disk; 0 days is at once.

    The recorder knows nothing of them any more, so the guard lets their segments go. What a clip needs it may finish.
    """

    def __init__(self, path: Path, rings: Path) -> None:
        self._path, self._rings = path, rings
        kept = json.loads(path.read_bytes()) if path.exists() else {}
        self._days = {str(camera): int(days) for camera, days in kept.items()}

    def add(self, camera: str, *, days: int) -> None:
        """That camera's ring is kept for so many days yet. Raises OSError."""
        self._keep(self._days | {camera: days})

    def forget(self, *, now: datetime, is_recorded: Callable[[str], bool]) -> None:
        """Let go what is due, but of a camera that the recorder still speaks of. Raises OSError; then try again."""
        for camera, days in list(self._days.items()):
            ring = self._rings / camera
            if is_recorded(camera):
                continue
            if days:
                _forget_before(ring, now - timedelta(days=days))
            if not holds.held(ring) and not (days and index.segments(ring)):
                if ring.exists():
                    shutil.rmtree(ring)
                self._keep({one: left for one, left in self._days.items() if one != camera})

    def _keep(self, days: dict[str, int]) -> None:
        disk.write_whole(self._path, json.dumps(days).encode())
        self._days = days


def _forget_before(ring: Path, oldest: datetime) -> None:
    held = holds.held(ring)
    for segment in index.segments(ring):
        start = datetime.fromtimestamp(segment.number / 1000, UTC)
        is_held = any(
            first < segment.number + _LONGEST / timedelta(milliseconds=1) and segment.number < last
            for first, last in held
        )
        if start + _LONGEST < oldest and not is_held:
            segment.index.unlink(missing_ok=True)
            segment.media.unlink(missing_ok=True)
