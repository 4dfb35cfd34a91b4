"""Checks what a custody log proves: a line is in it, it only grew, none of a subject's lines is left out.

Standard library only, and nothing here can make a proof: tools/verify_release.py carries this very text.
"""

from __future__ import annotations

import base64
import hashlib

# In the place of a subject's digest, it says that an entry is the root of the map of chains. It is text, and no SHA-256
# of anything: no subject, whatever it is called, can make an entry that looks like this one.
MAP = b"open-rtcc: root of map of chains"
EMPTY = bytes(32)  # the hash of a part of that map in which there is nothing
PROOF, CHAIN_PROOF = "c2sp.org/tlog-proof@v1", "open-rtcc/chain-proof@v1"


def leaf(entry: bytes) -> bytes:
    """The hash of an entry (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbors (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by(path: list[bytes], hashed: bytes, *, index: int, size: int) -> bytes:
    """The root to which an inclusion proof leads (RFC 9162, 2.1.3.2). ValueError: a path of another length."""
    if not 0 <= index < size:
        raise ValueError("the log has no such entry")
    last = size - 1
    for beside in path:
        if last == 0:
            raise ValueError("the path is too long")
        if index & 1 or index == last:
            hashed = node(beside, hashed)
            while not index & 1:
                index, last = index >> 1, last >> 1
        else:
            hashed = node(hashed, beside)
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return hashed


def only_grew(path: list[bytes], old: tuple[int, bytes], new: tuple[int, bytes]) -> bool:
    """Whether the log of the head `new` (size, root) begins with all of the log of `old` (RFC 9162, 2.1.4.2)."""
    (first, was), (second, now) = old, new
    if first == 0 or first >= second:
        return not path and (first == 0 or (first, was) == (second, now))
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    rest = list(path) if fn else [was, *path]
    if not rest:
        return False
    before = after = rest.pop(0)
    for beside in rest:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            before, after = node(beside, before), node(beside, after)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            after = node(after, beside)
        fn, sn = fn >> 1, sn >> 1
    return (before, after, sn) == (was, now, 0)


def chain_leaf(entries: list[bytes]) -> bytes:
    """What the map keeps of a subject, 72 bytes: a digest over all its entries in the log, the subject's, their number.

    Each entry is 72 bytes: a line's hash, the SHA-256 of its subject, its number.
    """
    over = EMPTY
    for entry in entries:
        over = hashlib.sha256(over + entry).digest()
    return over + entries[0][32:64] + len(entries).to_bytes(8, "big")


def map_root_by(path: list[bytes], kept: bytes) -> bytes:
    """The map's root to which a path leads: the bits of the subject's digest say on which side each step lies."""
    where, found = int.from_bytes(kept[32:64], "big"), leaf(kept)
    for depth in range(len(path) - 1, -1, -1):
        beside = path[len(path) - 1 - depth]
        found = node(beside, found) if where >> (255 - depth) & 1 else node(found, beside)
    return found


def map_entry(root: bytes, covers: int) -> bytes:
    """The log's entry that says: this is the root of the map over my first `covers` entries."""
    return root + MAP + covers.to_bytes(8, "big")


def logged(text: bytes, entry: bytes) -> bytes:
    """The checkpoint (a signed note) under which a proof shows this entry. Raises ValueError when it does not.

    Whoever asks must still check the note's signature, and that they trust its key.
    """
    index, path, note = read_proof(text)
    size, root = read_head(note)
    if root_by(path, leaf(entry), index=index, size=size) != root:
        raise ValueError("the path does not lead to the root of the checkpoint")
    return note


def complete(text: bytes, entries: list[bytes]) -> tuple[int, bytes]:
    """How many of these entries the log holds, and the checkpoint under which it holds no other of their subject.

    `entries` are the subject's, in order; the log may be a few short of the newest. Raises ValueError when one is left
    out, added, changed, or out of order.
    """
    words, _, rest = text.partition(b"\n\n")
    head, *lines = words.decode("ascii").split("\n")
    if head != CHAIN_PROOF or [line.partition(" ")[0] for line in lines[:2]] != ["covers", "entries"]:
        raise ValueError("this is not a proof of a whole chain")
    covers, count, path = _decimal(lines[0][7:]), _decimal(lines[1][8:]), [_hash(line) for line in lines[2:]]
    sealed = entries[:count]
    if not 0 < count <= len(entries) or any(len(one) != 72 or one[32:64] != sealed[0][32:64] for one in sealed):
        raise ValueError("the log holds another number of lines of this subject")
    if len(path) > 256 or read_proof(rest)[0] < covers:
        raise ValueError("a map cannot cover what comes after it")
    return count, logged(rest, map_entry(map_root_by(path, chain_leaf(sealed)), covers))


def read_proof(text: bytes) -> tuple[int, list[bytes], bytes]:
    """The index, the path and the checkpoint of a C2SP tlog-proof. Raises ValueError for what is none."""
    words, _, note = text.partition(b"\n\n")
    head, *lines = words.decode("utf-8").split("\n")
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    if head != PROOF or not lines or not lines[0].startswith("index "):
        raise ValueError("this is not a proof of the C2SP's tlog-proof form")
    return _decimal(lines[0][6:]), [_hash(line) for line in lines[1:]], note


def read_head(note: bytes) -> tuple[int, bytes]:
    """The size and root that a checkpoint tells, its signatures unread. Raises ValueError for what is no checkpoint."""
    lines = note.partition(b"\n\n")[0].decode("utf-8").split("\n")
    if len(lines) < 3 or not lines[0]:
        raise ValueError("this is not a checkpoint")
    return _decimal(lines[1]), _hash(lines[2])


def _decimal(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or (text[0] == "0" and text != "0"):
        raise ValueError("not a number in its one spelling")
    return int(text)


def _hash(text: str) -> bytes:
    found = base64.b64decode(text, validate=True)
    if len(found) != 32 or base64.b64encode(found).decode() != text:
        raise ValueError("not a hash in its one spelling")
    return found
