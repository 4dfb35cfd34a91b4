"""Whatever way a camera packs its pictures, the same NAL units come out; what is torn does not."""

import contextlib
import itertools
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder import codec, h264, h265
from edge_greengrass.recorder.refusing import Refusal
from edge_greengrass.recorder.rtp import LARGEST_FRAME, Depacketizer
from edge_greengrass.recorder.wire import Wire
from tests.edge.fake_camera import fragments
from tests.edge.footage import film


def rtp(payload, sequence, timestamp, *, marker, extra=b""):
    first = 0x80 | (0x10 if extra else 0)
    head = bytes([first, 96 | (0x80 if marker else 0)]) + (sequence & 0xFFFF).to_bytes(2, "big")
    return head + timestamp.to_bytes(4, "big") + b"\0\0\0\1" + extra + payload


def aggregate(nals, codec=h264):
    head = bytes([24]) if codec is h264 else bytes([48 << 1, 1])
    return head + b"".join(len(nal).to_bytes(2, "big") + nal for nal in nals)


def nal(codec):
    """Any NAL unit that is neither an aggregate nor a fragment."""
    kinds = st.integers(1, 23) if codec is h264 else st.integers(0, 47)
    head = (lambda kind: bytes([0x60 | kind])) if codec is h264 else (lambda kind: bytes([kind << 1, 1]))
    return st.builds(lambda kind, rest: head(kind) + rest, kinds, st.binary(min_size=3, max_size=400))


@st.composite
def packed(draw):
    """A codec, pictures, and packets that carry them in any mixture."""
    codec = draw(st.sampled_from([h264, h265]))
    pictures = draw(st.lists(st.lists(nal(codec), min_size=1, max_size=5), min_size=1, max_size=5))
    out, sequence = [], draw(st.integers(0, 65_535))
    for number, nals in enumerate(pictures):
        left, payloads = list(nals), []
        while left:
            how = draw(st.sampled_from(["single", "aggregated", "fragmented"]))
            if how == "aggregated":
                some = draw(st.integers(1, len(left)))
                payloads.append(aggregate(left[:some], codec))
                left = left[some:]
            else:
                one = left.pop(0)
                size = draw(st.integers(1, len(one) - 3)) if how == "fragmented" else len(one)
                payloads += fragments(one, size, codec)
        has_marker = draw(st.booleans())  # some cameras never set it
        for index, payload in enumerate(payloads):
            extra = draw(st.sampled_from([b"", b"\xbe\xde\0\1abcd"]))
            is_last = index == len(payloads) - 1
            out.append(rtp(payload, sequence + len(out), number * 6000, marker=has_marker and is_last, extra=extra))
    return codec, pictures, out


def fed(units, sent):
    return [unit for packet in sent for unit in units.feed(packet)]


def end_of(sent):
    """A packet of the next picture: it completes the last one where no marker did."""
    return rtp(b"\x09\x10\0\0", int.from_bytes(sent[-1][2:4], "big") + 1, 999_999, marker=False)


@given(packed())
@settings(max_examples=80, deadline=None)
def test_any_packing_gives_the_same_nal_units(case):
    codec, pictures, sent = case
    found = fed(Depacketizer(96, codec), [*sent, end_of(sent)])
    assert [unit.nals for unit in found] == pictures
    assert [unit.timestamp for unit in found] == [number * 6000 for number in range(len(pictures))]


@given(
    st.lists(st.binary(min_size=3, max_size=900), min_size=1, max_size=4),
    st.integers(20, 60),
    st.integers(65_500, 65_535),
    st.sets(st.integers(0, 60), max_size=3),
    st.lists(st.integers(0, 3000), max_size=6),
)
@settings(max_examples=150, deadline=None)
def test_what_is_taken_at_once_is_what_is_taken_one_by_one(nals, size, sequence, spoiled, cuts):
    sent = []
    for number, rest in enumerate(nals):
        payloads = fragments(b"\x65" + rest + b"\1" * (len(rest) == size), size)
        for index, payload in enumerate(payloads):
            is_last = index == len(payloads) - 1
            sent.append(bytearray(rtp(payload, sequence + len(sent), number * 6000, marker=is_last)))
    for one in spoiled:
        if one < len(sent):
            sent[one][(2, 3, 5, 12, 13)[one % 5]] ^= 1 + one % 2  # another number, another time, another kind
    stream = b"".join(b"$\0" + len(one).to_bytes(2, "big") + one for one in sent)
    pieces = [
        stream[a:b] for a, b in itertools.pairwise([0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)])
    ]
    together, alone = Depacketizer(96), Depacketizer(96)
    swept, single = [], []
    try:
        for packet in sent:
            single += alone.feed(bytes(packet))
    except Refusal:
        single.append(Refusal)
    wire = Wire()
    try:
        for piece in pieces:
            wire.pass_on(piece, lambda _, one: swept.extend(together.feed(one)), hear=print, sweep=together.sweep)
    except Refusal:
        swept.append(Refusal)
    assert swept == single
    assert together.losses == alone.losses


@pytest.mark.parametrize(("place", "bit"), [(2, 1), (3, 1), (4, 1), (5, 1), (13, 0x40)])
def test_whatever_is_odd_in_a_long_picture_is_seen_when_it_is_taken_at_once(place, bit):
    payloads = fragments(b"\x65" + bytes(3000), 50)
    sent = [bytearray(rtp(one, 40 + number, 6000, marker=False)) for number, one in enumerate(payloads)]
    sent[-1][1] |= 0x80
    sent[30][place] ^= bit
    alone, together, swept = Depacketizer(96), Depacketizer(96), []
    single = [unit for packet in sent for unit in alone.feed(bytes(packet))]
    stream = b"".join(b"$\0" + len(one).to_bytes(2, "big") + one for one in sent)
    Wire().pass_on(stream, lambda _, one: swept.extend(together.feed(one)), hear=print, sweep=together.sweep)
    assert swept == single
    assert together.losses == alone.losses
    assert [unit.nals for unit in single if unit] != [[b"\x65" + bytes(3000)]]


@pytest.mark.parametrize("how", [h264, h265])
@pytest.mark.parametrize("size", range(18))
def test_packets_too_short_for_what_they_should_be_are_taken_at_once_as_one_by_one(how, size):
    first = rtp(fragments(bytes([0x65 if how is h264 else 0x26, 1]) + bytes(60), 20, how)[0], 40, 6000, marker=False)
    short = [rtp(bytes(6), 41 + number, 6000, marker=False)[:size] for number in range(8)]
    alone, together = Depacketizer(96, how), Depacketizer(96, how)
    stream = b"".join(b"$\0" + len(one).to_bytes(2, "big") + one for one in [first, *short])
    single = outcome(lambda: fed(alone, [first, *short]))
    swept = outcome(lambda: Wire().pass_on(stream, lambda _, one: together.feed(one), hear=print, sweep=together.sweep))
    assert isinstance(swept, Refusal) == isinstance(single, Refusal)
    assert together.losses == alone.losses


def outcome(act):
    try:
        return act()
    except Refusal as refused:
        return refused


@given(packed(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_lost_packet_never_gives_a_picture_that_was_not_sent(case, data):
    codec, pictures, sent = case
    lost = data.draw(st.integers(0, len(sent) - 1))
    found = fed(Depacketizer(96, codec), sent[:lost] + sent[lost + 1 :])
    # The stream's first or last packet leaves no hole behind that anybody could see.
    if 0 < lost < len(sent) - 1:
        assert all(unit.nals in pictures for unit in found if unit is not None)


@given(packed(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_packets_in_any_order_never_give_a_picture_that_was_not_sent(case, chance):
    codec, pictures, sent = case
    mixed = list(sent)
    chance.shuffle(mixed)
    found = fed(Depacketizer(96, codec), mixed)
    first = next(iter(mixed), None)
    whole = [unit for unit in found if unit is not None]
    # A unit of the very first packet may lack what came before it, as at any beginning.
    assert all(unit.nals in pictures or first[4:8] == unit.timestamp.to_bytes(4, "big") for unit in whole)


@pytest.mark.parametrize("codec", [h264, h265])
@pytest.mark.parametrize("kind", [0, 25, 26, 27, 29, 30, 50, 63])
def test_what_is_packed_in_another_way_is_refused_with_what_to_set(codec, kind):
    if codec is h265 and kind < 50:
        return
    payload = bytes([0x60 | kind & 31]) if codec is h264 else bytes([kind << 1, 1])
    if codec is h264 and kind > 31:
        return
    with pytest.raises(Refusal, match="Set its"):
        Depacketizer(96, codec).feed(rtp(payload + bytes(20), 1, 1, marker=True))


@pytest.mark.parametrize(("how", "is_fragmented"), [(h264, False), (h265, True)], ids=["aggregates", "fragments"])
def test_abuse_064_no_picture_of_crumbs_fills_the_memory(how, is_fragmented):
    """A picture that never ends, of the smallest pieces there are."""
    units = Depacketizer(96, how)
    first, *middle = fragments(b"\x41\1" + bytes(30), 1, how)
    crumbs = aggregate([b"\x41\1\0"] * 400, how)
    tracemalloc.start()
    payloads = itertools.chain([first], itertools.repeat(middle[0])) if is_fragmented else itertools.repeat(crumbs)
    endless = (rtp(payload, number, 0, marker=False) for number, payload in enumerate(payloads))
    with pytest.raises(Refusal, match="8 MB"):
        fed(units, endless)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * LARGEST_FRAME


@given(st.lists(st.binary(max_size=60), max_size=20))
@settings(max_examples=200, deadline=None)
def test_noise_is_refused_or_dropped(packets):
    for how in (h264, h265):
        units = Depacketizer(96, how)
        with contextlib.suppress(Refusal):
            fed(units, [b"\x80\x60" + packet for packet in packets])


def test_pictures_larger_than_any_camera_makes_are_refused():
    units = Depacketizer(96)
    sent = [rtp(b"\x61" + bytes(60_000), number, 0, marker=False) for number in range(200)]
    with pytest.raises(Refusal, match="8 MB"):
        [list(units.feed(packet)) for packet in sent]


@pytest.mark.parametrize("name", ["h264", "h265"])
@pytest.mark.parametrize(("width", "height"), [(128, 64), (640, 360), (1920, 1080), (352, 288)])
def test_the_size_is_read_from_the_parameter_sets(name, width, height):
    track = film(1, width=width, height=height, codec=name)[0].track
    assert (track.width, track.height) == (width, height)


@given(st.binary(max_size=60), st.sampled_from([h264, h265]))
@settings(max_examples=300, deadline=None)
def test_noise_is_no_parameter_set_or_one_of_a_sane_size(noise, how):
    heads = {h264: (b"\x67\x64\x00\x28", b"\x68\xce"), h265: (b"\x40\1\0", b"\x42\1\1", b"\x44\1\xc1")}[how]
    found = codec.Sets(how)
    found.meet([head + noise for head in heads])
    try:
        track = found.track()
    except ValueError:
        return
    assert 0 < track.width * track.height <= 8192 * 8192


@given(st.binary(max_size=80), st.integers(0, 63))
@settings(max_examples=300, deadline=None)
def test_any_unit_is_a_key_frame_or_none(noise, kind):
    h264.is_key([bytes([kind]) + noise, b"\x06\x06" + noise, b"\x41" + noise])
    h265.is_key([bytes([kind << 1, 1]) + noise])
