"""Runs every scenario on the engines; `python -m drills.crash.drill [word …]` tells what goes wrong, and where."""

from __future__ import annotations

import sys
import time

from drills.crash import asking, boxes, keeping, messaging, releasing, showing, uploads
from drills.crash.scenario import Result, drill
from drills.crash.world import world
from drills.rows import Row

SCENARIOS = (
    *uploads.SCENARIOS,
    *keeping.SCENARIOS,
    *releasing.SCENARIOS,
    *showing.SCENARIOS,
    *messaging.SCENARIOS,
    *asking.SCENARIOS,
    *boxes.SCENARIOS,
)


def run() -> list[Row]:
    """One row a scenario, as docs/drills.md shows it."""
    with world() as one:
        return [drill(one, scenario).row() for scenario in SCENARIOS]


def tell(result: Result, seconds: float) -> None:
    """What came of one scenario, and the first of what went wrong."""
    print(f"{'same' if not result.falls else 'OTHER':6} {result.calls:4} calls {seconds:6.1f} s  {result.name}")
    for fall in result.falls[:2]:
        print(f"  at {fall.at} {fall.call}, {fall.side.value}")
        for line in fall.difference.splitlines()[:4]:
            print(f"    {line[:360]}")


def main(words: list[str]) -> None:
    """The scenarios whose name holds one of the words; all of them without any."""
    with world() as one:
        for scenario in SCENARIOS:
            if not words or any(word in scenario.name for word in words):
                began = time.monotonic()
                tell(drill(one, scenario), time.monotonic() - began)


if __name__ == "__main__":
    main(sys.argv[1:])
