"""Every frame gets the time of the wall: the camera's, when it can be believed."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder.clockwork import ClockJumped, Clockwork, report, says_goodbye
from tests.edge import fake_camera

NOW = 1_790_000_000_000


def told(camera_ms, ms):
    return report(fake_camera.report(camera_ms, ms))


def test_a_frame_has_the_time_of_its_capture():
    clock = Clockwork()
    clock.hear(told(NOW + 40, NOW), now_ms=NOW + 50)
    assert clock.at(fake_camera.stamp(NOW + 1000), now_ms=NOW + 1300) == NOW + 1040
    assert clock.offset_ms == -10


def test_the_counter_that_begins_again_is_followed():
    clock = Clockwork()
    wrap = (NOW * 90 // (1 << 32) + 1) * (1 << 32) // 90 + 1  # when the 32 bits begin again
    clock.hear(told(wrap - 500, wrap - 500), now_ms=wrap - 500)
    assert clock.at(fake_camera.stamp(wrap - 100), now_ms=0) == wrap - 100
    assert clock.at(fake_camera.stamp(wrap + 100), now_ms=0) == wrap + 100


@pytest.mark.parametrize("ahead", [3_600_000, -3_600_000, -NOW + 86_400_000])
def test_a_clock_that_is_far_off_is_corrected_and_its_offset_kept(ahead):
    clock = Clockwork()
    clock.hear(told(NOW + ahead, NOW), now_ms=NOW + 5)
    assert clock.offset_ms == ahead - 5
    assert clock.at(fake_camera.stamp(NOW + 200), now_ms=NOW + 210) == NOW + 205


def test_without_reports_the_arrival_counts_and_the_camera_gives_the_rhythm():
    clock = Clockwork()
    came = [NOW, NOW + 90, NOW + 130, NOW + 205]
    times = [clock.at(fake_camera.stamp(67 * number), now_ms=at) for number, at in enumerate(came)]
    assert times == [NOW, NOW + 67, NOW + 134, NOW + 201]
    assert clock.at(fake_camera.stamp(67 * 4), now_ms=NOW + 60_000) == NOW + 60_000
    assert clock.offset_ms is None


def test_a_clock_that_is_set_ends_the_session():
    clock = Clockwork()
    clock.hear(told(NOW, NOW), now_ms=NOW)
    clock.hear(told(NOW + 2_003, NOW + 2_000), now_ms=NOW + 2_000)
    with pytest.raises(ClockJumped):
        clock.hear(told(NOW + 9_000, NOW + 4_000), now_ms=NOW + 4_000)


@given(st.lists(st.integers(0, (1 << 32) - 1), max_size=30))
@settings(max_examples=50, deadline=None)
def test_time_never_goes_back(stamps):
    clock = Clockwork()
    clock.hear(told(NOW, NOW), now_ms=NOW)
    times = [clock.at(stamp, now_ms=NOW) for stamp in stamps]
    assert all(before < after for before, after in itertools.pairwise(times))


@given(st.integers(0, 3), st.integers(-3_600_000, 3_600_000), st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_pictures_that_come_out_of_order_keep_the_times_at_which_they_are_shown(lead, ahead, b_frames):
    """Groups whose first pictures are shown before their key frame, and B-frames behind it."""
    clock, first = Clockwork(), NOW + 10_000
    clock.hear(told(NOW + ahead, NOW), now_ms=NOW)
    off = 0 if abs(ahead) > 1000 else ahead
    for group in range(4):
        key = first + group * 1000
        ahead_of_key = [-67 * n for n in range(lead, 0, -1)] if group else []
        behind = [
            step
            for n in range(0, 4 * b_frames, b_frames + 1)
            for step in [n + b_frames + 1, *range(n + 1, n + b_frames + 1)]
        ]
        for step in [0, *ahead_of_key, *(67 * n for n in dict.fromkeys(behind))]:
            at = clock.at(fake_camera.stamp(key + step), now_ms=NOW, is_key=step == 0)
            assert at == pytest.approx(key + step + off, abs=1)


@given(st.lists(st.tuples(st.integers(0, (1 << 32) - 1), st.booleans()), max_size=60))
@settings(max_examples=100, deadline=None)
def test_whatever_a_camera_says_no_two_pictures_of_a_group_share_a_time(stamps):
    clock, groups = Clockwork(), [[]]
    clock.hear(told(NOW, NOW), now_ms=NOW)
    for number, is_key in [(0, True), *stamps]:
        at = clock.at(number, now_ms=NOW, is_key=is_key)
        groups = [*groups, [at]] if is_key else [*groups[:-1], [*groups[-1], at]]
    for before, group in itertools.pairwise(groups):
        assert len(set(group)) == len(group)
        assert all(at < group[0] for at in before)
        assert all(group[0] - at <= 20_000 for at in group)


@given(st.binary(max_size=80), st.integers(0, 255))
@settings(max_examples=200, deadline=None)
def test_any_report_is_one_or_none(noise, kind):
    for packet in (noise, bytes([0x80, kind]) + noise, b"\x80\xc8\0\6" + noise, b"\x80\xc9\0\0" + noise):
        found = report(packet)
        assert found is None or 0 <= found.timestamp < 1 << 32
        says_goodbye(packet)
        if found:
            clock = Clockwork()
            clock.hear(found, now_ms=NOW)
            assert abs(clock.at(found.timestamp, now_ms=NOW) - NOW) <= 1000


def test_a_goodbye_is_heard_behind_a_report():
    assert says_goodbye(fake_camera.report(NOW, NOW) + b"\x81\xcb\0\1\0\0\0\7")
    assert not says_goodbye(fake_camera.report(NOW, NOW))


def test_a_camera_that_does_not_know_the_time_says_zero():
    packet = fake_camera.report(NOW, NOW)
    assert report(packet[:8] + bytes(8) + packet[16:]) is None
    assert report(b"\x80\xca\0\1" + bytes(4) + packet) == report(packet)  # behind another report
    assert report(packet[:20]) is None
