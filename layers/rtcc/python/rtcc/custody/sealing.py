"""Seals lines so that nobody can leave one out later: each batch ends with the root of the map of all chains so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from rtcc.custody import log, packs, store
from rtcc.custody.chain_map import ChainMap
from rtcc.custody.checkpoint import Head
from rtcc.custody.model import Line, entry, subject_digest
from rtcc.foundation.merkle import EMPTY, MAP, map_entry

MOST = 20_000  # entries that one batch takes into the map; a log that is older than its map catches up batch by batch


def seal(lines: Sequence[Line]) -> Head:
    """Append the entries of these lines, and behind them the root of the map; sign the new head and return it.

    Of each subject the log holds every line once, in the order of their numbers: one that comes again is left out, and
    one that a stream lost is fetched from the table. Raises Conflict as log.seal does.
    """
    names = {subject_digest(line.subject): line.subject for line in lines}
    return log.seal([entry(line) for line in lines], closing=partial(_close, names))


def newest_root(size: int) -> tuple[bytes, int]:
    """The root with which a log of that size ends, and how many entries it covers; a log from before the map has none.

    Raises ValueError when the entry is not the one that was sealed.
    """
    last = log.entry(size - 1, size) if size else b""
    if last[32:64] != MAP:
        return EMPTY, 0
    return last[:32], int.from_bytes(last[64:], "big")


def _close(names: Mapping[bytes, str], begin: int, fresh: list[bytes]) -> list[bytes]:
    """The batch: what is new, and the root of the map over all of the log with it.

    The map's own object is written before the batch that names it: who dies between leaves one that nobody reads.
    """
    root, covered = newest_root(begin)
    reached = min(begin, covered + MOST)
    one = packs.opened(root)
    added = [kept for kept in log.between(covered, reached, begin) if kept[32:64] != MAP]
    before = one.add(added) if added else root
    if reached == begin:
        fresh = list(_in_order(one, fresh, names))
        if not fresh:
            return []
        before, reached = one.add(fresh), begin + len(fresh)
    if before != root:
        packs.keep(one, before, until=log.until())
    return [*fresh, map_entry(before, reached)]


def _in_order(one: ChainMap, fresh: Sequence[bytes], names: Mapping[bytes, str]) -> Iterator[bytes]:
    """What the log does not hold yet, each subject's without a gap as far as the table has them.

    A number that the log has is left out, whatever it says: the first seal counts, and the judge compares.
    """
    counts = one.counts(kept[32:64] for kept in fresh)
    for kept in fresh:
        subject, number = kept[32:64], int.from_bytes(kept[64:], "big")
        if number > counts[subject] + 1:
            yield from (entry(line) for line in store.of(names[subject]) if counts[subject] < line.seq < number)
        if number > counts[subject]:
            yield kept
            counts[subject] = number
