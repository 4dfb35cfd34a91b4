"""Makes proofs for whoever has no access to us: one line is in the log, the log only grew, a chain is whole."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import timedelta

from rtcc.aws import listing, settings
from rtcc.custody import checkpoint, log, packs, sealing
from rtcc.custody.model import Line, entry, subject_digest
from rtcc.custody.tiles import Tiles
from rtcc.foundation.merkle import CHAIN_PROOF, PROOF

_SLACK = timedelta(minutes=1)  # between a writer's clock and the store's


class Prover:
    """Proofs under one checkpoint. Raises LookupError when nothing is sealed yet."""

    def __init__(self, note: bytes | None = None) -> None:
        self.note = note or log.note() or b""
        if not self.note:
            raise LookupError("nothing is sealed yet")
        self.size = checkpoint.read(self.note)[0].size
        self.tiles = Tiles(self.size, log.tile)

    def inclusion(self, index: int) -> bytes:
        """That the entry of that number is in the log: a C2SP tlog-proof."""
        return _spelled(PROOF, [f"index {index}"], self.tiles.inclusion(index), self.note)

    def line(self, line: Line) -> bytes:
        """That this line is in the log. Raises LookupError when it is not, or not yet."""
        return self.inclusion(self._find(line))

    def consistency(self, old: int) -> list[bytes]:
        """That the log of `old` entries is the beginning of this one."""
        return self.tiles.consistency(old)

    def chain(self, subject: str) -> bytes:
        """That no line of this subject is left out. Raises LookupError when none is sealed, or none under a map."""
        root, covers = sealing.newest_root(self.size)
        kept, path = packs.opened(root).path(subject_digest(subject))
        told = [f"covers {covers}", f"entries {int.from_bytes(kept[64:], 'big')}"]
        return _spelled(CHAIN_PROOF, told, path, self.inclusion(self.size - 1))

    def _find(self, line: Line) -> int:
        """The number of a line's entry: batches are in the order of time, so it is in one of the next after it."""
        wanted, start = entry(line), self._batch_before(line)
        for first in dict.fromkeys((start, 0)):  # a store that was copied has forgotten when its objects were written
            for index, kept in enumerate(log.between(first, self.size, self.size), first):
                if kept == wanted:
                    return index
        raise LookupError("this line is not sealed yet")

    def _batch_before(self, line: Line) -> int:
        """Where the newest batch begins that is older than the line. Asks for one key at a time."""
        low, high = 0, self.size
        while high - low > 1:
            middle = (low + high) // 2
            found = listing.first_after(settings.need("BUCKET_LOG"), "batch/", after=log.batch_path(middle - 1))
            if found and found.written_at < line.at - _SLACK and (at := int(found.key.partition("/")[2])) < self.size:
                low = max(at, middle)
            else:
                high = middle
        return low


def _spelled(kind: str, told: Sequence[str], path: Sequence[bytes], rest: bytes) -> bytes:
    hashes = [base64.b64encode(one).decode() for one in path]
    return "".join(f"{line}\n" for line in (kind, *told, *hashes, "")).encode() + rest
