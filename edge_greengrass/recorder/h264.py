"""What the recorder must know of H.264 itself: key frames, parameter sets, picture size, B-frames (ITU-T H.264)."""

from __future__ import annotations

from dataclasses import dataclass

SLICE, KEY_SLICE, SPS, PPS, DELIMITER, FILLER = 1, 5, 7, 8, 9, 12
_LEFT_OUT = {SPS, PPS, DELIMITER, FILLER}  # parameter sets stand in the header, the others say nothing
_HIGH = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}  # 7.3.2.1.1: these say their chroma
_LONGEST_SET = 4096  # bytes; the usual ones have some dozens, and reading a long one would hold up every camera
_MOST_PIXELS = 8192 * 8192


@dataclass(frozen=True, slots=True)
class Setup:
    """What a decoder needs before the first frame: the AVCDecoderConfigurationRecord, and the picture's size."""

    avcc: bytes
    width: int
    height: int


def kind(nal: bytes) -> int:
    """The NAL unit's type."""
    return nal[0] & 0x1F


def sample(nals: list[bytes]) -> bytes:
    """The picture as it is stored: each NAL unit behind its length in four bytes, parameter sets left out."""
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in nals if kind(nal) not in _LEFT_OUT)


def is_key(nals: list[bytes]) -> bool:
    """Whether decoding can begin here."""
    return any(kind(nal) == KEY_SLICE for nal in nals)


def is_b(nals: list[bytes]) -> bool:
    """Whether the picture is built from later ones, too (slice_type 1 or 6; 7.4.3)."""
    first = next((nal for nal in nals if kind(nal) == SLICE), None)
    if first is None:
        return False
    bits = _Bits(first[1:24])
    bits.golomb()
    return bits.golomb() % 5 == 1


def setup(sps: bytes, pps: bytes) -> Setup:
    """The setup from one sequence and one picture parameter set. Raises ValueError for what is none."""
    if not 4 <= len(sps) <= _LONGEST_SET or kind(sps) != SPS or not 2 <= len(pps) <= _LONGEST_SET or kind(pps) != PPS:
        raise ValueError("not parameter sets")
    avcc = b"\x01" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2, "big") + sps
    avcc += b"\x01" + len(pps).to_bytes(2, "big") + pps
    if sps[1] in (100, 110, 122, 144):  # ISO/IEC 14496-15, 5.3.3.1.2: these end with their chroma
        avcc += bytes([0xFC | _chroma(sps)[0], 0xF8 | _chroma(sps)[1], 0xF8 | _chroma(sps)[2], 0])
    return Setup(avcc, *size(sps))


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
    if width <= 0 or height <= 0 or width * height > _MOST_PIXELS:
        raise ValueError("no picture has that size")
    return width, height


def _chroma(sps: bytes) -> tuple[int, int, int]:
    bits = _Bits(_plain(sps[4:]))
    bits.golomb()
    chroma = bits.golomb()
    if chroma == 3:
        bits.take(1)
    return chroma & 3, bits.golomb() & 7, bits.golomb() & 7


def _after_chroma(sps: bytes) -> tuple[_Bits, int]:
    bits = _Bits(_plain(sps[4:]))
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


def _pass_scaling_list(bits: _Bits, length: int) -> None:
    last, coming = 8, 8
    for _ in range(length):
        if coming:
            coming = (last + bits.signed()) % 256
        last = coming or last


def _plain(data: bytes) -> bytes:
    """Without the emulation prevention (7.4.1): 00 00 03 stands for 00 00."""
    return data.replace(b"\x00\x00\x03", b"\x00\x00")


class _Bits:
    """Reads bits, and Exp-Golomb numbers (9.1), from the left."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "big"), len(data) * 8

    def take(self, count: int) -> int:
        if count > self._left:
            raise ValueError("the parameter set ends too early")
        self._left -= count
        return self._value >> self._left & ((1 << count) - 1)

    def golomb(self) -> int:
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise ValueError("no number is that long")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        value = self.golomb()
        return (value + 1) // 2 if value & 1 else -(value // 2)
