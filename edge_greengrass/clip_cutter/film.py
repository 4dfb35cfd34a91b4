"""Turns the chosen clusters into the tracks of a clip: a track a codec, and one of sound, if sound was recorded."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.scan import Block
from edge_greengrass.clip_cutter.shots import HOLE_MS, Shot
from edge_greengrass.clip_cutter.tables import Strand
from edge_greengrass.kit import index
from edge_greengrass.kit.mkv import Sound, Track
from edge_greengrass.kit.mkv_reader import Reader

Setup = tuple[Track, Sound | None]
_LAST_MS = 66  # how long a lone frame lasts
_AAC_FRAME = 1024  # samples
_JITTER_MS = 60  # sound that is less off its time than this goes on without a break
_SOUND = "sound"


def setups(found: list[Shot], ring: Path) -> dict[str, Setup]:
    """Every codec setup of the clusters, by its name. Raises ValueError when one cannot be read, OSError."""
    return {name: _setup(ring, name) for name in dict.fromkeys(shot.piece.setup for shot in found)}


def strands(order: Order, found: list[Shot], told: dict[str, Setup]) -> list[Strand]:
    """The clip's tracks, pictures first."""
    made: dict[str, Strand] = {}
    base = 0
    for shot in found:
        track, sound = told[shot.piece.setup]
        _add(made.setdefault(track.codec, Strand()), track, shot.pictures, base)
        if sound and sound.rate and shot.sound:
            _add(made.setdefault(_SOUND + str(sound.rate), Strand(sound.rate)), sound, shot.sound, base)
        base += shot.piece.entry.length
    pictures = [strand for name, strand in made.items() if not name.startswith(_SOUND)]
    for strand in pictures:
        _show(strand, order)
    begins, ends = min(one.shown[0] for one in pictures), max(one.shown[1] for one in pictures)
    heard = [strand for name, strand in made.items() if name.startswith(_SOUND)]
    return pictures + [strand for strand in heard if _let_hear(strand, begins, ends)]


def shown(order: Order, found: list[Shot]) -> list[int]:
    """When each picture that a player shows is shown, in that order (ms since 1970)."""
    return sorted(one.at for shot in found for one in shot.pictures if order.first <= one.at < order.end)


def _setup(ring: Path, name: str) -> Setup:
    events = Reader().feed(index.header_path(ring, name).read_bytes())
    track = next((one for one in events if isinstance(one, Track)), None)
    if track is None:
        raise ValueError("a codec setup's header cannot be read")
    return track, next((one for one in events if isinstance(one, Sound)), None)


def _add(strand: Strand, setup: Track | Sound, blocks: list[Block], base: int) -> None:
    if setup not in strand.setups:
        strand.setups.append(setup)
    number, to = len(strand.at) + 1, strand.setups.index(setup)
    if not strand.changes or strand.changes[-1][1] != to:
        strand.changes.append((number, to))
    strand.at += [one.at for one in blocks]
    strand.offsets += [base + one.offset for one in blocks]
    strand.sizes += [one.size for one in blocks]
    if isinstance(setup, Track):
        strand.keys += [place for place, one in enumerate(blocks, number) if one.is_key]


def _show(strand: Strand, order: Order) -> None:
    """Say what a player shows: from the first picture in the order to the end of the last one."""
    times = strand.decoded
    strand.last = min(times[-1] - times[-2], HOLE_MS) if len(times) > 1 else _LAST_MS
    wanted = [at for at in times if order.first <= at < order.end]
    end = wanted[-1] + strand.last
    strand.shown = wanted[0], min(end, order.end) if times[-1] >= order.end else end


def _let_hear(strand: Strand, begins: int, ends: int) -> bool:
    """Put sound on its own clock, from the first picture to the last; whether there is any."""
    kept = [number for number, at in enumerate(strand.at) if begins <= at < ends]
    if not kept:
        return False
    strand.shown = strand.at[kept[0]], min(ends, strand.at[kept[-1]] + _AAC_FRAME * 1000 // strand.scale)
    strand.at, strand.last = _smooth(strand.at, strand.scale), _AAC_FRAME
    return True


def _smooth(times: list[int], rate: int) -> list[int]:
    """Milliseconds as samples, whole frames behind one another wherever nothing is missing."""
    told = [at * rate // 1000 for at in times]
    made = told[:1]
    for _, at in pairwise(told):
        goes_on = made[-1] + _AAC_FRAME
        made.append(goes_on if abs(at - goes_on) <= _JITTER_MS * rate // 1000 else at)
    return made
