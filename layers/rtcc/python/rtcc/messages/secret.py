"""Codes and link tokens, made by a key that never leaves KMS: the tables hold nothing one could use."""

from __future__ import annotations

import hashlib

from rtcc.aws import seals
from rtcc.foundation import ids

_TOKEN_BITS = 130  # 26 characters of base 32; 128 is the least (abuse 1)
_CHECK_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CHECK_LENGTH = 6


def code(about: str, channel: str, issue: int) -> str:
    """The six digits that prove that somebody reads this channel."""
    return f"{int.from_bytes(seals.mac('code', about, channel, str(issue))[:8], 'big') % 1_000_000:06d}"


def token(about: str, issue: int) -> str:
    """The token of a link, 130 bits in base 32."""
    return _spelled(seals.mac("link", about, str(issue)))


def mine(registrant_id: str, issue: int) -> str:
    """The same for a link to one's own registration, by the key of codes: a door that sends codes may make it."""
    return _spelled(seals.mac("my", registrant_id, str(issue)))


def check(about: str) -> str:
    """The six characters by which one may ask whether a message is real: nothing to misread. They open nothing."""
    left, letters = int.from_bytes(seals.mac("check", about), "big"), []
    for _ in range(_CHECK_LENGTH):
        left, letter = divmod(left, len(_CHECK_LETTERS))
        letters.append(_CHECK_LETTERS[letter])
    return "".join(letters)


def spelled(check: str) -> str:
    """A check code as people see it: `K7Q-2M9`."""
    return f"{check[:3]}-{check[3:]}"


def heard(typed: str) -> str:
    """A check code as somebody typed it, without the dash and the spaces; empty when it cannot be one."""
    bare = "".join(letter for letter in typed.upper() if letter.isalnum())
    return bare if len(bare) == _CHECK_LENGTH and set(bare) <= set(_CHECK_LETTERS) else ""


def address(channel: str, to: str) -> str:
    """What stands for a telephone or a mailbox where the address itself must not: an id made by a key."""
    number = int.from_bytes(seals.mac("address", channel, to.strip().casefold())[:16], "big") >> 3
    return "adr_" + ids.spell(number, length=26)


def fingerprint(token: str) -> str:
    """What the tables keep of a token or of a check code: its SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def _spelled(mac: bytes) -> str:
    return ids.spell(int.from_bytes(mac, "big") >> (256 - _TOKEN_BITS), length=26)
