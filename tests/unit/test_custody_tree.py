"""The Merkle tree against RFC 6962 itself: the plain recursion of the standard, and its tiles."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rtcc.custody.checkpoint import Head, key_id, note, read
from rtcc.custody.tree import EMPTY, WIDTH, Edge, edge_tiles, tile_path

ENTRIES = [n.to_bytes(72, "big") for n in range(2_000)]


def plain_root(entries):
    """RFC 6962, section 2.1, word for word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + plain_root(entries[:k]) + plain_root(entries[k:])).digest()


@settings(max_examples=40)
@given(some.lists(some.integers(0, 400), min_size=1, max_size=5))
def test_the_root_is_that_of_the_standard_however_the_entries_were_cut_into_batches(sizes):
    edge, at = Edge(), 0
    for size in sizes:
        edge.append(ENTRIES[at : at + size])
        at += size

    assert edge.size == at
    assert edge.root() == plain_root(ENTRIES[:at])


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513])
def test_the_root_is_that_of_the_standard_around_full_tiles(size):
    edge = Edge()
    edge.append(ENTRIES[:size])

    assert edge.root() == plain_root(ENTRIES[:size])


def test_a_tree_of_65_537_entries_has_a_tile_of_the_third_level():
    edge, tiles = Edge(), []
    for start in range(0, 65_537, 1_000):
        tiles += edge.append([n.to_bytes(4, "big") for n in range(start, min(start + 1_000, 65_537))])

    assert {tile.path for tile in tiles if tile.level == 2} == {"tile/2/000.p/1"}
    assert {tile.path for tile in tiles if tile.level == 1 and len(tile.hashes) == WIDTH} == {"tile/1/000"}


def test_an_empty_tree_has_the_root_of_the_standard():
    assert Edge().root() == EMPTY == plain_root([])


@settings(max_examples=30)
@given(some.integers(0, 1_500), some.integers(0, 400))
def test_the_edge_read_back_from_its_tiles_goes_on_as_if_it_had_never_stopped(before, more):
    edge, kept = Edge(), {}
    for tile in edge.append(ENTRIES[:before]):
        kept[tile.path] = tile.hashes
    again = Edge(size=before)
    for level, index, width in edge_tiles(before):
        while len(again.levels) <= level:
            again.levels.append([])
        again.levels[level] = list(kept[tile_path(level, index, width=width)])

    again.append(ENTRIES[before : before + more])

    assert again.root() == plain_root(ENTRIES[: before + more])


def test_a_tile_is_named_as_tlog_tiles_names_it():
    assert tile_path(0, 0, width=256) == "tile/0/000"
    assert tile_path(0, 1_234_067, width=5) == "tile/0/x001/x234/067.p/5"
    assert tile_path("entries", 1_000, width=256) == "tile/entries/x001/000"


def test_a_checkpoint_reads_back_as_it_was_signed(keys):
    head = Head("rtcc.example.gov/custody", 5, b"\x07" * 32)
    text = note(head, signature=keys.sign(head.body()), public_key=keys.public_key())

    found, signature = read(text)

    assert found == head
    assert keys.is_signed(found.body(), signature)
    assert text.decode().startswith("rtcc.example.gov/custody\n5\n")
    assert key_id(head.origin, keys.public_key()) != key_id("other", keys.public_key())


@pytest.mark.parametrize("change", [("custody\n5", "custody\n6"), ("rtcc.example", "evil.example")])
def test_a_checkpoint_with_another_body_is_not_signed(keys, change):
    head = Head("rtcc.example.gov/custody", 5, b"\x07" * 32)
    text = note(head, signature=keys.sign(head.body()), public_key=keys.public_key()).decode()

    found, signature = read(text.replace(*change, 1).encode())

    assert not keys.is_signed(found.body(), signature)


@pytest.mark.parametrize(
    "text", [b"", b"\n\n", b"o\n5\nroot\n\nno dash", b"o\nfive\nAAAA\n\n\xe2\x80\x94 o AAAA\n", b"\xff"]
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 which one it is does not matter: it is not taken
        read(text)
