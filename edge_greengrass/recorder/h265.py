"""What the recorder must know of H.265 itself: key frames, parameter sets, picture size (ITU-T H.265)."""

from __future__ import annotations

from collections.abc import Sequence

from edge_greengrass.kit.mkv import HEVC, Track
from edge_greengrass.recorder.bits import Bits, plain
from edge_greengrass.recorder.codec import MOST_PIXELS, Packing

NAME = "h265"
HEAD = 2
VPS, SPS, PPS, DELIMITER, FILLER = 32, 33, 34, 35, 38
SETS = (VPS, SPS, PPS)
LEFT_OUT = frozenset({VPS, SPS, PPS, DELIMITER, FILLER})  # sets stand in the header, the others say nothing
PACKING = Packing(
    range(48),
    aggregate=48,
    fragment=49,
    advice="The camera packs H.265 in a way that we do not take. Set its video codec to H.264.",
)
_RANDOM_ACCESS = range(16, 24)  # BLA, IDR, CRA (7.4.2.2)
_PROFILE = 12  # bytes of the general profile, tier and level (7.3.3)


def kind(nal: bytes) -> int:
    """The NAL unit's type."""
    return nal[0] >> 1 & 0x3F


def is_key(nals: Sequence[bytes]) -> bool:
    """Whether decoding can begin here."""
    return any(kind(nal) in _RANDOM_ACCESS for nal in nals)


def track(sets: Sequence[Sequence[bytes]]) -> Track:
    """The track with its HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1). Raises ValueError."""
    _, (sps,), _ = sets
    if any(kind(one) != wanted for wanted, same in zip(SETS, sets, strict=True) for one in same):
        raise ValueError("not parameter sets")
    layers, is_nested, profile, bits = _profile(sps)
    chroma, width, height, depths = _picture(bits)
    private = b"\x01" + profile + b"\xf0\x00\xfc" + bytes([0xFC | chroma, 0xF8 | depths[0], 0xF8 | depths[1]])
    private += b"\x00\x00" + bytes([layers << 3 | is_nested << 2 | 3, len(SETS)])
    for wanted, same in zip(SETS, sets, strict=True):
        private += bytes([0x80 | wanted]) + len(same).to_bytes(2, "big")
        private += b"".join(len(one).to_bytes(2, "big") + one for one in same)
    return Track(private, width, height, HEVC)


def _profile(sps: bytes) -> tuple[int, int, bytes, Bits]:
    """How many temporal layers, whether nested, the general profile, and the bits behind it all (7.3.2.2, 7.3.3)."""
    rest = plain(sps[HEAD:])
    if len(rest) <= 1 + _PROFILE:
        raise ValueError("the parameter set ends too early")
    layers, is_nested = rest[0] >> 1 & 7, rest[0] & 1
    bits = Bits(rest[1 + _PROFILE :])
    if layers:
        told = [(bits.take(1), bits.take(1)) for _ in range(8)][:layers]
        for has_profile, has_level in told:
            bits.take(88 * has_profile + 8 * has_level)
    return layers + 1, is_nested, rest[1 : 1 + _PROFILE], bits


def _picture(bits: Bits) -> tuple[int, int, int, tuple[int, int]]:
    """Chroma format, width and height in pixels, cropped, and how much deeper than 8 bits luma and chroma are."""
    bits.golomb()  # sps_seq_parameter_set_id
    chroma = bits.golomb()
    if chroma > 3:
        raise ValueError("no such chroma format")
    if chroma == 3:
        bits.take(1)
    width, height = bits.golomb(), bits.golomb()
    if bits.take(1):
        left, right, top, bottom = (bits.golomb() for _ in range(4))
        across, down = (2 if chroma in (1, 2) else 1), (2 if chroma == 1 else 1)
        width, height = width - (left + right) * across, height - (top + bottom) * down
    depths = bits.golomb(), bits.golomb()
    if width <= 0 or height <= 0 or width * height > MOST_PIXELS or max(depths) > 7:
        raise ValueError("no picture is like that")
    return chroma, width, height, depths
