"""What the custody log costs at a million lines: sealing a minute, proving a line, checking all of one item."""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable

from pymerkle import InmemoryTree

from bench import report
from bench.log_in_memory import BATCH, LINES_A_SUBJECT, Log, seal
from bench.report import Measure
from rtcc.custody import log
from rtcc.custody.model import Line, entry, spelled
from rtcc.custody.proving import Prover
from rtcc.custody.tiles import Tiles
from tools import verify_release

LINES = 1_000_000
CHAIN = 50  # lines of the item whose custody is checked
ROUNDS = 5
PROOFS = 2_000  # a round


def main() -> int:
    """Measure, keep (at the full size), and say whether everything holds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=LINES)
    lines = parser.parse_args().lines
    one, started = Log(), time.perf_counter()
    growth: list[tuple[int, tuple[int, int]]] = []
    for size in (lines // 100, lines // 10, lines):
        one.grow(size - (growth[-1][0] if growth else 0), start=growth[-1][0] if growth else 0)
        growth.append((size, _reads(one, size)))
    chain = one.chain("evi_case", CHAIN)
    measures = [_checking(one, chain), _sealing(one, lines), *_growing(growth), *_proving()]
    if lines == LINES:
        return 0 if report.write("custody", measures, notes=_notes(time.perf_counter() - started)) else 1
    for measure in measures:
        print("holds " if measure.holds else "FAILS ", measure.name, measure.value, measure.bar, measure.peer)
    return 0


def _proving() -> list[Measure]:
    """Proofs a second beside pymerkle's, over the same entries; each has all that it keeps in memory."""
    prover = Prover()
    size = prover.size
    peer = InmemoryTree(algorithm="sha256")
    for kept in log.entries(size):
        peer.append_entry(kept)
    same = peer.get_root() == prover.tiles.root(0, size)
    warm, rates = Tiles(size, log.tile, most=1 << 20), []
    for index in range(0, size, 256):
        warm.inclusion(index)
    for round_ in range(ROUNDS):
        chance = random.Random(round_)
        asked = [chance.randrange(size) for _ in range(PROOFS)]
        cold = Tiles(size, log.tile, most=1 << 20)
        ours, theirs, first = (
            _rate(way, asked) for way in (warm.inclusion, lambda at: peer.prove_inclusion(at + 1), cold.inclusion)
        )
        rates.append((ours, theirs, first))
    ours, theirs, first = (statistics.median(row) for row in zip(*rates, strict=True))
    times = statistics.median(mine / other for mine, other, _ in rates)
    longest = max(len(warm.inclusion(index)) for index in (0, size // 3, size // 2, size - 1))
    whole = (size - 1).bit_length()
    told = f"pymerkle {theirs:,.0f}"
    return [
        Measure("proofs a second, tiles unfolded", round(ours), "told", same, told),
        Measure("proofs a second beside pymerkle's, as a ratio", round(times, 1), ">= 3", times >= 3 and same, told),
        Measure("proofs a second, each tile read and unfolded first", round(first), "told", True, told),
        Measure(f"hashes of a proof among {size:,} entries", longest, f"= {whole}", longest == whole),
    ]


def _checking(one: Log, chain: list[Line]) -> Measure:
    """One item's whole custody by the court's program: each line, that none was left out, the log's signature."""
    text, key = Prover().chain(chain[0].subject), one.public_key()
    told = [spelled(line) | {"hash": line.hash} for line in chain]

    def check() -> None:
        verdict = verify_release.Verdict()
        verify_release.judge_chain(chain[0].subject, told, verdict)
        count, note = verify_release.complete(text, [entry(line) for line in chain])
        body, _, signed = note.partition(b"\n\n")
        sealed = verify_release.from_base64(signed.split(b"\n")[0].split(b" ")[-1] + b"\n")
        assert count == len(chain)
        assert not verdict.faults
        assert verify_release.is_signed(body + b"\n", sealed[4:], key)

    took = statistics.median(_seconds(check) for _ in range(20)) * 1000
    return Measure(f"ms to check all {CHAIN} lines of one item", round(took, 1), "<= 50", took <= 50)


def _sealing(one: Log, lines: int) -> Measure:
    """Batches of 10,000 lines of 10,000 subjects, on top of everything."""
    took = statistics.median(
        _seconds(lambda at=at: seal(one.minute(at, lines // LINES_A_SUBJECT)))  # type: ignore[misc]
        for at in range(3)
    )
    return Measure(f"seconds to seal {BATCH:,} lines of as many subjects", round(took, 2), "<= 2", took <= 2)


def _growing(growth: list[tuple[int, tuple[int, int]]]) -> list[Measure]:
    """From a hundredth of the lines to all of them: 6.6 more levels."""
    (small, (few, short)), (large, (more, long)) = growth[0], growth[-1]
    return [
        Measure(
            f"reads of a first chain proof, at {large:,} lines",
            more,
            f"<= {few + 6}",
            more <= few + 6,
            f"{few} at {small:,}",
        ),
        Measure(
            f"bytes of a chain proof, at {large:,} lines",
            long,
            f"<= {short + 900}",
            long <= short + 900,
            f"{short} at {small:,}",
        ),
    ]


def _reads(one: Log, size: int) -> tuple[int, int]:
    """Reads and bytes of proofs of chains, the median of some, nothing kept from one to the next."""
    found = []
    for n in range(15):
        before = one.reads
        text = Prover().chain(f"evi_{n * (size // LINES_A_SUBJECT // 15)}")
        found.append((one.reads - before, len(text)))
    reads, lengths = zip(*found, strict=True)
    return round(statistics.median(reads)), round(statistics.median(lengths))


def _rate(way: Callable[[int], object], asked: list[int]) -> float:
    return len(asked) / _seconds(lambda: [way(index) for index in asked])


def _seconds(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


def _notes(took: float) -> str:
    return f"""
{LINES:,} lines under {LINES // LINES_A_SUBJECT:,} subjects, sealed in batches of {BATCH:,} by the code that ships. The
store is **in memory**, with a P-256 key in place of KMS: on S3, each read and write costs its way there besides.

The peer is pymerkle's tree in memory over the same entries (its root is compared with ours). Both hold all hashes that
they need. The third row is ours on a cold start: a tile is read and its 255 hashes are made before the first proof out
of it. Rounds are paired, {ROUNDS} of {PROOFS:,} random entries each; figures are medians.

The item is checked by `tools/verify_release.py`'s own functions in plain Python: hash and link of each line, the proof
that none was left out, and the P-256 signature of the log's head. The sealed minute is the worst there is for the map
of chains: each line another subject, half of them new. This run took {took:.0f} s.
"""


if __name__ == "__main__":
    sys.exit(main())
