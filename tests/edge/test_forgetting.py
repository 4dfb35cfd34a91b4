"""The ring forgets on time by a clock that nobody can set, makes room oldest first, and never touches what is held."""

import itertools
import json

import pytest

from edge_greengrass.kit import holds, index
from edge_greengrass.recorder import shelf
from edge_greengrass.recorder.calendar import Calendar
from edge_greengrass.recorder.ring import Ring

NOW = 1_790_000_000_000
DAY = 86_400
YEAR_2100 = 4_102_444_800_000


class Machine:
    """A machine whose ticks a test turns, and what the center says about the time."""

    def __init__(self, folder):
        self.folder, self.ticks, self.center = folder, 500.0, None
        self.start()

    def start(self):
        path = self.folder / "calendar.json"
        self.calendar = Calendar(path, trusted=lambda: self.center, ticks=lambda: self.ticks)

    def run(self, seconds):
        """The recorder runs on, and writes down each minute how long it has."""
        for _ in range(min(5, int(seconds))):
            self.ticks += seconds / min(5, int(seconds))
            if self.center is not None:
                self.center += seconds * 1000 / min(5, int(seconds))
            self.calendar.note()

    def off(self, seconds):
        """The power fails, and comes back with other ticks."""
        self.ticks = 3.0
        if self.center is not None:
            self.center += seconds * 1000
        self.start()

    def ring(self, name="cam"):
        return Ring(self.folder / name, 2, lambda: self.calendar.ran)

    def minute(self, ring, at, size=500):
        """Record one minute that the camera says began at `at`."""
        for second in range(60):
            entry = ring.append(b"%d" % second * size, at=at + second * 1000, duration=1000, frames=1, header=b"h")
            assert entry
        self.run(60)

    def forget(self, ring, days=2):
        ring.rest()
        ring._end()
        return ring.shelf.forget_old(self.calendar, days)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def starts(ring):
    return [piece.entry.start for piece in index.between(ring.folder, 0, 1 << 60) if piece.entry.offset == 0]


def test_footage_is_forgotten_when_its_days_are_over_and_not_before(machine):
    ring = machine.ring()
    machine.minute(ring, NOW)
    machine.minute(ring, NOW + 60_000)
    machine.run(2 * DAY - 60)
    assert machine.forget(ring) == 0
    machine.run(31)
    assert machine.forget(ring) == 1
    assert starts(ring) == [NOW + 60_000]
    assert ring.oldest_at == NOW + 60_000
    machine.run(61)
    assert machine.forget(ring) == 1
    assert ring.oldest_at is None


@pytest.mark.parametrize("wrong", [1_000, YEAR_2100])
def test_abuse_072_a_clock_in_1970_or_2100_deletes_nothing_and_keeps_nothing(machine, wrong):
    ring = machine.ring()
    machine.minute(ring, NOW)
    machine.minute(ring, wrong)
    machine.minute(ring, NOW + 120_000)
    assert machine.forget(ring) == 0
    assert starts(ring) == [NOW, wrong, NOW + 120_000]
    assert [one.entry.start for one in index.between(ring.folder, wrong, wrong + 1500)] == [wrong, wrong + 1000]
    machine.run(2 * DAY + 90)
    assert machine.forget(ring) == 3


def test_abuse_072_what_was_recorded_in_1970_keeps_its_days_when_the_time_becomes_known(machine):
    ring = machine.ring()
    machine.minute(ring, 5_000)
    machine.center = NOW  # the line comes, the center says what time it is
    machine.run(60)
    assert machine.forget(ring) == 0
    machine.run(2 * DAY)
    assert machine.forget(ring) == 1


def test_the_hours_without_power_count_once_the_center_says_the_time(machine):
    machine.center = NOW
    ring = machine.ring()
    machine.run(60)
    machine.minute(ring, NOW)
    machine.off(3 * DAY)
    machine.minute(ring, NOW + 3 * DAY * 1000)
    assert machine.forget(ring) == 1
    assert starts(ring) == [NOW + 3 * DAY * 1000]


def test_without_any_time_only_what_was_really_recorded_counts(machine):
    ring = machine.ring()
    machine.minute(ring, NOW)
    machine.off(30 * DAY)
    assert machine.forget(ring) == 0
    machine.run(2 * DAY + 90)
    assert machine.forget(ring) == 1


def test_a_lost_calendar_goes_on_where_its_rings_are(machine, tmp_path):
    machine.run(5000)
    ring = machine.ring()
    machine.minute(ring, NOW)
    opened = index.newest_head(ring.folder).opened
    (tmp_path / "calendar.json").write_bytes(b"\0" * 40)
    again = Calendar(tmp_path / "calendar.json", least=opened)
    assert again.ran > opened > 5000
    assert 0 <= again.age_s(opened) < 60


def test_abuse_069_what_is_held_is_not_forgotten_until_a_day_beyond_its_days(machine):
    ring = machine.ring()
    for minute in range(3):
        machine.minute(ring, NOW + minute * 60_000)
    holds.hold(ring.folder, "ord_1", NOW + 70_000, NOW + 71_000)
    machine.run(2 * DAY + 90)
    assert machine.forget(ring) == 2
    assert starts(ring) == [NOW + 60_000]
    machine.run(DAY)
    assert machine.forget(ring) == 1


def test_abuse_069_room_is_made_by_the_oldest_of_the_fullest_and_never_of_what_is_held(machine):
    small, large = machine.ring("small"), machine.ring("large")
    for minute in range(3):
        machine.minute(small, NOW + minute * 60_000, size=50)
        machine.minute(large, NOW + minute * 60_000, size=5000)
    holds.hold(large.folder, "ord_1", NOW + 10, NOW + 20)
    one = large.shelf.bytes // 3
    assert shelf.make_room([small.shelf, large.shelf], one // 2) >= one // 2
    assert starts(large) == [NOW, NOW + 120_000]
    assert starts(small) == [NOW, NOW + 60_000, NOW + 120_000]
    freed = shelf.make_room([small.shelf, large.shelf], 1 << 40)
    assert freed < 1 << 40
    assert starts(large) == [NOW, NOW + 120_000]  # held, and what is written now
    assert starts(small) == [NOW + 120_000]
    holds.let_go(large.folder, "ord_1")
    assert shelf.make_room([small.shelf, large.shelf], 1) > 0
    assert starts(large) == [NOW + 120_000]
    on_disk = sum(path.stat().st_size for path in large.folder.glob("*.[mi]*") if path.suffix in (".idx", ".mkvc"))
    assert abs(large.shelf.bytes - on_disk) < 1000


def test_forgetting_while_somebody_reads_takes_nothing_that_was_not_to_go(machine):
    ring = machine.ring()
    for minute in range(4):
        machine.minute(ring, NOW + minute * 60_000)
    reading = index.between(ring.folder, NOW, NOW + 240_000)
    first = next(reading)
    for _ in range(2):
        ring.shelf.forget_oldest()
    with pytest.raises(FileNotFoundError):
        first.read()
    rest = list(reading)
    assert [piece.entry.start for piece in rest if piece.entry.offset == 0][-2:] == [NOW + 120_000, NOW + 180_000]
    readable = [piece for piece in rest if piece.segment.media.exists()]
    assert all(piece.read() for piece in readable)
    assert all(a.entry.link == b.before for a, b in itertools.pairwise(readable))


def test_a_look_from_a_time_on_reads_only_the_segments_that_may_have_it(machine, monkeypatch):
    ring = machine.ring()
    for minute in range(30):
        machine.minute(ring, NOW + minute * 60_000, size=1)
    opened = []
    monkeypatch.setattr(index.Segment, "read", counted(index.Segment.read, opened))
    found = next(index.between(ring.folder, NOW + 20 * 60_000 + 500, 1 << 60))
    assert found.entry.start == NOW + 20 * 60_000
    assert len(opened) <= 3
    opened.clear()
    assert len(list(index.between(ring.folder, NOW, NOW + 60_000))) == 60
    assert len(opened) <= 2


def counted(read, into):
    def counting(segment):
        into.append(segment.number)
        return read(segment)

    return counting


def test_what_a_calendar_keeps_stays_small(machine, tmp_path):
    machine.center = NOW
    for _ in range(50):
        machine.run(3600)
    assert len(json.loads((tmp_path / "calendar.json").read_text())["marks"]) == 1
    machine.center += 7_200_000  # the machine slept
    machine.run(60)
    assert len(json.loads((tmp_path / "calendar.json").read_text())["marks"]) == 2
