"""Proofs out of the tiles, against the standard word for word and the vectors that all logs of this family share."""

import base64
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rtcc.custody.tiles import Tiles
from rtcc.custody.tree import EMPTY, Edge
from rtcc.foundation import merkle

# The tree of Certificate Transparency's own reference tests: leaves, the root at each size, paths of the tree of eight.
LEAVES = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes(range(0x60, 0x70)))
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
FIRST_OF_EIGHT = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
SIX_TO_EIGHT = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]


class Log:
    """A log in memory, and which of its tiles were read. Each entry is the eight bytes of its number."""

    def __init__(self, size, entries=None):
        self.size, self.edge, self.kept, self.read = size, Edge(), {}, []
        for start in range(0, size, 10_000):
            piece = (entries or NUMBERS)[start : min(start + 10_000, size)]
            for tile in self.edge.append(piece):
                self.kept[tile.level, tile.index, len(tile.hashes)] = b"".join(tile.hashes)
        self.tiles = Tiles(size, self.fetch)

    def fetch(self, level, index, width):
        self.read.append((level, index))
        return self.kept[level, index, width]

    @property
    def head(self):
        return self.size, self.edge.root()


NUMBERS = [n.to_bytes(8, "big") for n in range(70_001)]
EIGHT = Log(8, LEAVES)
LARGE = [1_000, 9_999, 40_961, 65_280, 65_535, 65_536, 65_537, 65_792, 69_120, 70_000]  # a log is dear to build
sizes = some.one_of(some.integers(1, 600), some.sampled_from(LARGE))


@lru_cache(maxsize=64)
def log(size):
    return Log(size)


@lru_cache(maxsize=1 << 20)
def plain(start, end):
    """The root over a range, as RFC 6962, section 2.1, says it; nothing of the code under test."""
    if end - start == 1:
        return merkle.hashlib.sha256(b"\0" + NUMBERS[start]).digest()
    k = 1
    while k * 2 < end - start:
        k *= 2
    return merkle.hashlib.sha256(b"\1" + plain(start, start + k) + plain(start + k, end)).digest()


def plain_path(m, start, end):
    """PATH(m, D[start:end]), section 2.1.1."""
    if end - start == 1:
        return []
    k = 1
    while k * 2 < end - start:
        k *= 2
    if m < k:
        return [*plain_path(m, start, start + k), plain(start + k, end)]
    return [*plain_path(m - k, start + k, end), plain(start, start + k)]


def plain_grown(m, start, end, whole=True):
    """SUBPROOF(m, D[start:end], whole), section 2.1.2."""
    if m == end - start:
        return [] if whole else [plain(start, end)]
    k = 1
    while k * 2 < end - start:
        k *= 2
    if m <= k:
        return [*plain_grown(m, start, start + k, whole), plain(start + k, end)]
    return [*plain_grown(m - k, start + k, end, False), plain(start, start + k)]


def test_the_shared_vectors_hold():
    for size, root in enumerate(ROOTS, 1):
        assert Log(size, LEAVES).edge.root().hex() == root
    assert [one.hex() for one in EIGHT.tiles.inclusion(0)] == FIRST_OF_EIGHT
    assert [one.hex() for one in EIGHT.tiles.consistency(6)] == SIX_TO_EIGHT
    assert [one.hex() for one in EIGHT.tiles.consistency(1)] == FIRST_OF_EIGHT


@settings(max_examples=60)
@given(sizes, some.data())
def test_an_inclusion_proof_is_that_of_the_standard_and_leads_to_the_root(size, data):
    index = data.draw(some.integers(0, size - 1))
    one = log(size)

    path = one.tiles.inclusion(index)

    assert path == plain_path(index, 0, size)
    assert len(path) <= (size - 1).bit_length()
    assert merkle.root_by(path, merkle.leaf(NUMBERS[index]), index=index, size=size) == plain(0, size)


@settings(max_examples=60)
@given(sizes, some.data())
def test_a_consistency_proof_is_that_of_the_standard_and_shows_that_the_log_only_grew(size, data):
    old = data.draw(some.integers(0, size))
    one, was = log(size), (old, plain(0, old) if old else EMPTY)

    path = one.tiles.consistency(old)

    assert path == (plain_grown(old, 0, size) if old else [])
    assert merkle.only_grew(path, was, one.head)


@settings(max_examples=150)
@given(some.integers(2, 600), some.data())
def test_a_spoiled_proof_of_any_kind_is_refused(size, data):
    one, index = log(size), data.draw(some.integers(0, size - 1))
    hashed, root = merkle.leaf(NUMBERS[index]), one.head[1]
    path = one.tiles.inclusion(index)
    spoiled = data.draw(some.sampled_from(["flip", "drop", "add", "turn", "move", "other"]))
    at = data.draw(some.integers(0, len(path) - 1))
    if spoiled == "flip":
        path[at] = bytes([path[at][0] ^ 1]) + path[at][1:]
    elif spoiled == "drop":
        del path[at]
    elif spoiled == "add":
        path.insert(at, bytes(32))
    elif spoiled == "turn":
        path = [*path[::-1], bytes(32)]
    elif spoiled == "move":
        index = (index + 1) % size
    else:
        hashed = merkle.leaf(b"another line")

    try:
        found = merkle.root_by(path, hashed, index=index, size=size)
    except ValueError:
        found = None
    assert found != root


@settings(max_examples=150)
@given(some.integers(2, 600), some.data())
def test_a_spoiled_proof_of_growth_is_refused(size, data):
    one, old = log(size), data.draw(some.integers(1, size - 1))
    path, was, now = one.tiles.consistency(old), (old, plain(0, old)), one.head
    spoiled = data.draw(some.sampled_from(["flip", "drop", "add", "fork", "shrink", "rewrite"]))
    if spoiled in {"flip", "drop"} and not path:
        spoiled = "add"
    at = data.draw(some.integers(0, max(0, len(path) - 1)))
    if spoiled == "flip":
        path[at] = bytes([path[at][0] ^ 1]) + path[at][1:]
    elif spoiled == "drop":
        del path[at]
    elif spoiled == "add":
        path.insert(at, bytes(32))
    elif spoiled == "fork":
        was = (old, bytes(32))
    elif spoiled == "shrink":
        was, now = now, was
    else:
        now = (size, bytes(32))

    assert not merkle.only_grew(path, was, now)


def test_heads_of_one_size_must_be_one_head():
    assert merkle.only_grew([], (5, plain(0, 5)), (5, plain(0, 5)))
    assert not merkle.only_grew([], (5, plain(0, 5)), (5, bytes(32)))
    assert not merkle.only_grew([bytes(32)], (5, plain(0, 5)), (5, plain(0, 5)))


def test_a_proof_reads_few_tiles_and_grows_with_the_logarithm():
    for size, most in ((200, 1), (60_000, 3), (70_000, 5)):
        one = Log(size)
        one.tiles.inclusion(size // 3)
        assert len(set(one.read)) == len(one.read) <= most
        assert not any(level == "entries" for level, _ in one.read)


def test_what_is_beyond_the_log_has_no_proof():
    for asked in (EIGHT.tiles.inclusion, EIGHT.tiles.consistency):
        for beyond in (-1, 9):
            with pytest.raises(IndexError):
                asked(beyond)


def test_a_tile_of_another_size_is_no_tile():
    with pytest.raises(ValueError, match="another size"):
        Tiles(8, lambda *_: bytes(31)).inclusion(0)


NOTE = b"log\n1\n" + base64.b64encode(merkle.leaf(b"x")) + b"\n\n\xe2\x80\x94 log AAAA\n"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE,
        b"c2sp.org/tlog-proof@v1\nindex 00\n\n" + NOTE,
        b"c2sp.org/tlog-proof@v1\nindex -1\n\n" + NOTE,
        b"c2sp.org/tlog-proof@v1\nindex 1\n\n" + NOTE,
        b"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" + NOTE,
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + b"A" * 43 + b"=\n\n" + NOTE,
        b"c2sp.org/tlog-proof@v1\n\n" + NOTE,
        b"c2sp.org/tlog-proof@v1\nindex 0\n\nlog\n1\n",
    ],
)
def test_a_text_that_is_no_proof_of_this_line_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 which one it is does not matter: it is not taken
        merkle.logged(text, b"x")


def test_a_proof_as_the_standard_spells_it_is_taken():
    for extra in (b"", b"extra AAAA\n"):
        assert merkle.logged(b"c2sp.org/tlog-proof@v1\n" + extra + b"index 0\n\n" + NOTE, b"x") == NOTE
