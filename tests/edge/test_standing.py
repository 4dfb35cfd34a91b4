"""What is told of a camera is what it is; one that comes and goes is told once a minute (abuse 67)."""

import itertools

from edge_greengrass.recorder.standing import CALM_S, Standing, State


class Clock:
    """Seconds that a test moves on."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def flap(standing, clock, times, seconds=0.6):
    """On and off, so many times; every state that somebody who asks each two seconds is told."""
    heard, asked = [standing.told()[0]], clock.now
    for _ in range(times):
        for state in (State.RECORDING, State.ABSENT):
            standing.be(state, "gone" if state is State.ABSENT else "")
            clock.now += seconds / 2
            if clock.now - asked >= 2:
                heard, asked = [*heard, standing.told()[0]], clock.now
    return heard


def changes(heard):
    return sum(before is not after for before, after in itertools.pairwise(heard))


def test_a_change_is_told_at_once():
    clock = Clock()
    standing = Standing("cam_1", now=clock)
    standing.be(State.RECORDING)
    assert standing.told() == (State.RECORDING, "")
    standing.be(State.STALLED, "no pictures")
    assert standing.told() == (State.STALLED, "no pictures")
    assert not standing.is_flapping


def test_abuse_067_a_camera_that_flaps_changes_once_a_minute_and_says_so():
    clock = Clock()
    standing = Standing("cam_1", now=clock)
    flap(standing, clock, 10)
    assert standing.is_flapping
    heard = flap(standing, clock, 1000)  # 100 times a minute, for ten minutes
    assert changes(heard) <= 10
    assert standing.is_flapping


def test_abuse_067_a_camera_that_has_calmed_down_is_told_as_it_is():
    clock = Clock()
    standing = Standing("cam_1", now=clock)
    flap(standing, clock, 100)
    standing.be(State.RECORDING)
    clock.now += CALM_S
    assert standing.told() == (State.RECORDING, "")
    assert standing.is_flapping
    clock.now += CALM_S
    assert not standing.is_flapping


def test_another_reason_for_the_same_state_is_no_flapping():
    clock = Clock()
    standing = Standing("cam_1", now=clock)
    for number in range(50):
        standing.be(State.ABSENT, f"error {number}")
    assert not standing.is_flapping
    assert standing.told() == (State.ABSENT, "error 49")
