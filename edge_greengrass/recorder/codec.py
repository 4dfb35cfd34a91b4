"""What H.264 and H.265 have in common for who records them: packets, parameter sets, samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from edge_greengrass.kit.mkv import Track

LONGEST_SET = 4096  # bytes; the usual ones have some dozens, and reading a long one would hold up every camera
MOST_PIXELS = 8192 * 8192
_MOST_SETS = 16


@dataclass(frozen=True, slots=True)
class Packing:
    """How NAL units stand in RTP payloads (RFC 6184, RFC 7798): by the kind that a payload begins with."""

    singles: range
    aggregate: int
    fragment: int
    advice: str  # what to set on a camera that packs otherwise


class Codec(Protocol):
    """One of the two modules `h264` and `h265`."""

    @property
    def NAME(self) -> str:
        """`h264` or `h265`."""
        ...

    @property
    def HEAD(self) -> int:
        """The bytes of a NAL unit's head."""
        ...

    @property
    def PACKING(self) -> Packing:
        """How it stands in RTP."""
        ...

    @property
    def SETS(self) -> Sequence[int]:
        """The kinds of parameter sets, from the highest down; of the last there may be several."""
        ...

    @property
    def LEFT_OUT(self) -> frozenset[int]:
        """Kinds that are not stored with a picture."""
        ...

    def kind(self, nal: bytes) -> int:
        """The NAL unit's type."""
        ...

    def is_key(self, nals: Sequence[bytes]) -> bool:
        """Whether decoding can begin at this picture."""
        ...

    def track(self, sets: Sequence[Sequence[bytes]]) -> Track:
        """What a decoder needs before the first frame. Raises ValueError for what are no parameter sets."""
        ...


def sample(codec: Codec, nals: Sequence[bytes]) -> bytes:
    """The picture as it is stored: each NAL unit behind its length in four bytes, parameter sets left out."""
    kind, left_out = codec.kind, codec.LEFT_OUT
    parts: list[bytes] = []
    for nal in nals:
        if kind(nal) not in left_out:
            parts += (len(nal).to_bytes(4, "big"), nal)
    return b"".join(parts)


@dataclass(slots=True)
class Sets:
    """The parameter sets that a camera told so far: one of each kind, but several of the last (picture sets)."""

    codec: Codec
    _known: dict[int, dict[bytes, bytes]] = field(default_factory=dict)
    is_new: bool = False

    def meet(self, nals: Sequence[bytes]) -> None:
        """Keep those among the NAL units of one picture. Another set of a higher kind makes the lower ones old."""
        *upper, last = self.codec.SETS
        for nal in nals:
            found = self.codec.kind(nal)
            if found in upper and self._known.get(found, {}).get(b"") != nal:
                self._known = {kind: sets for kind, sets in self._known.items() if kind < found}
                self._known[found], self.is_new = {b"": nal}, True
            elif found == last:
                pictures = self._known.setdefault(last, {})
                name = _name(nal[self.codec.HEAD :])
                if pictures.get(name) != nal and (name in pictures or len(pictures) < _MOST_SETS):
                    pictures[name], self.is_new = nal, True

    def track(self) -> Track | None:
        """What a decoder needs, or None while a kind is missing. Raises ValueError."""
        self.is_new = False
        if any(kind not in self._known for kind in self.codec.SETS):
            return None
        # What is too short or too long is refused before anybody reads its bits.
        told = [list(self._known[kind].values()) for kind in self.codec.SETS]
        if any(not self.codec.HEAD < len(one) <= LONGEST_SET for sets in told for one in sets):
            raise ValueError("not parameter sets")
        return self.codec.track(told)


def _name(rest: bytes) -> bytes:
    """A picture set's own number, as far as two of them must differ: the bits up to the end of its first ue(v)."""
    first = int.from_bytes(rest[:3].ljust(3, b"\x80"), "big")
    zeros = 24 - first.bit_length()
    return (first >> max(0, 23 - 2 * zeros)).to_bytes(3, "big") + bytes([zeros])
