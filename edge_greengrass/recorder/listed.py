"""Reads the list of the site's cameras, which the guard alone writes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edge_greengrass.kit import sealing
from edge_greengrass.kit.sealing import Seal
from rtcc.foundation import ids


@dataclass(frozen=True, slots=True)
class Listed:
    """One camera: where it is, how to sign in (never shown), how many days its recording is kept.

    `sound` is recorded only where the owner switched it on: what people say is theirs.
    """

    id: str
    address: str
    user: str
    password: str = field(repr=False)
    days_stored: int
    sound: bool = False


def read(path: Path) -> dict[str, Listed]:
    """The cameras by their ids; none when there is no list yet. Raises ValueError when it cannot be read."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    if not isinstance(found, list):
        raise ValueError("the list of cameras is no list")
    seal = Seal.read(path.parent)
    cameras = [_camera(_opened(one, seal)) for one in found]
    return {one.id: one for one in cameras}


def _opened(facts: dict[str, Any], seal: Seal) -> dict[str, Any]:
    """The facts of a camera with its sign-in, which the guard seals (abuse 65)."""
    if "sealed" not in facts:
        return facts
    try:
        return facts | seal.open(str(facts["sealed"]), bound_to=sealing.bound(str(facts["id"]), str(facts["address"])))
    except KeyError:
        raise ValueError("a camera of the list lacks a field") from None


def _camera(facts: dict[str, Any]) -> Listed:
    try:
        who, address, user, password = (str(facts[name]) for name in ("id", "address", "user", "password"))
        camera = Listed(who, address, user, password, int(facts["days_stored"]), facts.get("sound") is True)
    except (KeyError, TypeError):
        raise ValueError("a camera of the list lacks a field") from None
    if not ids.is_id(camera.id, "cam"):
        raise ValueError("a camera of the list has no camera's id")
    return camera
