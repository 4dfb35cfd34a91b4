"""Which evidence is a program: it is kept like any other, and leaves the house only by a second word (abuse 19)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

PROGRAM = "it is a program: it is kept, and must not be started"  # what the probe says of bytes that begin as one
# What a common computer starts when somebody opens it, whatever its bytes are.
_ENDINGS = frozenset(
    f".{ending}"
    for ending in (
        *("app", "apk", "appimage", "bat", "cmd", "com", "cpl", "deb", "dll", "dmg", "exe", "hta", "jar", "js", "jse"),
        *(
            "lnk",
            "msi",
            "msix",
            "msp",
            "pif",
            "pkg",
            "ps1",
            "reg",
            "rpm",
            "run",
            "scr",
            "sh",
            "vb",
            "vbe",
            "vbs",
            "wsf",
        ),
    )
)


def is_program(name: str, found: Mapping[str, Any] | None) -> bool:
    """By what the probe found in its bytes (the preview as its room spells it), or by the ending of its name."""
    ending = PurePosixPath(name.strip().rstrip(". ")).suffix.lower()
    return ending in _ENDINGS or (found is not None and found.get("why") == PROGRAM)
