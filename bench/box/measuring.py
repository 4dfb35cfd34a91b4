"""What the kernel says a process has used: processor time to the nanosecond, and memory."""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path


def cpu_s(pids: Iterable[int]) -> float:
    """Seconds of processor time, user and system, that the threads that now run in these processes have used."""
    used = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):  # a thread that ended while we counted
                used += int((task / "schedstat").read_text().split()[0])
    return used / 1e9


def memory_kb(pid: int, kind: str) -> int:
    """`Rss` (all that it has in memory) or `Pss` (what it shares counted in part) of a process, in KiB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(kind + ":"):
            return int(line.split()[1])
    raise ValueError(f"no {kind} of {pid}")


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much more the second is for each one more of the first (least squares)."""
    return statistics.linear_regression(*zip(*points, strict=True)).slope
