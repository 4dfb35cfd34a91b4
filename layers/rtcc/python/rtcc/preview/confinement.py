"""Runs the decoder as a child with a time of its own and nothing of ours: no keys, no settings, no input but a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rtcc.preview.model import MOVIE, SHEET, Unreadable

_SECONDS, _MARKING_SECONDS = 540, 780
_SAID = 4096
_FAILED = "its video is damaged, or made in a way that cannot be decoded here"


def decode(source: Path, kind: str, folder: Path, *, minutes: int, mark: str) -> dict[str, Any]:
    """What the child says it saw; its derivatives lie in `folder`. Raises Unreadable however the child ended.

    A movie that must be encoded again is `minutes` long at most; `mark` is what it says of itself.
    """
    places = [str(place) for place in (source, folder / SHEET, folder / MOVIE)]
    return _said("rtcc.preview.child", [kind, *places, str(minutes), mark], folder, seconds=_SECONDS)


def burn(source: Path, kind: str, folder: Path, *, minutes: int, mark: str, words: Sequence[str]) -> dict[str, Any]:
    """As `decode`, for the one copy that bears `words` on each of its pictures; it lies in `folder` by its name."""
    places = [str(place) for place in (source, folder)]
    told = [kind, *places, str(minutes), mark, *words]
    return _said("rtcc.preview.marking_child", told, folder, seconds=_MARKING_SECONDS)


def _said(module: str, told: Sequence[str], folder: Path, *, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", module, *told]
    # Where to import from is all that it knows of here: neither keys nor the names of what we may reach.
    known = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "MALLOC_ARENA_MAX": "1"}
    try:
        done = subprocess.run(  # noqa: S603 no part of it comes from outside
            command, env=known, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False, cwd=folder
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("looking at it took too long") from None
    if done.returncode != 0:
        raise Unreadable(_missing(done.stderr) or _FAILED)
    try:
        said = json.loads(done.stdout[:_SAID])
    except ValueError:
        raise Unreadable(_FAILED) from None
    if not isinstance(said, dict):
        raise Unreadable(_FAILED)
    return said


def _missing(stderr: bytes) -> str:
    """A deployment without the decoder says so: that is no fault of the file."""
    return (
        "this installation has no decoder"
        if b"No module named 'av'" in stderr or b"No module named 'PIL'" in stderr
        else ""
    )
