"""Keeps a stretch of a ring from being forgotten while somebody needs it: a small file beside the camera's segments.

In a folder of its own, `held`: the camera's folder has a file for every minute of many days.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_HELD = "held"
_ORDER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def hold(folder: Path, order: str, start: int, end: int) -> None:
    """Hold [start, end) (ms since 1970) of a camera's ring for an order; durable when this returns.

    The ring forgets nothing of it, not by age (until a day beyond) and not for want of room (abuse 69). The same order
    again moves its hold. Raises ValueError for what is no order's name or no stretch, OSError.
    """
    if end <= start:
        raise ValueError("a hold ends after it begins")
    path = _path(folder, order)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(b"%d %d\n" % (start, end))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    for one in (path.parent, folder):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def let_go(folder: Path, order: str) -> None:
    """The order needs its stretch no more, or never held one. Raises ValueError, OSError."""
    _path(folder, order).unlink(missing_ok=True)


def held(folder: Path) -> list[tuple[int, int]]:
    """The stretches that are held, [start, end) in ms since 1970. A file that cannot be read holds nothing."""
    found = []
    for path in (folder / _HELD).glob("*.hold"):
        try:
            start, end = path.read_text().split()
            found.append((int(start), int(end)))
        except (OSError, ValueError):
            continue
    return sorted(found)


def _path(folder: Path, order: str) -> Path:
    if not _ORDER.fullmatch(order):
        raise ValueError("that is no order's name")
    return folder / _HELD / f"{order}.hold"
