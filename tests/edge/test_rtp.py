"""Whatever way a camera packs its pictures, the same NAL units come out; what is torn does not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder import h264
from edge_greengrass.recorder.refusing import Refusal
from edge_greengrass.recorder.rtp import Depacketizer
from tests.edge.fake_camera import fragments
from tests.edge.footage import film


def rtp(payload, sequence, timestamp, *, marker, extra=b""):
    first = 0x80 | (0x10 if extra else 0)
    head = bytes([first, 96 | (0x80 if marker else 0)]) + (sequence & 0xFFFF).to_bytes(2, "big")
    return head + timestamp.to_bytes(4, "big") + b"\0\0\0\1" + extra + payload


def stap(nals):
    return bytes([24]) + b"".join(len(nal).to_bytes(2, "big") + nal for nal in nals)


nal = st.builds(lambda kind, rest: bytes([0x60 | kind]) + rest, st.integers(1, 23), st.binary(min_size=3, max_size=400))


@st.composite
def packed(draw):
    """Pictures, and packets that carry them in any mixture."""
    pictures = draw(st.lists(st.lists(nal, min_size=1, max_size=5), min_size=1, max_size=5))
    out, sequence = [], draw(st.integers(0, 65_535))
    for number, nals in enumerate(pictures):
        left, payloads = list(nals), []
        while left:
            how = draw(st.sampled_from(["single", "aggregated", "fragmented"]))
            if how == "aggregated":
                some = draw(st.integers(1, len(left)))
                payloads.append(stap(left[:some]))
                left = left[some:]
            else:
                one = left.pop(0)
                size = draw(st.integers(1, len(one) - 2)) if how == "fragmented" else len(one)
                payloads += fragments(one, size)
        has_marker = draw(st.booleans())  # some cameras never set it
        for index, payload in enumerate(payloads):
            extra = draw(st.sampled_from([b"", b"\xbe\xde\0\1abcd"]))
            is_last = index == len(payloads) - 1
            out.append(rtp(payload, sequence + len(out), number * 6000, marker=has_marker and is_last, extra=extra))
    return pictures, out


@given(packed())
@settings(max_examples=60, deadline=None)
def test_any_packing_gives_the_same_nal_units(case):
    pictures, sent = case
    units = Depacketizer(96)
    end = rtp(b"\x09\x10", int.from_bytes(sent[-1][2:4], "big") + 1, 999_999, marker=False)
    found = [unit for packet in [*sent, end] for unit in units.feed(packet)]
    assert [unit.nals for unit in found] == pictures
    assert [unit.timestamp for unit in found] == [number * 6000 for number in range(len(pictures))]


@given(packed(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_lost_packet_never_gives_a_picture_that_was_not_sent(case, data):
    pictures, sent = case
    lost = data.draw(st.integers(0, len(sent) - 1))
    units = Depacketizer(96)
    found = [unit for number, packet in enumerate(sent) if number != lost for unit in units.feed(packet)]
    whole = [unit.nals for unit in found if unit is not None and unit.timestamp != 6000 * len(pictures)]
    # The stream's first or last packet leaves no hole behind that anybody could see.
    if 0 < lost < len(sent) - 1:
        assert all(nals in pictures for nals in whole)


@given(st.lists(st.binary(max_size=60), max_size=20))
@settings(max_examples=200, deadline=None)
def test_noise_is_refused_or_dropped(packets):
    units = Depacketizer(96)
    try:
        for packet in packets:
            list(units.feed(b"\x80\x60" + packet))
    except Refusal:
        pass


def test_pictures_larger_than_any_camera_makes_are_refused():
    units = Depacketizer(96)
    sent = [rtp(b"\x61" + bytes(60_000), number, 0, marker=False) for number in range(200)]
    with pytest.raises(Refusal, match="8 MB"):
        [list(units.feed(packet)) for packet in sent]


@pytest.mark.parametrize(("width", "height"), [(128, 64), (640, 360), (1920, 1080), (352, 288)])
def test_the_size_is_read_from_the_parameter_sets(width, height):
    track = film(1, width=width, height=height)[0].track
    assert (track.width, track.height) == (width, height)


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_noise_is_no_parameter_set_or_one_of_a_sane_size(noise):
    try:
        width, height = h264.size(b"\x67\x64\x00\x28" + noise)
    except ValueError:
        return
    assert 0 < width * height <= 8192 * 8192
