"""Judges the record: are all chains whole, and does the log that nobody can unwrite say the same?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rtcc.custody.chain_map import ChainMap, Tile
from rtcc.custody.checkpoint import Head
from rtcc.custody.model import FIRST, Line, digest, entry, subject_digest
from rtcc.custody.tree import Edge
from rtcc.foundation.merkle import MAP

SEALED_WITHIN = timedelta(hours=1)  # a log that fails is noticed within the hour (CJIS AU-5)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: the subject and number of the line, and what is wrong in plain words."""

    subject: str
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was judged, and every fault by name. `unsealed` lines are too young to be in the log."""

    lines: int
    subjects: int
    log_size: int
    unsealed: int
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.faults


def judge(lines: Iterable[Line], *, head: Head | None, entries: Sequence[bytes], asked_at: datetime | None) -> Report:
    """Hold every chain against itself and against the log, at the time of asking; None: there is no log to ask."""
    chains: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        chains[line.subject].append(line)
    faults = [fault for chain in chains.values() for fault in judge_chain(sorted(chain, key=lambda one: one.seq))]
    faults += [*_judge_log(head, entries), *_judge_maps(entries)]
    told, unsealed = _compare(chains, [kept for kept in entries if kept[32:64] != MAP], asked_at)
    return Report(sum(map(len, chains.values())), len(chains), len(entries), unsealed, tuple(faults + told))


def judge_chain(chain: Sequence[Line]) -> list[Fault]:
    """The faults of one subject's chain, given in order."""
    faults, previous, expected = [], FIRST, 1
    for line in chain:
        if line.seq != expected:
            faults.append(Fault(line.subject, expected, "this line is missing"))
        elif line.previous != previous:
            faults.append(Fault(line.subject, line.seq, "this line does not follow from the one before it"))
        if digest(line) != line.hash:
            faults.append(Fault(line.subject, line.seq, "this line was changed after it was written"))
        previous, expected = line.hash, line.seq + 1
    return faults


def _judge_log(head: Head | None, entries: Sequence[bytes]) -> list[Fault]:
    edge = Edge()
    edge.append(entries)
    if head is None:
        return [Fault("log", 0, "there are entries but no signed head")] if entries else []
    if edge.size != head.size or edge.root() != head.root:
        return [Fault("log", head.size, "the entries do not give the root that was signed")]
    return []


def _judge_maps(entries: Sequence[bytes]) -> list[Fault]:
    """Every root of the map of chains that was ever sealed, made anew: a map that left a line out is found here."""
    one, root, covered, faults = ChainMap(Tile(), lambda _: []), bytes(32), 0, []
    for index, kept in enumerate(entries):
        if kept[32:64] != MAP:
            continue
        reached = int.from_bytes(kept[64:], "big")
        if covered <= reached <= index:
            root = one.add(line for line in entries[covered:reached] if line[32:64] != MAP)
            covered = reached
        if kept[:32] != root or reached != covered:
            faults.append(Fault("log", index, "the map of chains that was sealed here is not that of the lines before"))
    return faults


def _compare(
    chains: dict[str, list[Line]], entries: Sequence[bytes], asked_at: datetime | None
) -> tuple[list[Fault], int]:
    """Faults where the table and the log differ, and how many lines still wait for their seal."""
    sealed: dict[tuple[bytes, int], bytes] = {}
    names = {subject_digest(subject): subject for subject in chains}
    faults, unsealed = [], 0
    for kept in entries:
        where = (kept[32:64], int.from_bytes(kept[64:72], "big"))
        if sealed.setdefault(where, kept) != kept:  # the first seal counts: a line that came back later is another line
            name = names.get(where[0], where[0].hex())
            faults.append(Fault(name, where[1], "this line was taken out and written anew after it was sealed"))
    for line in (line for chain in chains.values() for line in chain):
        found = sealed.pop((subject_digest(line.subject), line.seq), None)
        unsealed += found is None
        # Either way: a clock that was set forward would otherwise keep a line young for ever (abuse 36).
        if found is None and asked_at and abs(asked_at - line.at) > SEALED_WITHIN:
            faults.append(Fault(line.subject, line.seq, "this line never came into the log"))
        if found is not None and found != entry(line):
            faults.append(Fault(line.subject, line.seq, "this line differs from the one that was sealed"))
    for subject, seq in sealed:
        faults.append(Fault(names.get(subject, subject.hex()), seq, "this line was sealed and is gone from the table"))
    return faults, unsealed
