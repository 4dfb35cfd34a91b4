"""What is held is known to whoever forgets, and what time it is to whoever must not believe the box's clock."""

import json
import time

import pytest

from edge_greengrass.kit import holds, trusted


def test_what_is_held_is_held_until_it_is_let_go(tmp_path):
    holds.hold(tmp_path, "ord_1", 5000, 9000)
    holds.hold(tmp_path, "ord_2", 1000, 2000)
    assert holds.held(tmp_path) == [(1000, 2000), (5000, 9000)]
    holds.hold(tmp_path, "ord_2", 1500, 2500)
    holds.let_go(tmp_path, "ord_1")
    holds.let_go(tmp_path, "ord_1")
    assert holds.held(tmp_path) == [(1500, 2500)]


@pytest.mark.parametrize("order", ["../ord_1", "", "a/b", "a.b", "x" * 65])
def test_what_is_no_order_writes_nothing_elsewhere(tmp_path, order):
    with pytest.raises(ValueError, match="name"):
        holds.hold(tmp_path, order, 1, 2)
    with pytest.raises(ValueError, match="name"):
        holds.let_go(tmp_path, order)
    assert not list(tmp_path.rglob("*"))


def test_a_hold_that_cannot_be_read_holds_nothing(tmp_path):
    (tmp_path / "held").mkdir()
    (tmp_path / "held" / "ord_1.hold").write_bytes(b"\xff\x00")
    (tmp_path / "held" / "ord_2.hold").write_text("5")
    assert holds.held(tmp_path) == []
    assert holds.held(tmp_path / "none") == []
    with pytest.raises(ValueError, match="ends after"):
        holds.hold(tmp_path, "ord_3", 9, 9)


def test_the_time_that_was_told_goes_on_with_the_ticks_and_not_with_the_wall(tmp_path, monkeypatch):
    assert trusted.read(tmp_path) is None
    ticks, wall = time.monotonic(), time.time() * 1000
    trusted.tell(tmp_path, box_ahead_ms=3000, within_ms=40, at_ticks=ticks)
    monkeypatch.setattr(time, "time", lambda: 4_102_444_800.0)  # somebody sets the clock to 2100
    told = trusted.read(tmp_path)
    assert (told.box_ahead_ms, told.within_ms) == (3000, 40)
    assert told.now_ms(ticks + 60) == pytest.approx(wall - 3000 + 60_000, abs=500)
    assert told.now_ms() == pytest.approx(wall - 3000, abs=5000)


def test_the_ticks_of_another_run_of_the_machine_say_nothing(tmp_path):
    trusted.tell(tmp_path, box_ahead_ms=0, within_ms=40, at_ticks=time.monotonic())
    path = tmp_path / "trusted.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"boot": "another"}))
    told = trusted.read(tmp_path)
    assert told.now_ms() is None
    assert told.center_ms == pytest.approx(time.time() * 1000, abs=5000)


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"box_ahead_ms": 1}', b"\0\0", b"7"])
def test_what_was_torn_is_no_time(tmp_path, torn):
    (tmp_path / "trusted.json").write_bytes(torn)
    assert trusted.read(tmp_path) is None
