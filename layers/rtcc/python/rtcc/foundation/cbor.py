"""Spells plain values in CBOR, each in its one deterministic way (RFC 8949, section 4.2.1). It is never read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "bool | int | str | bytes | Sequence[Value] | Mapping[str, Value] | Mapping[int, Value] | None"
_NUMBER, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG = range(7)
_SIMPLE = {False: b"\xf4", True: b"\xf5", None: b"\xf6"}


def spell(value: Value) -> bytes:
    """The bytes of a value; a map's keys stand in the order of their bytes."""
    if value is None or isinstance(value, bool):
        return _SIMPLE[value]
    if isinstance(value, int):
        return _head(_NUMBER, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    if isinstance(value, Mapping):
        pairs = sorted((spell(key), spell(one)) for key, one in value.items())
        return _head(_MAP, len(pairs)) + b"".join(key + one for key, one in pairs)
    return _head(_LIST, len(value)) + b"".join(spell(one) for one in value)


def tagged(tag: int, value: Value) -> bytes:
    """A value under a tag."""
    return _head(_TAG, tag) + spell(value)


def _head(kind: int, number: int) -> bytes:
    for size, mark in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if number < 24:
            return bytes([kind << 5 | number])
        if number < 1 << 8 * size:
            return bytes([kind << 5 | mark]) + number.to_bytes(size, "big")
    raise ValueError("the number is too large for CBOR")
