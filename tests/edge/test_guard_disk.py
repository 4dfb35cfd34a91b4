"""What the box has written survives a power cut, whole; and what waits for the line waits in order."""

import asyncio
import contextlib
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.guard.spool import Spool
from edge_greengrass.kit.line import LineDown
from rtcc.commands.model import Kind
from rtcc.grants.model import Grant, Recall
from tests.edge.guarding import OPEN

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STEPS = [OPEN, Grant(), replace(OPEN, radius_m=50), replace(OPEN, directed=True)]


def written(path, grants=STEPS):
    log = GrantsLog(path)
    for hour, grant in enumerate(grants):
        log.write(log.prepared("cam_1", grant, at=NOON + timedelta(hours=hour), name="Register", command=f"cmd_{hour}"))
    return log


def test_a_replayed_log_says_what_it_said(tmp_path):
    before = written(tmp_path / "grants.log")
    after = GrantsLog(tmp_path / "grants.log")
    assert after.changes == before.changes
    assert [change.epoch for change in after.changes] == [1, 2, 3, 4]
    assert after.grant("cam_1") == STEPS[-1]
    assert after.grant("cam_2") == Grant()
    assert stat.S_IMODE((tmp_path / "grants.log").stat().st_mode) == 0o600


def test_a_torn_last_line_was_never_in_force_wherever_it_is_torn(tmp_path):
    path = tmp_path / "grants.log"
    written(path)
    whole = path.read_bytes()
    last = whole.rfind(b"\n", 0, -1) + 1
    for cut in range(last, len(whole)):
        path.write_bytes(whole[:cut])
        log = GrantsLog(path)
        assert log.grant("cam_1") == STEPS[2]
        assert path.read_bytes() == whole[:last]  # so that the next line does not grow out of the torn one
        assert log.prepared("cam_1", OPEN, at=NOON).epoch == 4


@given(st.data())
def test_any_other_damage_stops_the_guard_and_widens_nothing(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("log") / "grants.log"
    written(path)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    broken = data.draw(st.integers(0, len(lines) - 1))
    lines[broken] = b"\x00" * len(lines[broken][:-1]) + b"\n"
    path.write_bytes(b"".join(lines))
    with pytest.raises(ValueError, match=f"line {broken + 1} "):
        GrantsLog(path)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "grants.log"
    log = written(path)
    whole = path.read_bytes()

    def fails(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("edge_greengrass.guard.disk.os.fsync", fails)
    with pytest.raises(OSError, match="Input"):
        log.write(log.prepared("cam_1", OPEN, at=NOON))
    assert path.read_bytes() == whole
    assert log.grant("cam_1") == STEPS[-1]


def test_a_change_is_synced_before_it_is_in_force(tmp_path, monkeypatch):
    log = GrantsLog(tmp_path / "grants.log")
    seen = []
    monkeypatch.setattr("edge_greengrass.guard.disk.os.fsync", lambda _: seen.append(log.grant("cam_1")))
    log.write(log.prepared("cam_1", OPEN, at=NOON))
    assert seen
    assert set(seen) == {Grant()}


@given(st.lists(st.booleans(), max_size=12))
def test_recall_reaches_back_to_the_last_time_that_it_was_opened(tmp_path_factory, allowed):
    grants = [OPEN if one else replace(OPEN, recall=Recall.NEVER, depth_hours=0) for one in allowed]
    log = written(tmp_path_factory.mktemp("log") / "grants.log", grants)
    closed = max((hour for hour, one in enumerate(allowed) if not one), default=-1)
    expected = NOON + timedelta(hours=closed + 1) if allowed and allowed[-1] else None
    assert log.recall_since("cam_1") == expected


class Center:
    """Takes what is sent, until it does not."""

    def __init__(self, takes):
        self.got, self.takes = [], takes

    async def __call__(self, topic, payload):
        if len(self.got) >= self.takes:
            raise LineDown("offline")
        self.got.append(payload)


def drained(spool, takes=10_000):
    center = Center(takes)
    with contextlib.suppress(LineDown):
        asyncio.run(spool.drain(center))
    return center.got


def test_abuse_071_events_of_an_outage_arrive_in_order_once(tmp_path):
    spool = Spool(tmp_path / "spool")
    for number in range(100):
        spool.add("t", b"%d" % number)
    first = drained(spool, takes=40)
    second = drained(spool)
    assert first + second == [b"%d" % number for number in range(100)]
    assert drained(spool) == []


def test_what_waits_survives_a_restart_and_a_torn_line(tmp_path):
    path = tmp_path / "spool"
    spool = Spool(path)
    for number in range(5):
        spool.add("t", b"%d" % number)
    drained(spool, takes=2)
    with path.open("ab") as file:
        file.write(b'["t", "5')
    again = Spool(path)
    again.add("t", b"6")
    assert len(Spool(path)) == 4  # what was added behind the torn line is not torn with it
    assert drained(again) == [b"2", b"3", b"4", b"6"]
    assert drained(Spool(path)) == []


def test_a_spool_is_bounded_and_the_oldest_makes_room(tmp_path):
    spool = Spool(tmp_path / "spool", most=10)
    for number in range(1000):
        spool.add("t", b"%d" % number)
    assert len((tmp_path / "spool").read_bytes().splitlines()) <= 20
    assert spool.lost == 990
    assert drained(Spool(tmp_path / "spool", most=10)) == [b"%d" % number for number in range(990, 1000)]
    assert drained(spool) == [b"%d" % number for number in range(990, 1000)]


def test_a_spool_on_a_full_disk_still_speaks(tmp_path, monkeypatch):
    spool = Spool(tmp_path / "none" / "spool")
    spool.add("t", b"1")
    assert len(spool) == 1


def test_abuse_071_three_days_without_a_line_arrive_in_order_and_the_grants_are_told_again(site):
    camera = site.camera(OPEN, name="Entrance")
    site.told("grant")
    site.line.sent.clear()
    site.line.is_cut = True
    for hour in range(72):
        for number in range(10):
            site.box.events.tell(Kind.REFUSED, {"view": f"viw_{hour}_{number}"})
        site.later(3600)
        if hour == 10:
            site.allow(camera, replace(OPEN, radius_m=50))
    site.line.is_cut = False
    views = [facts["view"] for facts in site.told("refused")]
    assert views == [f"viw_{hour}_{number}" for hour in range(72) for number in range(10)][-500:]
    assert site.told("grant") == []  # it made room for newer events
    site.do(site.box.keep_time())
    assert [(facts["camera"], facts["epoch"]) for facts in site.told("grant")] == [(camera, 3)]
    assert (site.home / "spool.jsonl").stat().st_size < 4_000_000
