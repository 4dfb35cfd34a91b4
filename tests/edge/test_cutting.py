"""A clip shows exactly what was ordered, and holds the very bytes that were recorded."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge_greengrass.clip_cutter import cutting
from edge_greengrass.clip_cutter.cutting import Nothing
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.kit import index
from edge_greengrass.recorder.ring import Ring
from tests.edge import site
from tests.edge.footage import counters, film

NOW = 1_790_000_000_000
STEP = site.STEP


def at(number):
    """When frame `number` was taken."""
    return NOW + number * STEP


def order(start, end, not_before=0):
    return Order("ord_1", "cam_1", start, end, not_before, "inbox", "clips/x.mp4")


@pytest.fixture(scope="module")
def ring(tmp_path_factory):
    """Four minutes would be slow: sixteen seconds in four groups a quarter, then a hole, then four more groups."""
    folder = tmp_path_factory.mktemp("ring")
    made = Ring(folder, 7)
    site.fill(made, film(240), NOW)
    site.fill(made, film(60, first=300), at(300))
    made.close()
    return folder


def cut(ring, tmp_path, *window, **more):
    file = tmp_path / "clip.mp4"
    return cutting.cut(order(*window, **more), ring, file), file.read_bytes()


def boxes(data):
    """The top-level boxes and where their payloads lie."""
    found, where = {}, 0
    while where < len(data):
        size, head = int.from_bytes(data[where : where + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[where + 8 : where + 16], "big"), 16
        found[data[where + 4 : where + 8]] = data[where + head : where + size]
        where += size
    assert where == len(data)
    return found


@given(first=st.integers(0, 235), count=st.integers(1, 40), early=st.integers(0, STEP - 1), late=st.integers(1, STEP))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_player_shows_exactly_the_frames_of_the_order(ring, tmp_path, first, count, early, late):
    last = min(first + count, 240) - 1
    clip, data = cut(ring, tmp_path, at(first) - early, at(last) + late)
    shown = counters(data, "mp4")
    assert [counter for counter, _ in shown] == list(range(first, last + 1))
    assert all(abs(time - number * STEP / 1000) < 0.002 for number, (_, time) in enumerate(shown))
    assert (clip.frames, clip.first_at, clip.last_at, clip.gaps) == (last - first + 1, at(first), at(last), [])


def test_the_clip_holds_the_recorded_clusters_byte_for_byte(ring, tmp_path):
    clip, data = cut(ring, tmp_path, at(20), at(50))
    pieces = list(index.between(ring, at(20), at(50)))
    found = boxes(data)
    assert list(found) == [b"ftyp", b"moov", b"uuid", b"mdat"]
    assert found[b"mdat"] == b"".join(piece.read() for piece in pieces)
    assert clip.sha256 == hashlib.sha256(data).hexdigest()
    assert clip.bytes == len(data)


def test_who_has_the_clip_can_walk_the_chain(ring, tmp_path):
    clip, data = cut(ring, tmp_path, at(20), at(50))
    link, rest = bytes.fromhex(clip.chain[0]), boxes(data)[b"mdat"]
    while rest:
        size = 4 + (length := 9 - rest[4].bit_length())
        size += int.from_bytes(rest[4 : 4 + length], "big") - (1 << 7 * length)
        link, rest = index.link(link, rest[:size]), rest[size:]
    assert link.hex() == clip.chain[1]
    assert clip.is_chain_whole


def test_a_hole_in_the_recording_is_told_and_kept_in_time(ring, tmp_path):
    clip, data = cut(ring, tmp_path, at(230), at(310))
    assert clip.gaps == [(at(240), at(300))]
    shown = counters(data, "mp4")
    assert [counter for counter, _ in shown] == [*range(230, 240), *range(300, 310)]
    assert abs(shown[10][1] - 70 * STEP / 1000) < 0.002


def test_what_is_missing_at_the_ends_is_told(ring, tmp_path):
    clip, _ = cut(ring, tmp_path, NOW - 60_000, at(5))
    assert clip.gaps == [(NOW - 60_000, NOW)]
    clip, _ = cut(ring, tmp_path, at(355), at(360) + 9_000)
    assert clip.gaps == [(at(360), at(360) + 9_000)]


def test_nothing_from_before_it_was_allowed_leaves_the_box(ring, tmp_path):
    clip, data = cut(ring, tmp_path, at(10), at(50), not_before=at(20))
    assert clip.first_at == at(30)  # the first group that begins after the owner allowed it
    kept = [piece.entry.start for piece in index.between(ring, at(20), at(50)) if piece.entry.start >= at(20)]
    assert kept[0] == at(30)
    assert at(0).to_bytes(8, "big")[2:] not in data
    assert [counter for counter, _ in counters(data, "mp4")] == list(range(30, 50))
    assert clip.gaps == [(at(20), at(30))]


@pytest.mark.parametrize("window", [(NOW - 9000, NOW), (at(240), at(300)), (at(360), at(400)), (at(5) + 1, at(6))])
def test_where_nothing_was_recorded_there_is_no_clip(ring, tmp_path, window):
    with pytest.raises(Nothing):
        cut(ring, tmp_path, *window)


def test_a_camera_without_a_ring_has_no_clip(tmp_path):
    with pytest.raises(Nothing):
        cut(tmp_path / "none", tmp_path, NOW, NOW + 1000)


def test_a_recording_that_was_changed_is_not_cut(tmp_path):
    folder = tmp_path / "ring"
    made = Ring(folder, 7)
    site.fill(made, film(30), NOW)
    made.close()
    media = index.segments(folder)[0].media
    data = bytearray(media.read_bytes())
    data[-5] ^= 1
    media.write_bytes(data)
    with pytest.raises(ValueError, match="chain"):
        cut(folder, tmp_path, at(20), at(25))


def test_a_chain_with_a_piece_taken_out_is_told(tmp_path):
    folder = tmp_path / "ring"
    made = Ring(folder, 7)
    for minute in range(3):
        site.fill(made, film(15), NOW + minute * 61_000)
    made.close()
    assert cut(folder, tmp_path, NOW, NOW + 130_000)[0].is_chain_whole
    middle = index.segments(folder)[1]
    middle.media.unlink()
    middle.index.unlink()
    clip, _ = cut(folder, tmp_path, NOW, NOW + 130_000)
    assert not clip.is_chain_whole
    assert len(clip.gaps) == 2


def test_a_change_of_the_codec_within_a_clip_is_played(tmp_path):
    folder = tmp_path / "ring"
    made = Ring(folder, 7)
    site.fill(made, film(15), NOW)
    site.fill(made, film(15, width=256, height=128, first=15), at(15))
    made.close()
    clip, data = cut(folder, tmp_path, at(10), at(20))
    assert [counter for counter, _ in counters(data, "mp4")] == list(range(10, 20))
    assert clip.gaps == []


def test_frame_times_in_the_clip_are_those_of_the_recording(ring, tmp_path):
    _, data = cut(ring, tmp_path, at(3), at(28))
    times = [time for _, time in counters(data, "mp4")]
    assert all(abs(after - before - STEP / 1000) < 1e-6 for before, after in pairwise(times))
