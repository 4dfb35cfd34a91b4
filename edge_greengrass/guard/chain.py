"""Lines on disk that follow one from another: each is signed by the box, over the line before it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from edge_greengrass.guard import disk
from edge_greengrass.guard.box_key import BoxKey


class Chain:
    """A file of signed lines. A torn last line was never there and is dropped; any other damage is an error.

    Lines without signatures, from before boxes signed, are taken over once: at the start that makes the key, marked.
    That the newest lines were cut off leaves a chain that holds; the center knows the epochs, and takes no older one.
    """

    def __init__(self, path: Path, key_path: Path) -> None:
        fresh = key_path.with_name(key_path.name + ".fresh")  # a key whose first start is not over
        lines = _whole_lines(path)
        self._path, self._last = path, b""
        if key_path.exists():
            self.key = BoxKey.read(key_path)
        else:
            self.key = _first_key(fresh, lines)
            if lines and not any(_is_signed(line) for line in lines):
                lines = self._taken_over(lines)
            fresh.replace(key_path)
            disk.sync_folder(key_path.parent)
        self.lines: list[dict[str, Any]] = [self._read(number, line) for number, line in enumerate(lines, start=1)]

    def append(self, facts: Mapping[str, Any]) -> None:
        """Add a line, and be sure that it stays. Raises OSError."""
        line = self._spelled(facts, before=self._last)
        disk.append_line(self._path, line + b"\n")
        self._last = line

    def _spelled(self, facts: Mapping[str, Any], *, before: bytes) -> bytes:
        chained = {**facts, "before": hashlib.sha256(before).hexdigest()}
        signature = base64.b64encode(self.key.sign(_spell(chained))).decode()
        return _spell({**chained, "signature": signature})

    def _taken_over(self, lines: list[bytes]) -> list[bytes]:
        taken: list[bytes] = []
        for number, line in enumerate(lines, start=1):
            facts = _facts(number, line)
            taken.append(self._spelled({**facts, "taken_over": True}, before=taken[-1] if taken else b""))
        disk.write_whole(self._path, b"".join(line + b"\n" for line in taken))
        return taken

    def _read(self, number: int, line: bytes) -> dict[str, Any]:
        facts = _facts(number, line)
        try:
            signature = base64.b64decode(facts.pop("signature"), validate=True)
        except (KeyError, TypeError, ValueError):
            raise ValueError(f"line {number} of the log cannot be read: it is not signed") from None
        if facts.get("before") != hashlib.sha256(self._last).hexdigest():
            raise ValueError(f"line {number} of the log cannot be read: it does not follow the line before it")
        if not self.key.is_signed(_spell(facts), signature):
            raise ValueError(f"line {number} of the log cannot be read: this box did not sign it")
        self._last = line
        return facts


def _first_key(fresh: Path, lines: list[bytes]) -> BoxKey:
    if fresh.exists():
        return BoxKey.read(fresh)
    if any(_is_signed(line) for line in lines):
        raise ValueError("the key of this box is gone, and its log is signed")
    return BoxKey.make(fresh)


def _whole_lines(path: Path) -> list[bytes]:
    if not path.exists():
        return []
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        with path.open("r+b") as file:
            file.truncate(whole)
    return content[:whole].split(b"\n")[:-1]


def _is_signed(line: bytes) -> bool:
    return b'"signature":' in line


def _facts(number: int, line: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(line)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        raise ValueError(f"line {number} of the log cannot be read")
    return facts


def _spell(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts, separators=(",", ":")).encode()
