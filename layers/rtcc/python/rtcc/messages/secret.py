"""Codes and link tokens, made by a key that never leaves KMS: the tables hold nothing one could use."""

from __future__ import annotations

import hashlib

from rtcc.aws import seals
from rtcc.foundation import ids

_TOKEN_BITS = 130  # 26 characters of base 32; 128 is the least (abuse 1)


def code(about: str, channel: str, issue: int) -> str:
    """The six digits that prove that somebody reads this channel."""
    return f"{int.from_bytes(seals.mac('code', about, channel, str(issue))[:8], 'big') % 1_000_000:06d}"


def token(about: str, issue: int) -> str:
    """The token of a link, 130 bits in base 32."""
    return ids.spell(int.from_bytes(seals.mac("link", about, str(issue)), "big") >> (256 - _TOKEN_BITS), length=26)


def check(about: str, issue: int) -> str:
    """The eight characters by which one may ask whether a message is real. They open nothing."""
    return ids.spell(int.from_bytes(seals.mac("check", about, str(issue)), "big") >> (256 - 40), length=8).upper()


def address(channel: str, to: str) -> str:
    """What stands for a telephone or a mailbox where the address itself must not: an id made by a key."""
    number = int.from_bytes(seals.mac("address", channel, to.strip().casefold())[:16], "big") >> 3
    return "adr_" + ids.spell(number, length=26)


def fingerprint(token: str) -> str:
    """What the tables keep of a token: its SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()
