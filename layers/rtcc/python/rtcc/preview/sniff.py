"""Says what a file is by its own bytes, never by its name, and whether anything may decode it (abuse 10 to 15)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from rtcc.preview import avi, matroska, mp4, pictures
from rtcc.preview.model import MOST_BYTES, Look, Unreadable
from rtcc.preview.spans import Source
from rtcc.vault.programs import PROGRAM

_ENDINGS = {
    "mp4": {".mp4", ".m4v", ".mov"},
    "mov": {".mov", ".mp4", ".qt"},
    "mkv": {".mkv", ".webm", ".mkvc"},
    "avi": {".avi"},
    "jpeg": {".jpg", ".jpeg"},
    "png": {".png"},
}
# What is never opened here, by its first bytes: in words that follow "no preview: ".
_OPAQUE = (
    (b"PK", "it is an archive, and archives are not unpacked here"),
    (b"\x1f\x8b", "it is an archive, and archives are not unpacked here"),
    (b"7z\xbc\xaf", "it is an archive, and archives are not unpacked here"),
    (b"Rar!", "it is an archive, and archives are not unpacked here"),
    (b"BZh", "it is an archive, and archives are not unpacked here"),
    (b"\xfd7zXZ", "it is an archive, and archives are not unpacked here"),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"%PDF-", "it is a document, not video"),
    (b"#EXTM3U", "it is a list of other files, not video"),
    (b"ffconcat", "it is a list of other files, not video"),
    (b"[playlist]", "it is a list of other files, not video"),
    (b"<", "it is a web page or a drawing, not video"),
)
_HIDDEN = re.compile(rb"<(html|script|svg|!doctype|iframe|body|\?xml)|%PDF-|#EXTM3U", re.IGNORECASE)
_FIRST, _LAST = 4096, 65_557  # a browser guesses from the first bytes, an archive is read from its end
_BLANKS = b"\xef\xbb\xbf \t\r\n\x00"


def look(file: BinaryIO, size: int, name: str) -> Look:
    """What the file is. `why` is set for whatever must not be decoded, `flags` for what somebody should know."""
    source, kind = Source(file, size), ""
    try:
        kind, reader = _kind(source)
        _must_be_one_thing(source)
        found = reader(source)
    except Unreadable as unreadable:
        return Look(kind, why=str(unreadable), flags=("not what it should be",) if kind else ())
    ending = PurePosixPath(name).suffix.lower()
    if ending not in _ENDINGS[found.kind]:
        shown = ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else "something else"
        return replace(found, flags=(f"its name says {shown}, its bytes say {found.kind}",))
    return found


def _kind(source: Source) -> tuple[str, Callable[[Source], Look]]:
    if source.size == 0:
        raise Unreadable("it is empty")
    if source.size > MOST_BYTES:
        raise Unreadable("it is larger than 2 GB; it can be downloaded")
    first = source.some(0, 64)
    if first[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "mp4", mp4.look
    if first.startswith(b"RIFF") and first[8:12] == b"AVI ":
        return "avi", avi.look
    for start, kind, reader in (
        (b"\x1a\x45\xdf\xa3", "mkv", matroska.look),
        (b"\xff\xd8\xff", "jpeg", pictures.jpeg),
        (b"\x89PNG\r\n\x1a\n", "png", pictures.png),
    ):
        if first.startswith(start):
            return kind, reader
    for start, why in _OPAQUE:
        if first.lstrip(_BLANKS).startswith(start):
            raise Unreadable(why)
    raise Unreadable("its kind is not one that can be shown; its own player may open it")


def _must_be_one_thing(source: Source) -> None:
    """A file that is two kinds at once is opened as neither (abuse 11)."""
    if _HIDDEN.search(source.some(0, _FIRST)):
        raise Unreadable("it is also a web page or a document")
    tail = source.some(source.size - _LAST, _LAST)
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail):
        raise Unreadable("it is also an archive")
