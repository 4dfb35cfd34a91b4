"""Every frame gets the time of the wall: the camera's, when it can be believed."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder.clockwork import ClockJumped, Clockwork, report
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


def test_a_camera_that_does_not_know_the_time_says_zero():
    packet = fake_camera.report(NOW, NOW)
    assert report(packet[:8] + bytes(8) + packet[16:]) is None
    assert report(b"\x80\xca\0\1" + bytes(4) + packet) == report(packet)  # behind another report
    assert report(packet[:20]) is None
