"""Cuts an exact stretch out of a ring: the recorded clusters as they are, behind a head that shows what was ordered."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from edge_greengrass.clip_cutter import mp4
from edge_greengrass.clip_cutter.mp4 import Film, Sample
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.kit import index
from edge_greengrass.kit.index import Piece
from edge_greengrass.kit.mkv import Frame, Track
from edge_greengrass.kit.mkv_reader import Reader

HOLE_MS = 1_000  # a frame that lasts longer is a gap
_LAST_MS = 66  # how long a lone frame lasts


class Nothing(Exception):
    """There is no recording in the stretch that was ordered."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What was cut. `chain` is the link before the first cluster and the last one: who has the file can walk it.

    `clock` is what the camera's clock was ahead of the box's while it recorded this (ms), None when it did not say.
    """

    sha256: str
    bytes: int
    frames: int
    first_at: int
    last_at: int
    gaps: list[tuple[int, int]]
    chain: tuple[str, str]
    is_chain_whole: bool
    clock: int | None


@dataclass(frozen=True, slots=True)
class _Shot:
    """A cluster and its frames, each at its place in the cluster; their data stays on the disk."""

    piece: Piece
    frames: list[Sample]


def cut(order: Order, ring: Path, to: Path) -> Clip:
    """Write the clip to a new file, durable when this returns.

    Raises Nothing; ValueError when a cluster is not what its chain says; OSError.
    """
    shots = list(_shots(order, ring))
    if not shots:
        raise Nothing
    film = _film(order, shots, ring)
    digest, size = _write(film, shots, to)
    shown = [one.at for one in film.samples if one.at >= film.shown_from]
    pieces = [shot.piece for shot in shots]
    return Clip(
        sha256=digest,
        bytes=size,
        frames=len(shown),
        first_at=shown[0],
        last_at=shown[-1],
        gaps=_gaps(order, shots, shown, edge=2 * film.last_ms),
        chain=(pieces[0].before.hex(), pieces[-1].entry.link.hex()),
        is_chain_whole=all(a.entry.link == b.before for a, b in itertools.pairwise(pieces)),
        clock=pieces[0].entry.clock,
    )


def _shots(order: Order, ring: Path) -> Iterator[_Shot]:
    """The clusters that have a frame to show, their frames up to the end of the order."""
    end = 0
    for piece in index.between(ring, order.first, order.end):
        if piece.entry.start < max(end, order.not_before):
            continue  # it begins before it was allowed, or the camera's clock went back over what is there
        cluster = piece.read()
        found = [one for one in Reader().feed(cluster) if isinstance(one, Frame) and one.at < order.end]
        frames = [Sample(one.at, one.is_key, one.offset, len(one.data)) for one in found]
        if frames and frames[-1].at >= order.first:
            end = piece.entry.end
            yield _Shot(piece, frames)


def _film(order: Order, shots: list[_Shot], ring: Path) -> Film:
    setups: dict[str, int] = {}
    samples: list[Sample] = []
    base = 0
    for shot in shots:
        setup = setups.setdefault(shot.piece.setup, len(setups))
        samples += [replace(one, offset=base + one.offset, setup=setup) for one in shot.frames]
        base += shot.piece.entry.length
    last = samples[-1].at - samples[-2].at if len(samples) > 1 else _LAST_MS
    shown_from = next(one.at for one in samples if one.at >= order.first)
    return Film(samples, [_track(ring, setup) for setup in setups], shown_from, min(last, HOLE_MS))


def _track(ring: Path, setup: str) -> Track:
    for event in Reader().feed(index.header_path(ring, setup).read_bytes()):
        if isinstance(event, Track):
            return event
    raise ValueError("a codec setup's header cannot be read")


def _write(film: Film, shots: list[_Shot], to: Path) -> tuple[str, int]:
    """Write, digest and check the chain in one pass."""
    digest = hashlib.sha256()
    head = mp4.head(film, mdat=sum(shot.piece.entry.length for shot in shots))
    with to.open("wb") as file:
        digest.update(head)
        file.write(head)
        for shot in shots:
            cluster = shot.piece.read()
            digest.update(cluster)
            file.write(cluster)
        file.flush()
        os.fsync(file.fileno())
        return digest.hexdigest(), file.tell()


def _gaps(order: Order, shots: list[_Shot], shown: list[int], *, edge: int) -> list[tuple[int, int]]:
    """Stretches without a picture: between clusters that do not touch, and wherever a frame would last too long."""
    breaks = {b.frames[0].at: a.piece.entry.end for a, b in itertools.pairwise(shots)}
    found = [(order.first, shown[0])] if shown[0] - order.first > edge else []
    for before, after in itertools.pairwise(shown):
        end = breaks.get(after, after if after - before <= HOLE_MS else before)
        if end < after:
            found.append((end, after))
    end = max(shown[-1], shots[-1].piece.entry.end)
    return found + ([(end, order.end)] if order.end - end > edge else [])
