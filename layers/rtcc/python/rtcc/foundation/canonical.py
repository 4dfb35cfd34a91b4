"""One spelling for what gets hashed: the same facts always give the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def spell(facts: Mapping[str, object]) -> bytes:
    """Canonical JSON (RFC 8785 for the strings, whole numbers, booleans, lists and maps that we use), as UTF-8.

    Keys are sorted and every control character is escaped, so that no field can pretend to be another (abuse 38).
    Raises TypeError for a float: floats have more than one spelling.
    """
    _refuse_floats(facts)
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(facts: Mapping[str, object]) -> str:
    """SHA-256 of the canonical spelling, hex."""
    return hashlib.sha256(spell(facts)).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical spelling; say it as text")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
