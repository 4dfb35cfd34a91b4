"""A nucleus that went deaf: how long until the box obeys the center again, by itself. No clock is sped up.

The shipped guard on mosquitto; the fault is what a crash of the MQTT daemon leaves behind: publishing works, and what
was subscribed to never hears again. The center says a command that nobody can read, again and again, and the box says
each time that it cannot read it: so both see when it hears.
"""

from __future__ import annotations

import json
import queue
import random
import tempfile
import time
from pathlib import Path

from bench.report import Measure
from edge_greengrass.guard.echo import EVERY
from tests.edge.far_box import THING, FarBox

_MOST = 60.0  # seconds
_PROBE = 0.25  # seconds between two commands
_GIVES_UP = 150.0


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """Deafen it at moments spread over an echo's period, the worst one (right after an echo came) among them."""
    times = 1 if quick else max(5, rounds)
    waits = [0.0, *(random.uniform(0, EVERY) for _ in range(times - 1))]
    with tempfile.TemporaryDirectory(prefix="rtcc-deaf-") as folder:
        box = FarBox(Path(folder))
        try:
            found = [_once(box, wait) for wait in waits]
        finally:
            box.end()
    worst = max(found)
    return [
        Measure("deaf nucleus to command obeyed again, s, longest", round(worst, 1), f"<= {_MOST:g}", worst <= _MOST)
    ]


def _once(box: FarBox, wait: float) -> float:
    _echo(box)
    time.sleep(wait)
    box.box.ask("deaf")
    deaf = time.monotonic()
    _answered(box, 2 * _PROBE)  # what was already on its way
    while time.monotonic() - deaf < _GIVES_UP:
        if _answered(box, _PROBE):
            return time.monotonic() - deaf
    raise TimeoutError(f"still deaf after {_GIVES_UP:g} s")


def _echo(box: FarBox) -> None:
    """Wait for the box's next call to itself: the broker writes down whom it gave it to."""
    came = f"Sending PUBLISH to {THING}"
    before = _count(box, came)
    deadline = time.monotonic() + 2 * EVERY
    while _count(box, came) == before:
        if time.monotonic() > deadline:
            raise TimeoutError("the box does not speak to itself")
        time.sleep(0.05)


def _count(box: FarBox, said: str) -> int:
    return sum(said in line and "/echo'" in line for line in box.broker.log.read_text().splitlines())


def _answered(box: FarBox, seconds: float) -> bool:
    """Whether the box says within this time that it heard what it cannot read."""
    box.center.do(publish=f"rtcc/box/{THING}/cmd/view.stop", payload=json.dumps({"asked": time.time()}))
    try:
        box.center.next("heard", lambda one: one["heard"].endswith("/evt/refused"), within=seconds)
    except queue.Empty:
        return False
    return True
