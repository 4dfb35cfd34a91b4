"""H.265, B-frames and sound: whatever order pictures come in, each is kept with the time at which it is shown."""

import asyncio

import pytest

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv_reader import Reader
from tests.edge import site
from tests.edge.fake_camera import FakeCamera
from tests.edge.footage import counters, film
from tests.edge.site import listed, recording, timed, until

NOW = 1_790_000_000_000


def shot(pictures, start=None):
    """Pictures in the order of their decoding, each with the time of its counter."""
    times = dict(enumerate(at for at, _ in timed(pictures, start)))
    return [(times[picture.counter], picture) for picture in pictures]


def record(home, camera, seen=lambda told: told["state"] == "stalled", **changes):
    """Record one camera until it is so; its ring, and what was told of it."""

    async def go():
        async with camera.open():
            one = listed(camera, **changes)
            async with recording(home, [one]) as recorder:
                told = await until(lambda: seen(recorder.told()["cameras"][0]) and recorder.told()["cameras"][0])
            return home / "ring" / one["id"], told

    return asyncio.run(go())


def played(ring, count):
    """The counters that a player shows, of the first session in the ring."""
    return [counter for counter, _ in counters(site.replay(ring), "matroska")][:count]


def pictures_of(ring):
    return [one for one in Reader().feed(site.replay(ring)) if isinstance(one, mkv.Frame) and one.track == mkv.PICTURES]


@pytest.mark.parametrize("codec", ["h264", "h265"])
@pytest.mark.parametrize(("b_frames", "is_open"), [(0, False), (2, False), (2, True)], ids=["plain", "B", "open"])
def test_every_picture_is_kept_at_the_time_at_which_it_is_shown(tmp_path, codec, b_frames, is_open):
    taken = shot(film(45, b_frames=b_frames, codec=codec, is_open=is_open))
    ring, told = record(tmp_path, FakeCamera(taken))
    assert told["codec"] == codec
    assert [one.at for one in pictures_of(ring)][:45] == [at for at, _ in taken]
    assert played(ring, 45) == list(range(45))
    entries = [piece.entry for piece in site.pieces(ring)][:3]
    keys = [at for at, picture in taken if picture.is_key]
    assert [entry.start for entry in entries] == keys
    assert [entry.end for entry in entries] == [*keys[1:], taken[0][0] + 45 * site.STEP]


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_pictures_that_need_a_group_before_the_first_are_left_out(tmp_path, codec):
    whole = film(45, b_frames=2, codec=codec, is_open=True)
    second = [number for number, picture in enumerate(whole) if picture.is_key][1]
    leading = [one.counter for one in whole[second:] if one.counter < whole[second].counter]
    assert leading, "the film has no open group"
    first = film(1, codec=codec, is_open=True, b_frames=2)[0].sets
    taken = shot(whole)[second:]
    ring, _ = record(tmp_path, FakeCamera(taken, sets=first))
    kept = [at for at, picture in taken if picture.counter not in leading]
    assert [one.at for one in pictures_of(ring)][: len(kept)] == kept
    assert played(ring, len(kept)) == list(range(whole[second].counter, 45))
