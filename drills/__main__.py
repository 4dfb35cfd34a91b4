"""`python -m drills [tamper] [crash]`: runs the drills, writes docs/drills.md; ends with 1 when one was not caught."""

from __future__ import annotations

import importlib
import sys
import time

from drills import page
from drills.rows import Row
from drills.tamper import lines
from tests.engines import sharing

DRILLS = {"tamper": "drills.tamper.running", "crash": "drills.crash.drill"}


def main(wanted: list[str]) -> int:
    """Run the drills that are named, or all of them, and renew their parts of the page."""
    unknown = set(wanted) - set(DRILLS)
    if unknown:
        print(f"there is no drill named {', '.join(sorted(unknown))}; there are {', '.join(DRILLS)}")
        return 2
    sharing.share()
    rows: list[Row] = []
    for name in wanted or DRILLS:
        started = time.monotonic()
        rows += importlib.import_module(DRILLS[name]).run()
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    missed = [row for row in rows if not row.is_caught]
    for row in missed:
        print(f"NOT CAUGHT: {row.drill}: {row.what} ({row.where}): {row.says}")
    page.write(rows, lines.UNNAMED)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
