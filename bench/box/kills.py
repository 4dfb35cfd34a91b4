"""Kills a process that writes a ring, takes away what was not durable yet, and judges what comes back (abuse 68).

The writer is a process of its own, made by a fork so that a thousand of them take little time; it is killed with
SIGKILL. What a power cut does to a file system is done here: whatever was written after the last fdatasync that had
returned is cut off, or left as zeros, or as anything at all, file by file.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.report import HERE, Measure
from edge_greengrass.kit import index
from edge_greengrass.kit.index import HEAD, RECORD
from edge_greengrass.recorder.ring import Ring

KEPT = HERE.parent / "build" / "bench"  # on the disk: /tmp may lie in memory
NOW = 1_790_000_000_000
_STEP = 1000
_HEADERS = (b"setup" * 40, b"other" * 40)


def cluster(number: int) -> bytes:
    """What the writer writes as its cluster `number`: every byte is known from the number."""
    seed = hashlib.sha256(b"%d" % number).digest()
    return seed + seed * (number * 37 % 600)


@dataclass
class Judged:
    """What was found after all the cuts. `corrupt`, `lies` and `lost` must be 0."""

    cycles: int = 0
    corrupt: int = 0  # clusters that were served and are not what was written
    lies: int = 0  # records that say something else than what was written, or whose cluster is not there
    lost: int = 0  # clusters that were durable and are gone
    served: int = 0
    dropped: int = 0  # bytes


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """A thousand cuts (`rounds` changes nothing: it is no ratio)."""
    count = 60 if quick else 1000
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        judged = cycles(Path(folder), count, seed=rounds)
    told = (
        f"{judged.served} served, {judged.lost} durable ones lost, {judged.dropped / 1e6:.1f} MB of torn tails dropped"
    )
    return [
        Measure(
            f"{count} cuts of the power, corrupt groups of pictures served", judged.corrupt, "0", not judged.corrupt
        ),
        Measure(
            f"{count} cuts of the power, lies in the index", judged.lies, "0", not judged.lies + judged.lost, peer=told
        ),
    ]


def cycles(folder: Path, count: int, *, seed: int) -> Judged:
    """So many cuts of the power, each after a stretch of recording; a new ring every 20."""
    chance, judged, first = random.Random(seed), Judged(), 0
    for number in range(count):
        ring = folder / str(number // 20)
        if number % 20 == 0:
            shutil.rmtree(folder / str(number // 20 - 1), ignore_errors=True)
        first = _cycle(ring, first, chance, judged) + chance.randint(1, 90)
    return judged


def _cycle(folder: Path, first: int, chance: random.Random, judged: Judged) -> int:
    durable = _record_and_die(folder, first, chance)
    _cut_the_power(folder, durable, chance)
    ring = Ring(folder, 7)
    ring.close()
    judged.cycles += 1
    judged.dropped += ring.dropped
    _judge(folder, durable, judged)
    return ((ring.newest_at or NOW) - NOW) // _STEP if ring.newest_at else first


def _record_and_die(folder: Path, first: int, chance: random.Random) -> dict[str, int]:
    """How many bytes of each file were durable when the writer died."""
    durable = _sizes(folder) if folder.exists() else {}
    every, dies_after, header = chance.randint(1, 12), chance.random() * 0.04, _HEADERS[chance.random() < 0.2]
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            _write(folder, first, header, into, every)
        finally:
            os._exit(1)
    os.close(into)
    with os.fdopen(out, "rb") as told:
        heard = told.readline()  # it has begun
        time.sleep(dies_after)  # not to wait for anything: the moment of the cut is what is tried
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for line in [heard, *told]:
            if line.endswith(b"\n"):
                durable = json.loads(line) or durable
    return durable


def _write(folder: Path, first: int, header: bytes, to: int, every: int) -> None:
    """Append for ever, make it durable now and then, and tell what is durable as soon as it is."""
    ring = Ring(folder, 7)
    os.write(to, b"{}\n")
    number = first
    while True:
        for _ in range(every):
            ring.append(cluster(number), at=NOW + number * _STEP, duration=_STEP, frames=number % 50, header=header)
            number += 1
        sizes = _sizes(folder)
        ring.durable()()
        os.write(to, json.dumps(sizes).encode() + b"\n")


def _sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir() if path.is_file()}


def _cut_the_power(folder: Path, durable: dict[str, int], chance: random.Random) -> None:
    for name, size in _sizes(folder).items():
        kept = durable.get(name, 0)
        lost = size - kept
        if name == "days" or not lost:
            continue
        path, how = folder / name, chance.choice(["cut", "zeros", "anything", "mixed", "gone", "spared"])
        if how == "gone" and not kept:
            path.unlink()
            continue
        data = path.read_bytes()
        whole = kept + (chance.randint(0, lost) if how in ("cut", "mixed") else 0)
        tail = {"zeros": bytes(lost), "anything": chance.randbytes(lost), "spared": data[kept:]}.get(how, b"")
        if how == "mixed":
            tail = chance.randbytes(chance.randint(0, size - whole))
        path.write_bytes(data[:whole] + tail)


def _judge(folder: Path, durable: dict[str, int], judged: Judged) -> None:
    for piece in index.between(folder, 0, 1 << 60):
        entry = piece.entry
        number, rest = divmod(entry.start - NOW, _STEP)
        if rest or number < 0 or (entry.duration, entry.frames, entry.clock) != (_STEP, number % 50, None):
            judged.lies += 1
            continue
        try:
            judged.corrupt += piece.read() != cluster(number)
            judged.served += 1
        except (OSError, ValueError):
            judged.lies += 1
    for name, size in durable.items():
        if name.endswith(".idx"):
            found = index.Segment(int(name[:-4]), folder).read()
            judged.lost += max(0, (size - HEAD.size) // RECORD.size - len(found[1] if found else []))
    for path in folder.glob("*.mkvh"):
        judged.lies += index.setup_name(path.read_bytes()) != path.stem
