"""Cuts an exact stretch out of a ring: the recorded clusters as they are, behind a head that shows what was ordered."""

from __future__ import annotations

import hashlib
import itertools
import os
import time
from dataclasses import dataclass
from pathlib import Path

from edge_greengrass.clip_cutter import film, manifest, mp4
from edge_greengrass.clip_cutter.manifest import Told
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.shots import Shot, gaps, shots
from edge_greengrass.kit.trusted import Trusted

_AT_ONCE = 1 << 20


class Nothing(Exception):
    """There is no recording in the stretch that was ordered."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What was cut. `chain` is the link before the first cluster and the last one: who has the file can walk it.

    `clocks` may have clock_ms (the camera's ahead of the box's while it recorded this), box_ahead_ms and within_ms.
    """

    sha256: str
    bytes: int
    frames: int
    first_at: int
    last_at: int
    gaps: list[tuple[int, int]]
    chain: tuple[str, str]
    is_chain_whole: bool
    clocks: dict[str, int]
    codec: str
    pre_roll_ms: int
    manifest_sha256: str


def cut(order: Order, ring: Path, to: Path, *, trusted: Trusted | None = None) -> Clip:
    """Write the clip to a new file, durable when this returns.

    Raises Nothing; ValueError when a cluster is not what its chain says; OSError.
    """
    found = shots(order, ring)
    if not found:
        raise Nothing
    setups, shown = film.setups(found, ring), film.shown(order, found)
    strands = film.strands(order, found, setups)
    missing = gaps(order, found, shown, edge=2 * strands[0].last)
    clocks = manifest.clocks(found, trusted, time.time() * 1000)
    told = Told(order, found, setups, missing, _rolls(order, found), clocks)
    content = manifest.spell(told)
    size = sum(shot.piece.entry.length for shot in found)
    digest, size = _write(mp4.head(strands, told=mp4.named(manifest.NAME, content), mdat=size), found, to)
    return _clip(told, shown, content, digest, size)


def _rolls(order: Order, found: list[Shot]) -> tuple[int, int]:
    return max(0, order.first - found[0].earliest), max(0, found[-1].piece.entry.end - order.end)


def _clip(told: Told, shown: list[int], content: bytes, digest: str, size: int) -> Clip:
    pieces = [shot.piece for shot in told.shots]
    return Clip(
        sha256=digest,
        bytes=size,
        frames=len(shown),
        first_at=shown[0],
        last_at=shown[-1],
        gaps=told.gaps,
        chain=(pieces[0].before.hex(), pieces[-1].entry.link.hex()),
        is_chain_whole=not manifest.breaks(told.shots),
        clocks=dict(told.clocks),
        codec=told.setups[pieces[0].setup][0].codec,
        pre_roll_ms=told.rolls[0],
        manifest_sha256=hashlib.sha256(content).hexdigest(),
    )


def _write(head: bytes, found: list[Shot], to: Path) -> tuple[str, int]:
    """Write, digest and check the chain in one pass; a megabyte is held at a time, whatever the clip's size."""
    digest = hashlib.sha256(head)
    room = memoryview(bytearray(_AT_ONCE))
    with to.open("wb", buffering=0) as file:
        _put(file.fileno(), memoryview(head))
        for segment, group in itertools.groupby(found, key=lambda shot: shot.piece.segment):
            source = os.open(segment.media, os.O_RDONLY)
            try:
                for shot in group:
                    _carry(source, file.fileno(), shot, digest, room)
            finally:
                os.close(source)
        os.fsync(file.fileno())
        return digest.hexdigest(), file.tell()


def _carry(source: int, to: int, shot: Shot, digest: hashlib._Hash, room: memoryview) -> None:
    entry = shot.piece.entry
    link = hashlib.sha256(shot.piece.before)
    at, left = entry.offset, entry.length
    while left:
        got = os.preadv(source, [room[: min(left, len(room))]], at)
        if not got:
            break
        piece = room[:got]
        link.update(piece)
        digest.update(piece)
        _put(to, piece)
        at, left = at + got, left - got
    if link.digest() != entry.link:
        raise ValueError("a recorded cluster is not what its chain says")


def _put(to: int, piece: memoryview) -> None:
    while piece:
        piece = piece[os.write(to, piece) :]
