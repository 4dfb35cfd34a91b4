"""What the recorder last said of each camera, cleaned of what may not leave the box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from edge_greengrass.guard.events import words
from rtcc.foundation import clock

STATES = {"recording", "stalled", "refused", "absent"}
LONGEST_WHY = 60  # characters: a lease of 16 cameras has to stay under 4 KB
STALE = 7.0  # seconds: the recorder speaks every 2 s; who is silent for longer knows nothing


class States:
    """The last word of the recorder on each camera, while it is fresh."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._said: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def hear(self, facts: Mapping[str, Any]) -> None:
        """Take what the recorder says: {cameras: [{id, state, …}]}."""
        for camera in facts.get("cameras") or ():
            if isinstance(camera, Mapping) and isinstance(camera.get("id"), str):
                self._said[camera["id"]] = (self._ticks(), _clean(camera))

    def of(self, camera: str) -> Mapping[str, Any]:
        """{state, why?, oldest_at?, newest_at?, offset_ms?}; `absent` when the recorder is silent."""
        at, facts = self._said.get(camera, (0.0, {}))
        return facts if facts and self._ticks() - at <= STALE else {"state": "absent"}


def _clean(camera: Mapping[str, Any]) -> dict[str, Any]:
    state = camera.get("state")
    facts: dict[str, Any] = {"state": state if state in STATES else "absent"}
    if camera.get("why"):
        facts["why"] = words(camera["why"])[:LONGEST_WHY]
    for name in ("oldest_at", "newest_at"):
        if at := time(camera.get(name)):
            facts[name] = at
    if type(camera.get("offset_ms")) is int:
        facts["offset_ms"] = camera["offset_ms"]
    return facts


def time(said: object) -> str:
    """The time as it was said, to the millisecond if it was; empty when it is none."""
    try:
        clock.read(said if isinstance(said, str) else "")
    except ValueError:
        return ""
    return str(said)
