"""What the recorder tells of the box itself: its disk's wear, how hot it is, and nothing that it cannot know."""

import os
from types import SimpleNamespace

import pytest

from edge_greengrass.recorder import health
from edge_greengrass.recorder.health import Health


@pytest.fixture
def system(tmp_path):
    """What the kernel would tell under /sys."""
    (tmp_path / "home").mkdir()
    device = tmp_path.stat().st_dev
    stat = tmp_path / "sys/dev/block" / f"{os.major(device)}:{os.minor(device)}" / "stat"
    stat.parent.mkdir(parents=True)
    stat.write_text("1 2 3 4 5 6 1000000 8 9 10 11")
    for number, degrees in enumerate(["51250", "-274000", "48000", "broken"]):
        zone = tmp_path / f"sys/class/thermal/thermal_zone{number}"
        zone.mkdir(parents=True)
        (zone / "temp").write_text(degrees + "\n")
    return SimpleNamespace(home=tmp_path / "home", path=tmp_path / "sys", stat=stat)


def test_the_hottest_of_what_is_measured_is_told(system):
    assert Health(system.home, system.path).told([], is_short=False)["temperature_c"] == 51


def test_a_day_s_writes_are_told_once_they_are_more_than_a_guess(system, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(health.time, "monotonic", lambda: now[0])
    one = Health(system.home, system.path)
    now[0] += 30
    assert "written_mb_day" not in one.told([], is_short=False)
    now[0] += 3570  # an hour: 2 million sectors of 512 bytes were written
    system.stat.write_text("1 2 3 4 5 6 3000000 8 9 10 11")
    assert one.told([], is_short=False)["written_mb_day"] == round(2_000_000 * 512 * 24 / 1e6)


def test_what_a_machine_does_not_measure_is_left_out(tmp_path):
    told = Health(tmp_path, tmp_path / "nothing").told([], is_short=False)
    assert set(told) == {"disk", "free_percent", "load_percent"}
    assert 0 <= told["free_percent"] <= 100


def test_a_disk_that_is_gone_is_broken(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    one = Health(home, tmp_path)
    home.rmdir()
    assert one.told([], is_short=False) == {"disk": "broken", "free_percent": 0}


def test_a_disk_that_footage_had_to_leave_early_is_full(tmp_path):
    assert Health(tmp_path, tmp_path).told([], is_short=True)["disk"] == "full"
