"""Ids: a prefix that says what it is, and a ULID that sorts by time of making."""

from __future__ import annotations

import hashlib
import re
import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
_SHAPE = re.compile(r"[a-z]{3}_[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}")


def new(prefix: str) -> str:
    """A fresh id such as `evi_01m8…`: 48 bits of milliseconds, 80 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return f"{prefix}_" + spell(value, length=26)


def derived(prefix: str, *of: str) -> str:
    """An id made from others, so that saying the same thing twice makes one thing (abuse 8)."""
    number = int.from_bytes(hashlib.sha256("\n".join(of).encode()).digest()[:16], "big") >> 3
    return f"{prefix}_" + spell(number, length=26)


def is_id(text: str, prefix: str) -> bool:
    """Whether `text` has the shape of an id of this kind. Says nothing of whether such a thing exists."""
    return bool(_SHAPE.fullmatch(text)) and text.startswith(prefix + "_")


def number(of_id: str) -> int:
    """The number behind an id's prefix: `spell` undone."""
    value = 0
    for digit in of_id.split("_")[1]:
        value = value << 5 | _ALPHABET.index(digit)
    return value


def spell(value: int, *, length: int) -> str:
    """A number in Crockford's base 32, lower case, left-padded with zeros to `length`."""
    digits = []
    for _ in range(length):
        digits.append(_ALPHABET[value & 31])
        value >>= 5
    return "".join(reversed(digits))
