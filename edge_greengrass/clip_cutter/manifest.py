"""What a clip says of itself: the chain through its clusters, its clocks, its gaps, in a box that players pass over.

One file proves itself: tools/verify_clip.py reads this, walks `mdat`, and says whether the chain holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from edge_greengrass.clip_cutter.film import Setup
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.shots import Shot
from edge_greengrass.kit import times
from edge_greengrass.kit.trusted import Trusted
from rtcc.foundation import canonical

NAME = bytes.fromhex("6f7e0a2c52c6425b9a1d8f4e3b7c1d05")  # which box it is (ISO/IEC 14496-12, 11.1)
VERSION = 1
NOTE = (
    "mdat holds the recorder's clusters byte for byte, one behind the other; clusters gives the offset of each from "
    "the first byte of mdat's content, and its length. A link is SHA-256 of the link before it (32 bytes) and the "
    "cluster; before is the link before the first. Where breaks names a cluster, the recording was interrupted, and "
    "the link before that cluster is given. A cluster is a whole group of pictures: pre_roll_ms from before the "
    "order's first moment and post_roll_ms from after its last are in the file and are not shown. Times are the "
    "box's. clock_ms is what the camera's clock was ahead of the box's; box_ahead_ms is what the box's was ahead of "
    "the center's when this was cut, give or take within_ms."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a manifest says. `rolls` are the ms in the file from before and from after what was ordered."""

    order: Order
    shots: list[Shot]
    setups: Mapping[str, Setup]
    gaps: list[tuple[int, int]]
    rolls: tuple[int, int]
    clocks: Mapping[str, int]


def spell(told: Told) -> bytes:
    """Canonical JSON: the same clip says the same."""
    facts: dict[str, object] = {
        "version": VERSION,
        "camera": told.order.camera,
        "order": told.order.id,
        "from": times.spell(told.order.start),
        "to": times.spell(told.order.end),
        "strict": told.order.is_strict,
        "before": told.shots[0].piece.before.hex(),
        "links": [shot.piece.entry.link.hex() for shot in told.shots],
        "clusters": _places(told.shots),
        "setups": _setups(told),
        "gaps": [[times.spell(start), times.spell(end)] for start, end in told.gaps],
        "pre_roll_ms": told.rolls[0],
        "post_roll_ms": told.rolls[1],
        "note": NOTE,
    }
    broken = breaks(told.shots)
    return canonical.spell(facts | dict(told.clocks) | ({"breaks": broken} if broken else {}))


def clocks(found: list[Shot], trusted: Trusted | None, now_ms: float) -> dict[str, int]:
    """What is known of the clocks: clock_ms of the camera, box_ahead_ms and within_ms of the box (abuse 72).

    `now_ms` is what the box's own clock says.
    """
    clock = found[0].piece.entry.clock
    known = {} if clock is None else {"clock_ms": clock}
    center = trusted.now_ms() if trusted else None
    if trusted and center is not None:
        known |= {"box_ahead_ms": round(now_ms - center), "within_ms": trusted.within_ms}
    return known


def breaks(found: list[Shot]) -> list[list[object]]:
    """Where the chain is interrupted: the number of the cluster (from 0), and the link before it."""
    numbered = enumerate(pairwise(shot.piece for shot in found), 1)
    return [[number, b.before.hex()] for number, (a, b) in numbered if a.entry.link != b.before]


def _places(found: list[Shot]) -> list[list[int]]:
    places, offset = [], 0
    for shot in found:
        places.append([offset, shot.piece.entry.length])
        offset += shot.piece.entry.length
    return places


def _setups(told: Told) -> list[list[object]]:
    """From which cluster on (from 0) which codec setup holds: its name, codec, width, height."""
    made: list[list[object]] = []
    for name, group in groupby(enumerate(told.shots), key=lambda pair: pair[1].piece.setup):
        track = told.setups[name][0]
        made.append([next(group)[0], name, track.codec, track.width, track.height])
    return made
