"""What was found out about an item's file, and the derivatives that were made of it; never the evidence itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_SIDE = 8192
MOST_PIXELS = 8192 * 4320  # 8K as cinemas have it; a square of 8192 is no camera's
MOST_MS = 24 * 3600 * 1000
MOST_SAMPLES = 20_000_000  # a day at 240 pictures a second
MOST_TABLE = 64 * 2**20  # bytes of a table of contents
MOST_BYTES = 2 * 2**30  # larger files are not looked at: whoever needs them downloads them
MOST_SHEET, MOST_FRAMES = 2**21, 12
DRAWN, COPIED, ENCODED = "drawn", "copied", "encoded"  # how a derivative was made of the file's own pictures
SHEET, MOVIE, TOLD = "sheet.jpg", "video.mp4", "probe.json"
PICTURE, MARKED = "picture.jpg", "marked.json"  # of what is shown under a mark: a photo, and what is told of it


class State(StrEnum):
    """Where an item's preview stands."""

    PENDING = "pending"
    READY = "ready"
    NONE = "none"  # `why` says it in plain words


@dataclass(frozen=True, slots=True)
class Derivative:
    """One thing made of an item, in the previews' own bucket, with its own digest; `how` it was made of it."""

    name: str
    bytes: int
    sha256: str
    version_id: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the probe found, and what it made. `is_closed` says that the decoder ran behind closed doors."""

    state: State
    why: str = ""
    kind: str = ""
    codec: str = ""
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    frames: int = 0
    flags: tuple[str, ...] = ()
    tool: str = ""
    is_closed: bool = False
    derivatives: tuple[Derivative, ...] = ()

    def of(self, name: str) -> Derivative | None:
        """The derivative of that name."""
        return next((one for one in self.derivatives if one.name == name), None)


class Unreadable(Exception):
    """Why a file gets no preview, in words that follow "no preview: "."""


@dataclass(frozen=True, slots=True)
class Look:
    """What our own reading of a file's bytes says, before anything decodes it. `why` is empty when one may try."""

    kind: str
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    why: str = ""
    flags: tuple[str, ...] = ()


def must_be_sane(width: int, height: int, duration_ms: int) -> None:
    """Raises Unreadable for dimensions or times that no camera makes (abuse 15)."""
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS):
        raise Unreadable(f"it says that its picture is {width} by {height}, which no camera makes")
    if not 0 <= duration_ms <= MOST_MS:
        raise Unreadable("it says that it lasts longer than a day, or less than nothing")
