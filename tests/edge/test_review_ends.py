"""A review shows what the owner allows and was recorded when it began; it ends as a view does, and keeps nothing."""

import pytest

from edge_greengrass.kit import index, times
from tests.edge.relaying import NOW, at, play
from tests.edge.reviewing import FAST, ask, recorded, shown, turn
from tests.edge.site import until


def test_nothing_from_before_the_owner_allowed_it_and_nothing_after_is_ever_shown(tmp_path, monkeypatch):
    recorded(tmp_path, count=40)

    async def scene(world):
        allowed = {"not_before": times.spell(at(12)), "not_after": times.spell(at(22))}
        ask(world, NOW, speed=4, **allowed)
        await world.ended()
        assert shown(world) == list(range(15, 22))
        ask(world, at(30), **allowed)
        await until(lambda: sum(one["state"] == "ended" for one in world.said) == 2)
        assert shown(world) == list(range(15, 22))

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_a_seek_before_what_is_allowed_begins_at_what_is(tmp_path, monkeypatch):
    recorded(tmp_path, count=40)

    async def scene(world):
        ask(world, at(30), not_before=times.spell(at(20)))
        await world.flowing(1)
        turn(world, **{"from": times.spell(NOW)})
        await world.ended()
        assert min(shown(world)) == 20

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_a_renewal_narrows_what_may_be_seen_and_never_widens_it(tmp_path, monkeypatch):
    recorded(tmp_path, count=60)

    async def scene(world):
        ask(world, at(40), not_before=times.spell(at(40)))
        await world.flowing(1)
        ask(world, NOW, not_after=times.spell(at(50)))
        turn(world, **{"from": times.spell(NOW)})
        await world.ended()
        assert (min(shown(world)), max(shown(world))) == (40, 49)

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_what_is_recorded_after_a_review_began_is_not_part_of_it(tmp_path, monkeypatch):
    recorded(tmp_path, count=10)

    async def scene(world):
        ask(world, NOW)
        await world.flowing(1)
        recorded(tmp_path, count=10, start=at(10))
        turn(world, **{"from": times.spell(NOW)})
        await world.ended()
        assert max(shown(world)) == 9

    play(tmp_path, monkeypatch, scene, pace=FAST)


@pytest.mark.parametrize(
    ("seconds", "stop", "why"),
    [(0.4, None, "not renewed"), (30, {"stream": "rtcc-b-cam_1-viw_1"}, "was ended"), (30, {}, "was ended")],
    ids=["lease", "guard", "everything of the camera"],
)
def test_a_review_ends_as_a_view_does(tmp_path, monkeypatch, seconds, stop, why):
    recorded(tmp_path, count=300)

    async def scene(world):
        ask(world, NOW, seconds=seconds)
        put = await world.flowing(1)
        if stop is not None:
            world.relays.hear({"do": "stop", "camera": "cam_1"} | stop)
        assert why in (await world.ended())["why"]
        await until(lambda: put.is_closed)

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_two_reviews_and_a_live_view_of_one_camera_do_not_disturb_each_other(tmp_path, monkeypatch):
    recorded(tmp_path, count=120)

    async def scene(world):
        world.cameras["cam_1"].show(10)
        world.start()
        for view in ("viw_1", "viw_2"):
            ask(world, NOW, stream=f"rtcc-b-cam_1-{view}", view=view)
        await until(lambda: len(world.media.puts) == 3 and all(put.frames for put in world.media.puts))
        world.relays.hear({"do": "stop", "camera": "cam_1", "stream": "rtcc-b-cam_1-viw_1"})
        assert (await world.ended())["view"] == "viw_1"
        left = [put for put in world.media.puts if not put.asked.headers["x-amzn-stream-name"].endswith("viw_1")]
        counts = [len(put.frames) for put in left]
        world.cameras["cam_1"].show(5)
        await until(lambda: all(len(put.frames) > count for put, count in zip(left, counts, strict=True)))

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_the_guard_is_told_where_it_stands_and_nothing_is_stored(tmp_path, monkeypatch):
    recorded(tmp_path, count=20)
    before = {path: path.read_bytes() for path in (tmp_path / "ring").rglob("*") if path.is_file()}

    async def scene(world):
        ask(world, NOW, speed=2)
        await world.ended()
        told = [one for one in world.said if one["state"] == "at"]
        assert told[0] | {"heard": 0} == {
            "camera": "cam_1",
            "stream": "rtcc-b-cam_1-viw_1",
            "view": "viw_1",
            "state": "at",
            "at": times.spell(NOW),
            "speed": 2,
            "heard": 0,
        }
        assert [one["at"] for one in told] == sorted(one["at"] for one in told)
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before

    play(tmp_path, monkeypatch, scene, pace=FAST)


@pytest.mark.parametrize(
    "facts",
    [
        {"speed": 3},
        {"speed": True},
        {"camera": "../cam_1"},
        {"not_before": None},
        {"from": "yesterday"},
        {"view": None, "until": 5},
    ],
)
def test_a_review_that_cannot_be_read_plays_nothing(tmp_path, monkeypatch, facts):
    recorded(tmp_path, count=10)

    async def scene(world):
        ask(world, NOW, **facts)
        assert world.relays._running == {}

    play(tmp_path, monkeypatch, scene, pace=FAST)


@pytest.mark.parametrize("facts", [{"speed": 8}, {"from": 5}, {"from": "noon"}])
def test_a_turn_that_cannot_be_read_changes_nothing(tmp_path, monkeypatch, facts):
    recorded(tmp_path, count=10)

    async def scene(world):
        ask(world, NOW)
        await world.flowing(2)
        turn(world, **facts)
        await world.ended()
        assert shown(world) == list(range(10))

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_a_ring_of_nothing_ends_at_once(tmp_path, monkeypatch):
    async def scene(world):
        ask(world, NOW)
        assert (await world.ended())["why"] == "end of recording"
        assert world.media.puts == []
        assert index.segments(tmp_path / "ring" / "cam_1") == []

    play(tmp_path, monkeypatch, scene, pace=FAST)
