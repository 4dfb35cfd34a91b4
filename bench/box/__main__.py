"""Measures the core box: `python -m bench.box` all of it, `python -m bench.box recording --quick` tries one part."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
import time
from pathlib import Path

from bench import box
from bench.report import HERE, Measure, write

# The order of the table: what costs processor first, then what takes time, then what must never happen.
ORDER = ["recording", "memory", "export", "first_frame", "pixels", "switch", "unplug", "kills", "rotations", "deaf"]
KEPT = HERE.parent / "build" / "bench" / "box"


def main() -> int:
    """Measure what was asked for; write the table when all of it was. Exit status 1 when a bar does not hold."""
    asked = _asked()
    holds = True
    for name in asked.measures or _all():
        started = time.monotonic()
        print(f"== {name}", flush=True)
        found = importlib.import_module(f"bench.box.{name}").measure(rounds=asked.rounds, quick=asked.quick)
        for one in found:
            print(f"   {'holds ' if one.holds else 'FAILS '} {one.name}: {one.value:g} (bar {one.bar}) {one.peer}")
        holds &= all(one.holds for one in found)
        if not asked.quick:
            _keep(name, found, time.monotonic() - started)
    if asked.quick:
        return 0 if holds else 1
    return 0 if _table() else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.box", description=__doc__)
    parser.add_argument("measures", nargs="*", help=f"which parts of {', '.join(_all())}; none means all")
    parser.add_argument("--rounds", type=int, default=5, help="paired rounds of each ratio (5)")
    parser.add_argument("--quick", action="store_true", help="try it: few and short rounds, nothing is written")
    asked = parser.parse_args()
    if unknown := set(asked.measures) - set(_all()):
        parser.error(f"there is no part named {', '.join(sorted(unknown))}")
    return asked


def _all() -> list[str]:
    there = {one.name for one in pkgutil.iter_modules(box.__path__)}
    return [name for name in ORDER if name in there]


def _keep(name: str, found: list[Measure], seconds: float) -> None:
    """Each part rests on disk by itself, so that one part can be measured again without the others."""
    KEPT.mkdir(parents=True, exist_ok=True)
    rows = [[one.name, one.value, one.bar, one.holds, one.peer] for one in found]
    (KEPT / f"{name}.json").write_text(json.dumps({"seconds": round(seconds), "rows": rows}))


def _table() -> bool:
    """Write `results/box.json` and the table from the newest figures of every part."""
    rows: list[Measure] = []
    seconds = 0
    missing = []
    for name in _all():
        if (path := KEPT / f"{name}.json").exists():
            kept = json.loads(path.read_text())
            seconds += kept["seconds"]
            rows += [Measure(*row) for row in kept["rows"]]
        else:
            missing.append(name)
    if missing:
        print(f"no table yet: {', '.join(missing)} were not measured", file=sys.stderr)
        return False
    return write("box", rows, notes=_notes(seconds))


def _notes(seconds: int) -> str:
    said = [
        f"{os.cpu_count()} processors ({_processor()}), Linux {platform.release().split('-')[0]}, Python",
        f"{platform.python_version()}. The film is `vtest.avi` of Debian's opencv-doc, a fixed surveillance camera,",
        "encoded once to 1080p, 15 pictures a second, a key frame a second, H.264. Processor time is that of the",
        "contender's own processes, not of the cameras. Ratios are medians of paired rounds. The recorder ran under",
        "the system's Python 3.11, as on a box.",
        f"The parts took {seconds} s together. `docs/core_box.md` says what the figures mean for buying a box.",
    ]
    return "\n".join(said)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    sys.exit(main())
