"""Matroska as we write it is what players read, and what we read is the same however it is cut."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import Cluster, Frame, Tag, Unreadable
from edge_greengrass.kit.mkv_reader import Reader
from tests.edge.footage import counters, film

AT = 1_790_000_000_000
STEP = 67


def track(picture):
    return picture.track


def stream(pictures, *, is_live):
    """The pictures as one stream: as the ring holds them, or as the relay sends them."""
    out, group, start = mkv.header(track(pictures[0])), [], AT
    for number, picture in enumerate(pictures):
        at = AT + number * STEP
        if picture.is_key:
            out += mkv.cluster(start, group) if group and not is_live else b""
            out += mkv.open_cluster(at) if is_live else b""
            group, start = [], at
        block = mkv.block(at - start, picture.is_key, picture.sample)
        group.append(block)
        out += block if is_live else b""
    return out if is_live else out + mkv.cluster(start, group)


@pytest.mark.parametrize("is_live", [True, False], ids=["unknown size", "known size"])
def test_a_player_shows_every_frame(is_live):
    pictures = film(30)
    shown = counters(stream(pictures, is_live=is_live), "matroska")
    assert [counter for counter, _ in shown] == list(range(30))


@pytest.mark.parametrize("is_live", [True, False], ids=["unknown size", "known size"])
def test_what_was_written_is_read(is_live):
    pictures = film(30)
    data = stream(pictures, is_live=is_live)
    events = Reader().feed(data)
    frames = [one for one in events if isinstance(one, Frame)]
    assert events[0] == track(pictures[0])
    assert [one.at for one in events if isinstance(one, Cluster)] == [AT, AT + 15 * STEP]
    assert [one.data for one in frames] == [picture.sample for picture in pictures]
    assert [one.at for one in frames] == [AT + number * STEP for number in range(30)]
    assert [one.is_key for one in frames] == [picture.is_key for picture in pictures]
    assert all(data[one.offset : one.offset + len(one.data)] == one.data for one in frames)


def fed(data, cuts):
    reader, found, at = Reader(), [], 0
    for cut in [*sorted(cuts), len(data)]:
        found += reader.feed(data[at:cut])
        at = cut
    return found


def with_tags():
    tags = mkv.tags([("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "9134"), ("é", "")])
    live = stream(film(30), is_live=True)
    return live + tags + live  # a second header in the same stream, as GetMedia gives after a pause


def test_fed_byte_by_byte_is_as_good_as_at_once():
    data = with_tags()
    assert fed(data, range(len(data))) == Reader().feed(data)


@given(st.lists(st.integers(0, 20_000), max_size=30))
@settings(max_examples=40, deadline=None)
def test_fed_in_any_pieces_is_as_good_as_at_once(cuts):
    data = with_tags()
    assert fed(data, [min(cut, len(data)) for cut in cuts]) == Reader().feed(data)


def test_tags_between_clusters_are_read():
    found = Reader().feed(with_tags())
    assert [one for one in found if isinstance(one, Tag)] == [
        Tag("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "9134"),
        Tag("é", ""),
    ]


@pytest.mark.parametrize(
    "data",
    ids=[
        "zeros",
        "HTTP",
        "endless leaf",
        "huge leaf",
        "short block",
        "lacing",
        "child beyond its parent",
        "no size",
        "time",
    ],
    argvalues=[
        bytes(16),
        b"\x00TTP/1.1 200 OK",
        b"\xa3\xff",
        b"\xa3\x08\xff\xff\xff\xff",
        mkv.element(mkv.SIMPLE_BLOCK, b"\x81\x00"),
        mkv.element(mkv.SIMPLE_BLOCK, b"\x81\x00\x00\x02abcd"),
        mkv.element(mkv.TRACKS, b"\xae\x88abc"),
        b"\xa3\x00",
        mkv.element(mkv.TIMECODE, bytes(9)),
    ],
)
def test_what_is_no_matroska_is_refused(data):
    with pytest.raises(Unreadable):
        Reader().feed(data)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_noise_is_refused_or_waited_for(noise):
    with contextlib.suppress(Unreadable):
        Reader().feed(noise)


IDS = [mkv.EBML, mkv.SEGMENT, mkv.TRACKS, mkv.CLUSTER, mkv.TIMECODE, mkv.SIMPLE_BLOCK, mkv.BLOCK_GROUP, mkv.BLOCK]
IDS += [mkv.TAGS, mkv.TAG, mkv.SIMPLE_TAG, mkv.TRACK_ENTRY, mkv.VIDEO, mkv.AUDIO, mkv.TRACK_TYPE, mkv.CODEC_PRIVATE]


def id_of(kind):
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big")


lengths = st.one_of(
    st.integers(0, 126).map(lambda size: bytes([0x80 | size])),
    st.integers(0, (1 << 56) - 1).map(lambda size: b"\x01" + size.to_bytes(7, "big")),
    st.just(b"\xff"),
)
hostile = st.recursive(
    st.binary(max_size=40),
    lambda inner: st.builds(
        lambda kind, length, parts: id_of(kind) + (length or mkv.element(0xEC, b"".join(parts))[1:2]) + b"".join(parts),
        st.sampled_from(IDS),
        st.one_of(st.none(), lengths),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(hostile, max_size=6), st.lists(st.integers(1, 60), max_size=20))
@settings(max_examples=200, deadline=None)
def test_elements_of_any_length_are_read_or_refused_and_never_kept(elements, cuts):
    """Whatever lengths are claimed, nothing but Unreadable comes out, and no more waits than was allowed to."""
    data, reader = b"".join(elements), Reader(largest=500)
    with contextlib.suppress(Unreadable):
        for cut in [*cuts, len(data)]:
            for one in reader.feed(data[:cut]):
                assert not isinstance(one, Frame) or len(one.data) <= 500
            data = data[cut:]
            assert len(reader._waiting) <= max(500, 64 * 1024) + 16


@given(st.permutations(range(8)))
@settings(max_examples=60, deadline=None)
def test_elements_in_any_order_are_read_or_refused(order):
    parts = [mkv.header(track(film(1)[0])), mkv.open_cluster(AT), mkv.block(5, True, b"x"), mkv.tags([("a", "b")])]
    parts += [
        mkv.cluster(AT, [mkv.block(0, True, b"y")]),
        mkv.number(mkv.TIMECODE, 7),
        mkv.element(0xEC, bytes(9)),
        b"",
    ]
    found = Reader().feed(b"".join(parts[number] for number in order))
    assert sorted(one.data for one in found if isinstance(one, Frame)) == [b"x", b"y"]


@pytest.mark.parametrize("kind", [mkv.TRACKS, mkv.TAGS])
def test_abuse_064_tables_of_crumbs_are_refused(kind):
    with pytest.raises(Unreadable, match="larger"):
        Reader().feed(mkv.element(kind, b"\xae\x80" * 40_000))


@pytest.mark.parametrize("relative", [32_768, -32_769])
def test_a_frame_too_far_from_its_cluster_is_not_written(relative):
    with pytest.raises(ValueError, match=r"32\.767"):
        mkv.block(relative, False, b"")


@pytest.mark.parametrize("relative", [-32_768, -1, 0, 32_767])
def test_a_frame_may_be_shown_before_its_cluster_s_time(relative):
    found = Reader().feed(mkv.open_cluster(AT) + mkv.block(relative, False, b"data"))
    assert found[1] == Frame(AT + relative, False, b"data", found[1].offset)


def test_sound_is_a_track_of_its_own_and_never_a_key_frame():
    picture = film(1)[0]
    sound = mkv.Sound(b"\x11\x90", 48_000, 2)
    blocks = [mkv.block(-20, False, b"before", track=mkv.SOUND), mkv.block(0, True, picture.sample)]
    found = Reader().feed(mkv.header(track(picture), sound) + mkv.cluster(AT, blocks))
    assert found[:3] == [track(picture), sound, Cluster(AT)]
    assert [(one.at, one.is_key, one.track) for one in found[3:]] == [(AT - 20, False, 2), (AT, True, 1)]


@pytest.mark.parametrize("rate", [b"", b"\x7f\xf0" + bytes(6), b"\x7f\xc0\0\0", b"\xc0\0\0\0", bytes(3)])
def test_a_sound_s_rate_that_is_none_is_zero(rate):
    audio = mkv.element(mkv.AUDIO, mkv.element(mkv.SAMPLING_RATE, rate))
    entry = mkv.element(mkv.TRACK_ENTRY, mkv.number(mkv.TRACK_TYPE, 2) + audio)
    assert Reader().feed(mkv.element(mkv.TRACKS, entry)) == [mkv.Sound(b"", 0, 1)]
