"""Makes an item's derivatives: reads its exact version, looks, decodes in a child, leaves everything in one place.

It may read evidence and write previews, and nothing else: what it found is taken up by whoever may write the record.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from rtcc.aws import derivatives, packages, settings
from rtcc.preview import sniff, telling
from rtcc.preview.confinement import decode
from rtcc.preview.model import MOST_BYTES, MOST_SHEET, MOVIE, SHEET, TOLD, Derivative, Look, Preview, State, Unreadable
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_PROBE = "Open RTCC probe 1"


def key_of(item_id: str, name: str) -> str:
    """Where a derivative of an item lies."""
    return f"previews/{item_id}/{name}"


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
        return _made(item, look, decode(source, look.kind, folder), folder)
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
    names = [SHEET, MOVIE] if said.get("is_playable") is True else [SHEET]
    try:
        return Preview(
            State.READY,
            why="" if MOVIE in names or look.kind in ("jpeg", "png") else "browsers do not play its codec",
            kind=look.kind,
            codec=str(said["codec"])[:40],
            width=look.width,
            height=look.height,
            duration_ms=look.duration_ms,
            frames=int(said["frames"]),
            flags=look.flags,
            tool=f"{_PROBE}, {str(said['tool'])[:100]}",
            is_closed=said["is_closed"] is True,
            derivatives=tuple(_put(item, name, folder / name) for name in names),
        )
    except (KeyError, TypeError, ValueError):
        raise Unreadable("its decoder did not say what it saw") from None


def _put(item: Item, name: str, path: Path) -> Derivative:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    kept = derivatives.put(settings.need("BUCKET_PREVIEW"), key_of(item.id, name), path, sha256=digest)
    return Derivative(name, kept.bytes, digest, kept.version_id)
