"""What the recorder last said of each camera and of its disk, cleaned of what may not leave the box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from edge_greengrass.guard.events import words
from rtcc.foundation import clock

STATES = {"recording", "stalled", "refused", "absent"}
WARNINGS = {"frozen", "looped", "clock", "flapping"}  # what else the recorder noticed (abuse 66, 67)
CODECS = {"h264", "h265"}
DISKS = {"ok", "filling", "full", "broken"}
LONGEST_WHY = 60  # characters: a lease of 16 cameras has to stay under 4 KB
LONGEST_HERE = 300
STALE = 7.0  # seconds: the recorder speaks every 2 s; who is silent for longer knows nothing
_NUMBERS = ("free_percent", "written_mb_day", "temperature_c", "load_percent")
_MOST = 10**9


class States:
    """The last word of the recorder on each camera, while it is fresh."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._said: dict[str, tuple[float, Mapping[str, Any]]] = {}
        self._whys: dict[str, str] = {}  # in full, for the owner's own page
        self._health: tuple[float, Mapping[str, Any]] = (0.0, {})

    def hear(self, facts: Mapping[str, Any]) -> None:
        """Take what the recorder says: {cameras: [{id, state, …}], health?: {disk, free_percent, …}}."""
        cameras, health = facts.get("cameras"), facts.get("health")
        for camera in cameras if isinstance(cameras, list) else ():
            if isinstance(camera, Mapping) and isinstance(camera.get("id"), str):
                self._said[camera["id"]] = (self._ticks(), _clean(camera))
                why = camera.get("why")
                self._whys[camera["id"]] = why[:LONGEST_HERE] if isinstance(why, str) else ""
        if isinstance(health, Mapping):
            self._health = (self._ticks(), _clean_health(health))

    def of(self, camera: str) -> Mapping[str, Any]:
        """{state, why?, warn?, codec?, oldest_at?, newest_at?, offset_ms?}; `absent` when the recorder is silent."""
        return self.said(camera) or {"state": "absent"}

    def here(self, camera: str) -> Mapping[str, Any]:
        """The same for the owner's eyes on the box's own page: the whole sentence, which says what to set."""
        facts = self.of(camera)
        return {**facts, "why": self._whys.get(camera, "")} if "why" in facts else facts

    def said(self, camera: str) -> Mapping[str, Any]:
        """The same, and empty when the recorder is silent, or silent on this one."""
        at, facts = self._said.get(camera, (0.0, {}))
        return facts if facts and self._ticks() - at <= STALE else {}

    def health(self) -> Mapping[str, Any]:
        """{disk, free_percent?, written_mb_day?, temperature_c?, load_percent?}; empty while the recorder is silent."""
        at, facts = self._health
        return facts if self._ticks() - at <= STALE else {}


def _clean(camera: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"state": _one_of(camera.get("state"), STATES) or "absent"}
    if camera.get("why"):
        facts["why"] = words(camera["why"])[:LONGEST_WHY]
    for name, known in (("warn", WARNINGS), ("codec", CODECS)):
        if said := _one_of(camera.get(name), known):
            facts[name] = said
    for name in ("oldest_at", "newest_at"):
        if at := time(camera.get(name)):
            facts[name] = at
    if _is_whole(camera.get("offset_ms")):
        facts["offset_ms"] = camera["offset_ms"]
    return facts


def _clean_health(health: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"disk": _one_of(health.get("disk"), DISKS) or "broken"}
    return facts | {name: health[name] for name in _NUMBERS if _is_whole(health.get(name))}


def _one_of(said: object, known: set[str]) -> str:
    return said if isinstance(said, str) and said in known else ""


def _is_whole(said: object) -> bool:
    return type(said) is int and abs(said) <= _MOST


def time(said: object) -> str:
    """The time as it was said, to the millisecond if it was; empty when it is none."""
    try:
        clock.read(said if isinstance(said, str) else "")
    except ValueError:
        return ""
    return str(said)
