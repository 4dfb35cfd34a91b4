"""The map of chains: the set of entries alone decides its root, and a path shows all entries of one subject."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rtcc.custody.chain_map import ChainMap, Tile
from rtcc.foundation.merkle import EMPTY, chain_leaf, map_root_by


def entry(subject, number):
    return hashlib.sha256(b"%d %d" % (subject, number)).digest() + near(subject) + number.to_bytes(8, "big")


def near(subject):
    """A digest; of 0 to 9 the first 30 bits are the same, so that their tiles lie deep."""
    found = hashlib.sha256(b"%d" % subject).digest()
    return bytes(3) + bytes([found[3] & 3]) + found[4:] if subject < 10 else found


def plain(kept, depth=0):
    """The root as the decision note says it, over {subject: 72 bytes}; nothing of the code under test."""
    if not kept:
        return EMPTY
    if len(kept) == 1:
        return hashlib.sha256(b"\0" + next(iter(kept.values()))).digest()
    sides = [{}, {}]
    for subject, value in kept.items():
        sides[int.from_bytes(subject, "big") >> (255 - depth) & 1][subject] = value
    return hashlib.sha256(b"\1" + plain(sides[0], depth + 1) + plain(sides[1], depth + 1)).digest()


class Packs:
    """What was kept, by root."""

    def __init__(self):
        self.kept, self.read = {}, 0

    def fetch(self, wanted):
        self.read += len(wanted)
        return [self.kept[one.pack][one.start : one.start + one.length] for one in wanted]

    def open(self, root):
        if root == EMPTY:
            return ChainMap(Tile(), self.fetch)
        body = self.kept[root]
        length = int.from_bytes(body[-4:], "big")
        return ChainMap(Tile.read(body[-4 - length : -4]), self.fetch)

    def add(self, root, entries):
        one = self.open(root)
        root = one.add(entries)
        self.kept[root] = one.pack(root)
        return root


batches = some.lists(some.lists(some.integers(0, 60), min_size=1, max_size=40), min_size=1, max_size=6)


@settings(max_examples=60)
@given(batches)
def test_the_root_and_every_path_are_those_of_the_plain_tree_however_the_entries_came(subjects):
    packs, root, of = Packs(), EMPTY, {}
    for batch in subjects:
        new = []
        for subject in batch:
            new.append(entry(subject, len(of.get(subject, [])) + 1))
            of.setdefault(subject, []).append(new[-1])
        root = packs.add(root, new)

    kept = {near(subject): chain_leaf(entries) for subject, entries in of.items()}
    assert root == plain(kept)
    for subject, entries in of.items():
        found, path = packs.open(root).path(near(subject))
        assert found == chain_leaf(entries)
        assert map_root_by(path, found) == root
    assert packs.open(root).counts([near(n) for n in range(61)]) == {near(n): len(of.get(n, ())) for n in range(61)}


def test_a_subject_without_a_line_has_no_path():
    packs = Packs()
    root = packs.add(EMPTY, [entry(3, 1), entry(20, 1)])

    for subject in (4, 21):
        with pytest.raises(LookupError):
            packs.open(root).path(near(subject))


def test_one_more_line_reads_and_writes_little_of_a_large_map():
    packs = Packs()
    root = packs.add(EMPTY, [entry(n, 1) for n in range(5_000)])

    root = packs.add(root, [entry(4_000, 2)])

    assert packs.read <= 5
    assert len(packs.kept[root]) <= 6 * 1200
    assert len(packs.open(root).path(near(4_000))[1]) <= 24


def test_a_tile_that_was_changed_is_found_out():
    packs = Packs()
    root = packs.add(EMPTY, [entry(n, 1) for n in range(500)])
    packs.kept[root] = bytes([packs.kept[root][0]]) + bytes(72) + packs.kept[root][73:]

    with pytest.raises(ValueError, match="changed after it was written"):
        packs.open(root).counts([near(n) for n in range(500)])
