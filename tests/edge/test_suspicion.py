"""A picture that never changes and one that comes again are seen; a street is neither (abuse 66)."""

import random

from edge_greengrass.recorder.suspicion import FROZEN_MS, Suspicion

NOW = 1_790_000_000_000


def group(seed, size=20_000):
    """A key frame and some pictures behind it, as noisy as a sensor's."""
    noise = random.Random(seed)
    return [noise.randbytes(size + noise.randrange(200))] + [noise.randbytes(1500) for _ in range(4)]


def shown(groups, suspicion=None):
    """What is found after groups of one second each."""
    suspicion = suspicion or Suspicion()
    for second, pictures in enumerate(groups):
        for number, data in enumerate(pictures):
            suspicion.see(NOW + 1000 * second + 200 * number, is_key=number == 0, data=data)
    return suspicion.found


def test_a_street_is_never_suspected():
    assert shown(group(number) for number in range(2000)) is None


def test_abuse_066_a_picture_that_never_changes_is_told_after_a_minute():
    still = [group(1)[0], *[b"skip" * 10] * 4]
    assert shown([still] * (FROZEN_MS // 1000)) is None
    assert shown([still] * (FROZEN_MS // 1000 + 1)) == "frozen"


def test_abuse_066_a_frozen_picture_whose_key_frames_are_coded_anew_is_told():
    groups = [[group(number)[0], *[b"skip" * 10] * 4] for number in range(70)]
    assert shown(groups) == "frozen"


def test_a_camera_of_key_frames_alone_is_not_frozen():
    assert shown([group(number)[0]] for number in range(100)) is None


def test_abuse_066_a_recording_that_is_played_again_and_again_is_told():
    for length in (2, 7, 60, 1000):
        loop = [group(number) for number in range(length)]
        assert shown(loop) is None
        assert shown(loop * (3 + 64 // length)) == "looped", length


def test_a_loop_that_ends_is_forgiven():
    suspicion = Suspicion()
    loop = [group(number) for number in range(20)]
    assert shown(loop * 5, suspicion) == "looped"
    assert shown((group(number) for number in range(100, 200)), suspicion) is None
