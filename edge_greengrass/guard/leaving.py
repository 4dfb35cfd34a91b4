"""Deletes what a camera recorded that its owner took off the box and wanted nothing kept of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from edge_greengrass.guard import disk
from edge_greengrass.kit import holds


class Leaving:
    """The cameras whose rings are to go, on disk. One that is kept is not here: the recorder forgets it on time."""

    def __init__(self, path: Path, rings: Path) -> None:
        self._path, self._rings = path, rings
        self._cameras: list[str] = json.loads(path.read_bytes()) if path.exists() else []

    def add(self, camera: str) -> None:
        """That camera's ring goes as soon as nobody writes it. Raises OSError."""
        self._keep([*self._cameras, camera])

    def forget(self, *, is_recorded: Callable[[str], bool]) -> None:
        """Delete what can be: not while the recorder speaks of the camera, nor while a clip is cut of it.

        Raises OSError; then try again.
        """
        for camera in self._cameras:
            ring = self._rings / camera
            if is_recorded(camera) or holds.held(ring):
                continue
            if ring.exists():
                shutil.rmtree(ring)
            self._keep([one for one in self._cameras if one != camera])

    def _keep(self, cameras: list[str]) -> None:
        disk.write_whole(self._path, json.dumps(cameras).encode())
        self._cameras = cameras
