"""Makes what is shown of an item to one recipient: reads its exact version, has it marked, leaves it in one place.

As `making`, it may read evidence and write beside it, and nothing else: another one writes down what it left.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from rtcc.aws import derivatives, packages, settings
from rtcc.aws.blobs import Stored
from rtcc.foundation.errors import Invalid
from rtcc.preview import sniff, telling
from rtcc.preview.confinement import burn
from rtcc.preview.making import less
from rtcc.preview.model import (
    DRAWN,
    ENCODED,
    MARKED,
    MOST_BYTES,
    MOVIE,
    PICTURE,
    SHEET,
    Derivative,
    Look,
    Preview,
    State,
    Unreadable,
)

MADE = {MOVIE: ENCODED, PICTURE: DRAWN, SHEET: DRAWN}  # what may be made, and how: never a copy
_ROOT = "marked"
_MARKER = "Open RTCC marker 1"
_MINUTES = 10  # of a movie: what encoding them takes is what the function has time for
_SAYS = "Shown to {}, not the evidence. The evidence has the SHA-256 {}."


@dataclass(frozen=True, slots=True)
class Order:
    """One item to be marked for one share, on one day (2026-11-23): of which bytes, and two lines of words."""

    item_id: str
    share_id: str
    day: str
    name: str
    bytes: int
    sha256: str
    version_id: str
    words: str

    def spell(self) -> str:
        """As JSON, for the queue."""
        return json.dumps({"mark": asdict(self)})


def ordered(told: Mapping[str, Any]) -> Order:
    """An order, read back. Raises Invalid."""
    if set(told) != {field.name for field in fields(Order)}:
        raise Invalid("This is no order for a marked copy.")
    return Order(**told)


def place(item_id: str, share_id: str, day: str, name: str) -> str:
    """Where something lies that was made for a share on a day. By item first: what ends is found by its item."""
    return f"{_ROOT}/{item_id}/{share_id}/{day}/{name}"


def places(item_id: str) -> str:
    """Under which prefix all lies that was marked of an item, for whatever share."""
    return f"{_ROOT}/{item_id}/"


def is_place(key: str) -> bool:
    """Whether what lies there was left by the marker."""
    return key.startswith(f"{_ROOT}/")


def name_of(made: Derivative) -> str:
    """Under which name a marked copy lies: its own digest's, so that making it twice puts nothing over the first."""
    return f"{made.sha256}-{made.name}"


def make(order: Order) -> Preview:
    """Mark one item and leave what came of it; doing it twice leaves the first."""
    with tempfile.TemporaryDirectory() as folder:
        found = _marked(order, Path(folder))
    of = {"item": order.item_id, "parent": order.sha256, "parent_version": order.version_id}
    told = telling.spelled(found, **of, share=order.share_id, day=order.day, words=order.words)
    where = place(order.item_id, order.share_id, order.day, MARKED)
    derivatives.put_once(settings.need("BUCKET_PREVIEW"), where, told)
    return found


def _marked(order: Order, folder: Path) -> Preview:
    source = folder / "source"
    if order.bytes > MOST_BYTES:
        return Preview(State.NONE, why="it is too large to be looked at here", tool=_MARKER)
    what = Stored(settings.need("BUCKET_VAULT"), f"evidence/{order.item_id}", order.version_id, order.bytes)
    with source.open("wb") as file:
        for piece in packages.pieces(what):
            file.write(piece)
    with source.open("rb") as file:
        look = sniff.look(file, order.bytes, order.name)
    try:
        if look.why:
            raise Unreadable(look.why)
        lines = order.words.splitlines()
        says = _SAYS.format(" · ".join(lines), order.sha256)
        said = burn(source, look.kind, folder, minutes=_MINUTES, mark=says, words=lines)
        return _made(order, look, said, folder)
    except Unreadable as unreadable:
        return Preview(State.NONE, why=str(unreadable), kind=look.kind, tool=_MARKER)


def _made(order: Order, look: Look, said: dict[str, Any], folder: Path) -> Preview:
    try:
        name = str(said["name"])
        if said["how"] != MADE[name] or not (folder / name).stat().st_size:
            raise Unreadable("no picture could be made of it")
        made = _put(order, name, folder / name)
        return Preview(
            State.READY,
            why=_less(name, said, is_still=look.kind in ("jpeg", "png")),
            kind=look.kind,
            width=look.width,
            height=look.height,
            duration_ms=look.duration_ms,
            tool=f"{_MARKER}, {str(said['tool'])[:100]}",
            is_closed=said["is_closed"] is True,
            derivatives=(made,),
        )
    except (KeyError, TypeError, ValueError):
        raise Unreadable("its decoder did not say what it made") from None


def _less(name: str, said: Mapping[str, Any], *, is_still: bool) -> str:
    """What is not shown, in words that follow "what you see: "."""
    if name == MOVIE:
        return less(said)
    return "" if is_still else "some of its pictures, for no movie could be made of it"


def _put(order: Order, name: str, path: Path) -> Derivative:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    where = place(order.item_id, order.share_id, order.day, f"{digest}-{name}")
    kept = derivatives.put_same(settings.need("BUCKET_PREVIEW"), where, path, sha256=digest, of=order.sha256)
    return Derivative(name, kept.bytes, digest, kept.version_id, MADE[name])
