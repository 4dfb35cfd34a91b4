"""The log that nobody can unwrite: batches of entries, tiles and signed heads in a COMPLIANCE-locked bucket."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from rtcc.aws import blobs, seals, settings
from rtcc.custody import checkpoint
from rtcc.custody.checkpoint import Head
from rtcc.custody.tree import WIDTH, Edge, edge_tiles, tile_path
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.foundation.merkle import leaf

ENTRY_BYTES = 72
Closing = Callable[[int, list[bytes]], list[bytes]]
_SEALING = timedelta(minutes=5)  # longer than a sealer lives
_FEW, _LANES = 10, 16  # so many writes are not worth a thread; so many go at once
_DAYS = 30  # the first lock of a log object; the ratchet prolongs it


def seal(entries: Sequence[bytes], *, closing: Closing | None = None) -> Head:
    """Append entries (72 bytes each) and sign the new head. Returns it.

    `closing` makes the batch out of the size at which it begins and of what is new.

    A batch is written first, once, under the size it begins at: that write is the act. Tiles and head follow from it
    and are finished by whoever comes next if we die between. Entries that the last batch already holds are left out,
    for a stream delivers at least once. Raises Conflict when another writer took this size.
    """
    edge, held = _recover()
    fresh = [e for e in entries if e not in held]
    if fresh and closing:
        fresh = closing(edge.size, fresh)
    if fresh:
        _write_once(batch_path(edge.size), b"".join(fresh))
        _finish(edge, fresh)
    return Head(settings.need("LOG_ORIGIN"), edge.size, edge.root())


def head() -> Head | None:
    """The newest signed head, its signature checked by the seal key. Raises ValueError when it does not hold."""
    text = note()
    return checkpoint.read(text)[0] if text else None


def note() -> bytes | None:
    """The newest head as the signed note that it is, its signature checked. Raises ValueError when it does not hold."""
    text = _get("checkpoint")
    if text is not None:
        found, signature = checkpoint.read(text)
        if not seals.is_signed(found.body(), signature):
            raise ValueError("the newest checkpoint is not signed by the seal key")
    return text


def goes_on_behind(known: Head | None) -> bool:
    """Whether a batch was sealed on top of this head minutes ago: then the head is an old one, put back."""
    at = blobs.written_at(settings.need("BUCKET_LOG"), batch_path(known.size if known else 0))
    return at is not None and clock.now() - at > _SEALING


def entries(size: int) -> Iterator[bytes]:
    """All entries of the log up to a size, in order, out of its entry bundles."""
    for index in range(size // WIDTH):
        yield from _bundle(index, WIDTH)
    yield from _partial_bundle(size)


def between(start: int, end: int, size: int) -> Iterator[bytes]:
    """The entries from `start` to before `end` of a log of that size, out of the bundles that hold them."""
    for index in range(start // WIDTH, -(-end // WIDTH)):
        first = index * WIDTH
        yield from _bundle(index, min(WIDTH, size - first))[max(0, start - first) : end - first]


def entry(index: int, size: int) -> bytes:
    """One entry of a log of that size. Raises ValueError when it is not the one whose hash the tile holds."""
    found = next(between(index, index + 1, size))
    hashed = tile(0, index // WIDTH, min(WIDTH, size - index // WIDTH * WIDTH))
    if leaf(found) != hashed[index % WIDTH * 32 :][:32]:
        raise ValueError("an entry of the log was changed after it was sealed")
    return found


def tile(level: int, index: int, width: int) -> bytes:
    """The hashes of one tile, as they lie there. Raises ValueError when there is none."""
    return _need(tile_path(level, index, width=width))


def root(size: int) -> bytes:
    """The root of the log when it had that size, as its tiles give it. Raises ValueError when they are gone."""
    return _read_edge(size).root()


def until() -> datetime:
    """How long what is written now is locked."""
    return clock.after(clock.now(), days=settings.lock_days("LOG_LOCK_DAYS", _DAYS))


def _recover() -> tuple[Edge, set[bytes]]:
    """The edge of the log, with what a dead writer left open brought to its end, and the entries of the last batch."""
    known = head()
    edge = _read_edge(known.size if known else 0)
    if known and edge.root() != known.root:
        raise ValueError("the tiles do not give the root that was signed")
    last = _get(f"last/{edge.size}")
    held = set(_cut(_need(batch_path(int(last))))) if last else set()
    left_open = _get(batch_path(edge.size))
    if left_open is not None:
        held = set(_cut(left_open))
        _finish(edge, _cut(left_open))
    return edge, held


def _finish(edge: Edge, fresh: Sequence[bytes]) -> None:
    """Write what follows from a batch: tiles, entry bundles, the signed head. Doing it twice changes nothing."""
    begin = edge.size
    before = _partial_bundle(begin)
    pieces = [(tile.path, b"".join(tile.hashes)) for tile in edge.append(fresh)]
    bundle, index = before + list(fresh), begin // WIDTH
    for start in range(0, len(bundle), WIDTH):
        piece = bundle[start : start + WIDTH]
        body = b"".join(ENTRY_BYTES.to_bytes(2, "big") + e for e in piece)
        pieces.append((tile_path("entries", index + start // WIDTH, width=len(piece)), body))
    _write_all(pieces)
    _write_once(f"last/{edge.size}", str(begin).encode(), same=True)
    new = Head(settings.need("LOG_ORIGIN"), edge.size, edge.root())
    text = checkpoint.note(new, signature=seals.sign(new.body()), public_key=seals.public_key())
    blobs.put_locked(settings.need("BUCKET_LOG"), "checkpoint", text, until=until(), once=False)


def _write_all(pieces: Sequence[tuple[str, bytes]]) -> None:
    """Write these, in whatever order; many of them beside each other."""
    if len(pieces) < _FEW:
        for path, body in pieces:
            _write_once(path, body, same=True)
        return
    with ThreadPoolExecutor(_LANES) as pool:
        list(pool.map(lambda piece: _write_once(*piece, same=True), pieces))


def _partial_bundle(size: int) -> list[bytes]:
    """The entries after the last full bundle of a log of that size."""
    return _bundle(size // WIDTH, size % WIDTH) if size % WIDTH else []


def _bundle(index: int, width: int) -> list[bytes]:
    """The entries of one bundle, each behind its length (C2SP tlog-tiles)."""
    body = _need(tile_path("entries", index, width=width))
    return [body[at + 2 : at + 2 + ENTRY_BYTES] for at in range(0, len(body), ENTRY_BYTES + 2)]


def _read_edge(size: int) -> Edge:
    edge = Edge(size=size)
    for level, index, width in edge_tiles(size):
        while len(edge.levels) <= level:
            edge.levels.append([])
        edge.levels[level] = _cut(_need(tile_path(level, index, width=width)), 32)
    return edge


def _write_once(path: str, body: bytes, *, same: bool = False) -> None:
    try:
        blobs.put_locked(settings.need("BUCKET_LOG"), path, body, until=until())
    except Exception as refused:
        if blobs.code_of(refused) not in {"PreconditionFailed", "ConditionalRequestConflict"}:
            raise
        if not (same and _get(path) == body):
            raise Conflict("Another writer sealed at the same moment.") from refused


def _get(path: str) -> bytes | None:
    return blobs.fetch(settings.need("BUCKET_LOG"), path)


def _need(path: str) -> bytes:
    body = _get(path)
    if body is None:
        raise ValueError(f"the log lacks {path}")
    return body


def _cut(body: bytes, size: int = ENTRY_BYTES) -> list[bytes]:
    return [body[i : i + size] for i in range(0, len(body), size)]


def batch_path(size: int) -> str:
    """Where the batch lies that begins at that size."""
    return f"batch/{size:012d}"
