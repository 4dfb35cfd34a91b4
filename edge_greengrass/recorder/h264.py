"""What the recorder must know of H.264 itself: key frames, parameter sets, picture size (ITU-T H.264)."""

from __future__ import annotations

from collections.abc import Sequence

from edge_greengrass.kit.mkv import Track
from edge_greengrass.recorder.bits import Bits, plain
from edge_greengrass.recorder.codec import MOST_PIXELS, Packing

NAME = "h264"
HEAD = 1
SLICE, KEY_SLICE, SEI, SPS, PPS, DELIMITER, FILLER = 1, 5, 6, 7, 8, 9, 12
SETS = (SPS, PPS)
LEFT_OUT = frozenset({SPS, PPS, DELIMITER, FILLER})  # sets stand in the header, the others say nothing
PACKING = Packing(
    range(1, 24),
    aggregate=24,
    fragment=28,
    advice="The camera packs H.264 in a way that we do not take. Set its packetization mode to 1.",
)
_RECOVERY_POINT = 6  # SEI payload type (D.1.8)
_HIGH = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}  # 7.3.2.1.1: these say their chroma


def kind(nal: bytes) -> int:
    """The NAL unit's type."""
    return nal[0] & 0x1F


def is_key(nals: Sequence[bytes]) -> bool:
    """Whether decoding can begin here: an IDR picture, or an I picture that an open group begins with (D.2.8)."""
    begins = False
    for nal in nals:
        found = nal[0] & 0x1F
        if found == KEY_SLICE:
            return True
        if found == SEI:
            begins = begins or _is_recovery(nal)
        elif found == SLICE:
            return begins and _is_intra(nal)
    return False


def track(sets: Sequence[Sequence[bytes]]) -> Track:
    """The track from its sequence and its picture parameter sets. Raises ValueError for what are none."""
    (sps,), pictures = sets
    if len(sps) < 4 or kind(sps) != SPS or any(kind(pps) != PPS for pps in pictures):
        raise ValueError("not parameter sets")
    private = b"\x01" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2, "big") + sps + bytes([len(pictures)])
    private += b"".join(len(pps).to_bytes(2, "big") + pps for pps in pictures)
    if sps[1] in (100, 110, 122, 144):  # ISO/IEC 14496-15, 5.3.3.1.2: these end with their chroma
        chroma, luma_depth, chroma_depth = _chroma(sps)
        private += bytes([0xFC | chroma, 0xF8 | luma_depth, 0xF8 | chroma_depth, 0])
    return Track(private, *size(sps))


def size(sps: bytes) -> tuple[int, int]:
    """Width and height in pixels, cropped. Raises ValueError when the set is no set (7.3.2.1.1)."""
    bits, chroma = _after_chroma(sps)
    bits.golomb()  # log2_max_frame_num_minus4
    order = bits.golomb()
    if order == 0:
        bits.golomb()
    elif order == 1:
        bits.take(1)
        for _ in range(2):
            bits.golomb()
        for _ in range(min(bits.golomb(), 255)):
            bits.golomb()
    bits.golomb()  # max_num_ref_frames
    bits.take(1)
    width, height_units = (bits.golomb() + 1) * 16, bits.golomb() + 1
    is_frame = bits.take(1)
    if not is_frame:
        bits.take(1)
    bits.take(1)
    height = height_units * 16 * (2 - is_frame)
    if bits.take(1):
        left, right, top, bottom = (bits.golomb() for _ in range(4))
        across, down = (2 if chroma in (1, 2) else 1), (2 if chroma == 1 else 1) * (2 - is_frame)
        width, height = width - (left + right) * across, height - (top + bottom) * down
    if width <= 0 or height <= 0 or width * height > MOST_PIXELS:
        raise ValueError("no picture has that size")
    return width, height


def _chroma(sps: bytes) -> tuple[int, int, int]:
    bits = Bits(plain(sps[4:]))
    bits.golomb()
    chroma = bits.golomb()
    if chroma == 3:
        bits.take(1)
    return chroma & 3, bits.golomb() & 7, bits.golomb() & 7


def _after_chroma(sps: bytes) -> tuple[Bits, int]:
    bits = Bits(plain(sps[4:]))
    bits.golomb()  # seq_parameter_set_id
    if sps[1] not in _HIGH:
        return bits, 1
    chroma = bits.golomb()
    if chroma == 3:
        bits.take(1)
    for _ in range(2):
        bits.golomb()
    bits.take(1)
    if bits.take(1):
        for index in range(8 if chroma != 3 else 12):
            if bits.take(1):
                _pass_scaling_list(bits, 16 if index < 6 else 64)
    return bits, chroma


def _pass_scaling_list(bits: Bits, length: int) -> None:
    last, coming = 8, 8
    for _ in range(length):
        if coming:
            coming = (last + bits.signed()) % 256
        last = coming or last


def _is_recovery(nal: bytes) -> bool:
    """Whether an SEI says that decoding from here is right from this very picture on."""
    rest = plain(nal[1:64])
    if len(rest) < 3 or rest[0] != _RECOVERY_POINT:
        return False
    try:
        return Bits(rest[2:10]).golomb() == 0
    except ValueError:
        return False


def _is_intra(nal: bytes) -> bool:
    """Whether a slice is built from nothing else (slice_type 2, 4, 7, 9; 7.4.3)."""
    bits = Bits(nal[1:24])
    try:
        bits.golomb()
        return bits.golomb() % 5 in (2, 4)
    except ValueError:
        return False
