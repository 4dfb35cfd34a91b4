"""Reading what a box says: only what was agreed, in the agreed shape, or not at all (abuse 54)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Invalid
from rtcc.grants import spelling
from rtcc.sites.model import Lease, Report, State

_LONGEST_KEY = 400  # of a P-256 key in base64 there are 124
_LONGEST_NAME, _LONGEST_WHY = 80, 200
_LONGEST_VERSION = 20
_MOST = 10**9
_MOST_HEALTH = 10**13  # a clock that stands in 2100 is 2.4 * 10**12 ms ahead
_WORDS = {"warn": ("frozen", "looped", "clock", "flapping"), "codec": ("h264", "h265")}
_DISKS = ("ok", "filling", "full", "broken")
_NUMBERS = ("free_percent", "written_mb_day", "temperature_c", "load_percent", "clock_ahead_ms")
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, OverflowError)


def lease(event: Mapping[str, Any]) -> Lease:
    """A box's lease. Raises Invalid."""
    try:
        states = dict(_state(one) for one in event["states"])
        return Lease(
            boot=_text(event["boot"], _LONGEST_NAME),
            at=clock.read(event["at"]),
            total=_count(event["cameras"]),
            allowed=_count(event["allowed"]),
            states=states,
            health=_health(event.get("health")),
            key=_text(event["key"], _LONGEST_KEY) if event.get("key") else "",
        )
    except _UNREADABLE:
        raise Invalid("This lease cannot be read.", slug="unreadable-event") from None


def report(event: Mapping[str, Any]) -> Report:
    """A box's report of one grant. A name comes with a right to it, or is dropped here (P2.1). Raises Invalid."""
    try:
        grant = spelling.read(event["grant"])
        name = "" if grant.is_nothing else _text(event["name"], _LONGEST_NAME)
        command = _text(event["command"], _LONGEST_NAME) if event.get("command") else ""
        epoch = _count(event["epoch"])
        if epoch < 1:
            raise ValueError("epochs count from 1")
        return Report(camera_id(event), epoch, grant, name, command)
    except _UNREADABLE:
        raise Invalid("This report cannot be read.", slug="unreadable-event") from None


def camera_id(event: Mapping[str, Any]) -> str:
    """The camera that an event is about. Raises ValueError for what is no id of a camera."""
    told = event["camera"]
    if not isinstance(told, str) or not ids.is_id(told, "cam"):
        raise ValueError("not a camera's id")
    return told


def words(value: Any) -> str:
    """What a box wrote, fit for a custody line: one line of at most 200 characters, whatever it was."""
    return "".join(c for c in str(value or "")[:_LONGEST_WHY] if c.isprintable())


def _state(one: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    told: dict[str, Any] = {"state": State(one["state"]).value}
    for name in ("oldest_at", "newest_at"):
        if one.get(name) is not None:
            told[name] = clock.spell(clock.read(one[name]))
    if one.get("why"):
        told["why"] = words(one["why"])
    for name, known in _WORDS.items():
        if one.get(name) in known:
            told[name] = one[name]
    offset = one.get("offset_ms", 0)
    if type(offset) is not int or abs(offset) > _MOST:
        raise TypeError("not a whole number")
    return camera_id(one), told | {"offset_ms": offset}


def _health(told: Any) -> dict[str, Any]:
    """How the box does. What is missing or is nothing that we know is left out: a sign of life does not hang on it."""
    if not isinstance(told, Mapping):
        return {}
    kept: dict[str, Any] = {name: told[name] for name in _NUMBERS if _is_number(told.get(name))}
    if told.get("disk") in _DISKS:
        kept["disk"] = told["disk"]
    if told.get("version"):
        kept["version"] = words(told["version"])[:_LONGEST_VERSION]
    return kept | ({"suspended": True} if told.get("suspended") is True else {})


def _is_number(value: Any) -> bool:
    return type(value) is int and abs(value) <= _MOST_HEALTH


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value.strip()) <= longest:
        raise TypeError("not a text that can be shown")
    return value.strip()


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _MOST:
        raise TypeError("not a whole number")
    return int(value)
