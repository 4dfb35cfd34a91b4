"""Makes an item's derivatives: reads its exact version, looks, decodes in a child, leaves everything in one place.

It may read evidence and write previews, and nothing else: what it found is taken up by whoever may write the record.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rtcc.aws import derivatives, packages, settings
from rtcc.preview import sniff, telling
from rtcc.preview.confinement import decode
from rtcc.preview.model import (
    COPIED,
    DRAWN,
    ENCODED,
    MOST_BYTES,
    MOST_SHEET,
    MOVIE,
    SHEET,
    TOLD,
    Derivative,
    Look,
    Preview,
    State,
    Unreadable,
)
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_PROBE = "Open RTCC probe 2"
_MINUTES = 5  # of a video whose codec no browser plays: what encoding them takes is what the function has time for
_MARK = "A preview, not the evidence. The evidence has the SHA-256 {}."


def key_of(item_id: str, name: str) -> str:
    """Where that which is told of an item's derivatives lies."""
    return f"previews/{item_id}/{name}"


def place_of(item_id: str, made: Derivative) -> str:
    """Where a derivative lies: its digest is in its name, so that a probe that runs again overwrites nothing."""
    return key_of(item_id, f"{made.sha256}-{made.name}")


def make(item: Item) -> Preview:
    """Probe one item and leave the findings; doing it twice leaves the first ones."""
    with tempfile.TemporaryDirectory() as place:
        found = _probe(item, Path(place))
        said = telling.body(found, item_id=item.id, parent=item.sha256, parent_version=item.version_id)
        derivatives.put_once(settings.need("BUCKET_PREVIEW"), key_of(item.id, TOLD), said)
        return found


def _probe(item: Item, folder: Path) -> Preview:
    source = folder / "source"
    if item.bytes <= MOST_BYTES:
        with source.open("wb") as file:
            for piece in packages.pieces(vault.stored(item)):
                file.write(piece)
    else:
        source.touch()
    with source.open("rb") as file:
        look = sniff.look(file, item.bytes, item.name)
    try:
        if look.why:
            raise Unreadable(look.why)
        minutes, mark = settings.number("PREVIEW_MINUTES", _MINUTES), _MARK.format(item.sha256)
        return _made(item, look, decode(source, look.kind, folder, minutes=minutes, mark=mark), folder)
    except Unreadable as unreadable:
        flags = look.flags or ((str(unreadable),) if item.bytes <= MOST_BYTES else ())
        return Preview(
            State.NONE,
            why=str(unreadable),
            kind=look.kind,
            width=look.width,
            height=look.height,
            duration_ms=look.duration_ms,
            flags=flags,
            tool=_PROBE,
        )


def _made(item: Item, look: Look, said: dict[str, Any], folder: Path) -> Preview:
    if not 0 < (folder / SHEET).stat().st_size <= MOST_SHEET:
        raise Unreadable("no picture could be made of it")
    try:
        how = str(said["movie"]["how"])
        is_video = look.kind not in ("jpeg", "png")
        names = {SHEET: DRAWN} | ({MOVIE: how} if is_video and how in (COPIED, ENCODED) else {})
        return Preview(
            State.READY,
            why=less(said["movie"]) if is_video else "",
            kind=look.kind,
            codec=str(said["codec"])[:40],
            width=look.width,
            height=look.height,
            duration_ms=look.duration_ms,
            frames=int(said["frames"]),
            flags=look.flags,
            tool=f"{_PROBE}, {str(said['tool'])[:100]}",
            is_closed=said["is_closed"] is True,
            derivatives=tuple(_put(item, name, folder / name, how) for name, how in names.items()),
        )
    except (KeyError, TypeError, ValueError):
        raise Unreadable("its decoder did not say what it saw") from None


def less(movie: Mapping[str, Any]) -> str:
    """What a movie does not show of its video, in words that follow "preview: "."""
    if not movie["how"]:
        return "there is no movie: browsers do not play its codec, and it was not encoded again"
    missing = [f"it shows the first {int(movie['seconds'])} seconds only"] if movie["seconds"] else []
    if movie["has_all_sound"] is not True:
        missing.append("it is without the sound, which browsers do not play")
    return "; ".join(missing)


def _put(item: Item, name: str, path: Path, how: str) -> Derivative:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    made = Derivative(name, path.stat().st_size, digest, "", how)
    bucket, key = settings.need("BUCKET_PREVIEW"), place_of(item.id, made)
    kept = derivatives.put_same(bucket, key, path, sha256=digest, of=item.sha256)
    return replace(made, version_id=kept.version_id)
