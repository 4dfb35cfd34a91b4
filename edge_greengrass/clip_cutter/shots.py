"""Chooses the recorded clusters that an order needs, and no other: nothing from before what was allowed."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edge_greengrass.clip_cutter import scan
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.scan import Block
from edge_greengrass.kit import index
from edge_greengrass.kit.index import Piece, Segment
from edge_greengrass.kit.mkv import PICTURES, SOUND

HOLE_MS = 1_000  # a frame that lasts longer is a gap
MOST_FRAMES = 600_000  # a thousand a second, for 10 minutes
_LEADING_MS = 1_000  # how far before its key frame a group's first pictures may be shown (open groups)


@dataclass(frozen=True, slots=True)
class Shot:
    """A cluster and what of it is needed: pictures in the order of decoding, sound; their data stays on the disk.

    `earliest` is when the first of everything in the cluster is shown, needed or not (ms since 1970).
    """

    piece: Piece
    pictures: list[Block]
    sound: list[Block]
    earliest: int


def shots(order: Order, ring: Path) -> list[Shot]:
    """The clusters that have a picture to show. Raises ValueError when one cannot be read, OSError."""
    found: list[Shot] = []
    passed: Shot | None = None  # the cluster before, when it has nothing to show
    frames = 0
    for piece, blocks in _scanned(ring, order):
        last = passed or (found[-1] if found else None)
        if last and piece.entry.start < last.piece.entry.end:
            continue  # the camera's clock went back over what is there
        if blocks and min(one.at for one in blocks) < _not_before(order):
            continue  # it begins before it was allowed
        is_joined = last is not None and piece.entry.start == last.piece.entry.end
        if is_joined and passed and _is_needed(order, piece, blocks):
            found.append(passed)
        one = _shot(order, piece, blocks, is_joined=is_joined and bool(found) and found[-1] is last)
        passed = None if _shows(order, one) else one
        if passed is None:
            found.append(one)
        frames += len(blocks)
        if frames > MOST_FRAMES:
            raise ValueError("the recording has more frames than can be")
    return found


def gaps(order: Order, found: list[Shot], shown: list[int], *, edge: int) -> list[tuple[int, int]]:
    """Stretches without a picture: between clusters that do not touch, and wherever a frame would last too long.

    `shown` are the times of the pictures in their order; at the ends of the order, up to `edge` ms are no gap.
    """
    breaks = {b.piece.entry.start: a.piece.entry.end for a, b in itertools.pairwise(found)}
    holes = [(order.first, shown[0])] if shown[0] - order.first > edge else []
    for before, after in itertools.pairwise(shown):
        end = breaks.get(after, after if after - before <= HOLE_MS else before)
        if end < after:
            holes.append((end, after))
    end = max(shown[-1], found[-1].piece.entry.end)
    return holes + ([(end, order.end)] if order.end - end > edge else [])


def _not_before(order: Order) -> int:
    """From when on a cluster may be in the file: strictly what was ordered, or the group that the in-point lies in."""
    return order.first if order.is_strict else order.not_before


def _scanned(ring: Path, order: Order) -> Iterator[tuple[Piece, list[Block]]]:
    pieces = index.between(ring, order.first, order.end + _LEADING_MS)
    for segment, group in itertools.groupby(pieces, key=lambda piece: piece.segment):
        file = _opened(segment)
        try:
            for piece in group:
                yield piece, scan.blocks(file, piece.entry.offset, piece.entry.length)
        finally:
            os.close(file)


def _opened(segment: Segment) -> int:
    return os.open(segment.media, os.O_RDONLY)


def _shot(order: Order, piece: Piece, blocks: list[Block], *, is_joined: bool) -> Shot:
    """What of a cluster is needed; a group that nothing joins to cannot decode what is shown before its key frame."""
    pictures = [one for one in blocks if one.track == PICTURES and (is_joined or one.at >= piece.entry.start)]
    wanted = [number for number, one in enumerate(pictures, 1) if one.at < order.end]
    pictures = pictures[: wanted[-1]] if wanted else []  # also those to come, when one before them needs them
    sound = [one for one in blocks if one.track == SOUND and order.first <= one.at < order.end]
    return Shot(piece, pictures, sound, min((one.at for one in blocks), default=piece.entry.start))


def _shows(order: Order, one: Shot) -> bool:
    return any(order.first <= block.at < order.end for block in one.pictures)


def _is_needed(order: Order, piece: Piece, blocks: list[Block]) -> bool:
    """Whether the group before this one must be there: what is shown first was coded upon it (open groups)."""
    until = min(piece.entry.start, order.end)
    return any(one.track == PICTURES and order.first <= one.at < until for one in blocks)
