"""Writes a BagIt 1.0 bag (RFC 8493) into a ZIP, front to back, and remembers the digest of every file on the way."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol, cast

PAYLOAD = "data/"
_REGULAR = 0o100644 << 16  # the mode that a ZIP keeps for an ordinary file


class Sink(Protocol):
    """Where the ZIP goes: it is only ever written to."""

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        ...

    def flush(self) -> None:
        """Let go of what waits."""
        ...


@dataclass(frozen=True, slots=True)
class Filed:
    """One file of the bag: its path in it, its size in bytes, its SHA-256 (hex)."""

    path: str
    bytes: int
    sha256: str


class Bag:
    """One folder `{name}/` in a ZIP that is stored, not compressed: each file lies in it byte by byte."""

    def __init__(self, sink: Sink, name: str, *, at: datetime) -> None:
        self._zip = zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_STORED, allowZip64=True)
        self._name = name
        self._at = (at.year, at.month, at.day, at.hour, at.minute, at.second)
        self.files: list[Filed] = []

    def put(self, path: str, body: bytes) -> Filed:
        """Write a small file."""
        return self.stream(path, [body], size=len(body))

    def stream(self, path: str, pieces: Iterable[bytes], *, size: int) -> Filed:
        """Write a file of `size` bytes piece by piece."""
        entry = zipfile.ZipInfo(f"{self._name}/{path}", self._at)
        entry.external_attr, entry.file_size = _REGULAR, size
        flat, count = hashlib.sha256(), 0
        with self._zip.open(entry, "w") as file:
            for piece in pieces:
                file.write(piece)
                flat.update(piece)
                count += len(piece)
        filed = Filed(path, count, flat.hexdigest())
        self.files.append(filed)
        return filed

    def manifest(self) -> bytes:
        """`manifest-sha256.txt`: the payload."""
        return _lines(file for file in self.files if file.path.startswith(PAYLOAD))

    def tag_manifest(self) -> bytes:
        """`tagmanifest-sha256.txt`: everything else so far; a tag manifest never lists itself."""
        return _lines(file for file in self.files if not file.path.startswith(PAYLOAD))

    def oxum(self) -> str:
        """`Payload-Oxum`: bytes and number of the payload's files."""
        payload = [file.bytes for file in self.files if file.path.startswith(PAYLOAD)]
        return f"{sum(payload)}.{len(payload)}"

    def close(self) -> None:
        """Write the ZIP's directory."""
        self._zip.close()


def _lines(files: Iterable[Filed]) -> bytes:
    return "".join(f"{file.sha256}  {file.path}\n" for file in sorted(files, key=lambda one: one.path)).encode()
