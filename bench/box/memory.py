"""What a box's memory holds: how much more for each camera more, and all four components with 16 cameras."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from bench.box import cameras, ours, whole
from bench.box.measuring import memory_kb, slope
from bench.report import HERE, Measure

COUNTS = (1, 8, 32)
CAMERAS = 16
_KEPT = HERE.parent / "build" / "bench"


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """Resident memory, as the kernel counts it: the recorder alone with 1, 8 and 32 cameras, then the whole box."""
    rounds, seconds = (1, 6.0) if quick else (min(rounds, 3), 30.0)
    _KEPT.mkdir(parents=True, exist_ok=True)
    points = [(count, statistics.median(_recorder_mb(count, seconds) for _ in range(rounds))) for count in COUNTS]
    a_camera = slope(points)
    together, shares, parts = _box_mb(seconds)
    told = ", ".join(f"{mb:.0f} MB with {count}" for count, mb in points)
    each = ", ".join(f"{name} {mb:.0f}" for name, mb in parts.items())
    return [
        Measure(
            "resident memory of the recorder, MB a camera more (slope over 1, 8, 32)",
            round(a_camera, 2),
            "<= 2",
            a_camera <= 2,
            told,
        ),
        Measure(
            f"resident memory of all four components with {CAMERAS} cameras, MB",
            round(together),
            "<= 250",
            together <= 250,
            f"{each}; {shares:.0f} MB when what they share counts once",
        ),
    ]


def _recorder_mb(count: int, seconds: float) -> float:
    with tempfile.TemporaryDirectory(dir=_KEPT) as folder, cameras.serving(count) as addresses:
        running = ours.start(Path(folder), addresses)
        try:
            time.sleep(4 + seconds)  # until the groups and buffers that it keeps are there
            return memory_kb(running.pid, "Rss") / 1024
        finally:
            running.kill()
            running.wait()


def _box_mb(seconds: float) -> tuple[float, float, dict[str, float]]:
    """All of it, with what is shared counted for each (Rss) and in parts (Pss), and each component's."""
    with whole.standing(CAMERAS):
        time.sleep(seconds)
        pids = _components()
        parts = {name: memory_kb(pid, "Rss") / 1024 for name, pid in pids.items()}
        return sum(parts.values()), sum(memory_kb(pid, "Pss") for pid in pids.values()) / 1024, parts


def _components() -> dict[str, int]:
    """The processes of the shipped components, which a nucleus of ours has started."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        for name in whole.SHIPPED:
            if f"edge_greengrass.{name}".encode() in words and b"-m" in words and _is_ours(int(path.parent.name)):
                found[name] = int(path.parent.name)
    if set(found) != set(whole.SHIPPED):
        raise RuntimeError(f"only {', '.join(found)} run")
    return found


def _is_ours(pid: int) -> bool:
    """Whether a process descends from this one: other boxes may stand on this machine."""
    while pid > 1:
        if pid == os.getpid():
            return True
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return False
