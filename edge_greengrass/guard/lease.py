"""The sign of life: I am here, and so are these cameras. It names only what the owner allows (P2.1)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from edge_greengrass.guard.cameras import Cameras
from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.guard.states import States
from rtcc.foundation import clock


class Lease:
    """Said anew every few seconds; the center forgets the box when it is not renewed (P4.1)."""

    def __init__(self, cameras: Cameras, grants: GrantsLog, states: States, now: Callable[[], datetime]) -> None:
        self._cameras, self._grants, self._states, self._now = cameras, grants, states, now
        self.boot = secrets.token_hex(8)

    def facts(self) -> dict[str, Any]:
        """{boot, at, cameras: how many, allowed: how many, states: of the allowed ones alone}."""
        cameras = self._cameras.all()
        allowed = [camera.id for camera in cameras if not self._grants.grant(camera.id).is_nothing]
        return {
            "boot": self.boot,
            "at": clock.spell(self._now()),
            "cameras": len(cameras),
            "allowed": len(allowed),
            "states": [{"camera": camera, **self._states.of(camera)} for camera in allowed],
        }
