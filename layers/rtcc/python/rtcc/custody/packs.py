"""Where the map of chains rests: what a batch changed in it is one locked object, named by the root it led to.

All of it follows from the entries of the log: who loses it can make it again, and who changes it is found out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from rtcc.aws import blobs, settings
from rtcc.custody.chain_map import MOST_TILE, Below, ChainMap, Tile
from rtcc.foundation.merkle import EMPTY

_LANES = 16
_WHOLE = 4  # so many tiles of one pack, and it is read whole
_MOST_PACK = 32 * 2**20  # bytes; a larger one is read tile by tile


def opened(root: bytes) -> ChainMap:
    """The map under a root. Raises ValueError when it is gone or was changed."""
    if root == EMPTY:
        return ChainMap(Tile(), _fetch)
    tail = _piece(root, -(MOST_TILE + 4), MOST_TILE + 4)
    length = int.from_bytes(tail[-4:], "big")
    top = Tile.read(tail[-4 - length : -4])
    if top.hash != root:
        raise ValueError("the map of chains was changed after it was written")
    return ChainMap(top, _fetch)


def keep(one: ChainMap, root: bytes, *, until: datetime) -> None:
    """Write down what was added. Another writing of the same root says the same, wherever its tiles lie."""
    try:
        blobs.put_locked(settings.need("BUCKET_LOG"), _path(root), one.pack(root), until=until)
    except Exception as refused:
        if blobs.code_of(refused) not in {"PreconditionFailed", "ConditionalRequestConflict"}:
            raise


def _fetch(wanted: Sequence[Below]) -> Iterable[bytes]:
    """These tiles, in their order: many out of one pack in one go, the rest beside each other."""
    of: dict[bytes, list[Below]] = {}
    for one in wanted:
        of.setdefault(one.pack, []).append(one)
    found: dict[int, bytes] = {}
    with ThreadPoolExecutor(_LANES) as pool:
        for pieces in pool.map(_out_of, of.values()):
            found.update(pieces)
    return [found[id(one)] for one in wanted]


def _out_of(those: Sequence[Below]) -> list[tuple[int, bytes]]:
    """These tiles of one pack."""
    pack = those[0].pack
    first, end = min(one.start for one in those), max(one.start + one.length for one in those)
    if len(those) >= _WHOLE and end - first <= _MOST_PACK:
        whole = _piece(pack, first, end - first)
        return [(id(one), whole[one.start - first : one.start - first + one.length]) for one in those]
    return [(id(one), _piece(pack, one.start, one.length)) for one in those]


def _piece(pack: bytes, start: int, length: int) -> bytes:
    body = blobs.fetch_piece(settings.need("BUCKET_LOG"), _path(pack), start=start, length=length)
    if body is None:
        raise ValueError(f"the log lacks {_path(pack)}")
    return body


def _path(root: bytes) -> str:
    return f"map/{root.hex()}"
