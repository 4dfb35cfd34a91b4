"""The draw itself, as anybody can make it again who has the day's lines and the log: no chance of ours is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from rtcc.custody.model import Line

_ALL = 2**256


def draw(lines: Sequence[Line], seed: bytes, *, one_in: int) -> list[Line]:
    """The lines that are drawn, in their order.

    A line is drawn when its lot is below one `one_in`-th of all numbers; of a person of whom none is, the line with
    the lowest lot. So whether a line is drawn depends on no other person's lines.
    """
    lowest: dict[str, Line] = {}
    for line in lines:
        known = lowest.setdefault(_who(line), line)
        if lot(line, seed) < lot(known, seed):
            lowest[_who(line)] = line
    least = {line.hash for line in lowest.values()}
    return [line for line in lines if line.hash in least or lot(line, seed) * one_in < _ALL]


def lot(line: Line, seed: bytes) -> int:
    """SHA-256 of the seed and the line's own hash, as a number."""
    return int.from_bytes(hashlib.sha256(seed + bytes.fromhex(line.hash)).digest(), "big")


def commitment(lines: Iterable[Line]) -> str:
    """SHA-256 (hex) over the hashes of all lines, sorted: what the draw was made of."""
    return hashlib.sha256("".join(sorted(line.hash for line in lines)).encode()).hexdigest()


def _who(line: Line) -> str:
    return line.badge or line.actor
