"""Unplug a box: how long until a reader in the center no longer takes it for present.

The shipped guard in a network namespace of its own, on mosquitto with certificates; the cable is pulled. What the
center hears goes through the broker, and the rule of the lease is `rtcc.sites.hearing`'s own; the function that hears
boxes and its table are left out, because a lease counts from when the line heard it, not from when they woke.
"""

from __future__ import annotations

import queue
import random
import tempfile
import time
from pathlib import Path

from bench.report import Measure
from rtcc.sites.hearing import LEASE_SECONDS
from tests.conformance.arrange import eventually
from tests.edge.far_box import THING, FarBox

_MOST = 10.0  # seconds
_PERIOD = 4.0  # seconds between two leases


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """Pull the cable at moments spread over a lease's period; the longest counts."""
    times = 1 if quick else max(5, rounds)
    with tempfile.TemporaryDirectory(prefix="rtcc-unplug-") as folder:
        box = FarBox(Path(folder))
        try:
            found = [_once(box, random.uniform(0, _PERIOD)) for _ in range(times)]
        finally:
            box.end()
    worst = max(found)
    return [
        Measure("unplug to lease expired for a reader, s, longest", round(worst, 2), f"<= {_MOST:g}", worst <= _MOST)
    ]


def _once(box: FarBox, wait: float) -> float:
    heard = _lease(box, within=30)
    time.sleep(wait)
    box.network.cut()
    unplugged = time.time()
    try:
        while time.time() < heard + LEASE_SECONDS:  # what a reader asks, again and again
            heard = max(heard, _lease(box, within=0.05) or heard)
        expired = time.time()
    finally:
        box.network.mend()
    eventually(lambda: box.box.ask("status")["online"] and _lease(box, within=1), within=60)
    return expired - unplugged


def _lease(box: FarBox, *, within: float) -> float:
    """When the center heard the next lease; 0 when none came."""
    try:
        told = box.center.next("heard", lambda one: one["heard"] == f"rtcc/box/{THING}/evt/lease", within=within)
    except queue.Empty:
        return 0.0
    return float(told["at"])
