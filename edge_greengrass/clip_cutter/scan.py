"""Finds the frames of a recorded cluster without reading their data: a few bytes a frame, and nothing believed."""

from __future__ import annotations

import os
from typing import NamedTuple

from edge_greengrass.kit.mkv import CLUSTER, LARGEST_ELEMENT, SIMPLE_BLOCK, TIMECODE, Unreadable

_HEAD = 16  # an id of 4 bytes, a size of 8, and the 4 bytes with which a block begins
_NUMBER = 8  # the longest whole number (RFC 8794, 7.2)
_MOST = 1 << 16  # frames of one cluster: three a millisecond, for 20 seconds


class Block(NamedTuple):
    """One frame: when it is shown (ms since 1970), and where its data lies, counted from its cluster's first byte."""

    at: int
    is_key: bool
    track: int
    offset: int
    size: int


def blocks(file: int, offset: int, length: int) -> list[Block]:
    """The frames of the cluster of known size that fills these bytes of an open file, in the order of decoding.

    Raises Unreadable when anything does not fit, OSError.
    """
    kind, start, end = _element(os.pread(file, _HEAD, offset), 0, length)
    if kind != CLUSTER or end != length:
        raise Unreadable("a recorded cluster does not fill its place")
    found: list[Block] = []
    time = 0
    while start < end:
        head = os.pread(file, _HEAD, offset + start)
        kind, data, after = _element(head, start, end)
        if kind == SIMPLE_BLOCK:
            found.append(_block(head[data - start :], time, data, after))
            if len(found) > _MOST:
                raise Unreadable("a recorded cluster has more frames than can be")
        elif kind == TIMECODE:
            time = _number(os.pread(file, min(_NUMBER + 1, after - data), offset + data))
        start = after
    return found


def _block(head: bytes, time: int, data: int, after: int) -> Block:
    if len(head) < 4 or after - data < 4 or not head[0] & 0x80 or head[3] & 0x06:
        raise Unreadable("a block without its head, or with lacing")
    at = time + int.from_bytes(head[1:3], "big", signed=True)
    return Block(at, head[3] >= 0x80, head[0] & 0x7F, data + 4, after - data - 4)


def _element(head: bytes, at: int, end: int) -> tuple[int, int, int]:
    """An element that begins `at`: its id, where its payload begins, where it ends (RFC 8794, 4 to 6)."""
    if len(head) < 2:
        raise Unreadable("an element breaks off")
    wide = 9 - head[0].bit_length()
    if wide > 4 or wide >= len(head):
        raise Unreadable("no element begins like this")
    long = 9 - head[wide].bit_length()
    if long > 8 or wide + long > len(head):
        raise Unreadable("no size begins like this")
    size = int.from_bytes(head[wide : wide + long], "big") & (1 << 7 * long) - 1
    start = at + wide + long
    if size > LARGEST_ELEMENT or start + size > end:
        raise Unreadable("an element does not fit into its place")
    return int.from_bytes(head[:wide], "big"), start, start + size


def _number(payload: bytes) -> int:
    if len(payload) > _NUMBER:
        raise Unreadable("a number of more than 8 bytes")
    return int.from_bytes(payload, "big")
