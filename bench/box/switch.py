"""From the owner's switch on the box's page to the last byte that leaves the box for that stream, line up and line cut.

The clock starts before the request is sent to the page; a tap on the cable to the streams notes the last byte. With the
line cut the center cannot be reached: nobody but the box itself ends the view.
"""

from __future__ import annotations

import math
import time

from bench.box.whole import Whole, standing, stream, wait
from bench.report import Measure

_BAR_MS = 250
_CAMERAS = 8
_SILENCE_S = 1.0  # after it nothing more is waited for


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """The 99th percentile, in ms, of what 8 cameras do 4 times a round."""
    turns = 1 if quick else 4 * rounds
    with standing(2 if quick else _CAMERAS) as whole:
        up = [took for _ in range(turns) for took in _turn(whole, is_cut=False)]
        cut = [took for _ in range(turns) for took in _turn(whole, is_cut=True)]
    return [_said("line up", up), _said("line cut", cut)]


def _said(how: str, took: list[float]) -> Measure:
    took = sorted(took)
    p50, p99 = took[len(took) // 2], took[math.ceil(0.99 * len(took)) - 1]
    name = f"owner's switch to the last byte that leaves the box, {how}, ms, p99"
    peer = f"p50 {p50:.0f} ms, most {took[-1]:.0f} ms, {len(took)} switches"
    return Measure(name, round(p99, 1), f"<= {_BAR_MS}", p99 <= _BAR_MS, peer)


def _turn(whole: Whole, *, is_cut: bool) -> list[float]:
    """Watch every camera; switch them off, one after the other; switch them on again."""
    for camera in whole.cameras:
        whole.view(camera)
        _flows(whole, camera)
    if is_cut:
        whole.box.ask("offline")
    began = {camera: _switch(whole, camera) for camera in whole.cameras}
    last = whole.tap.last
    wait(lambda: time.monotonic() - max([*began.values(), *last.values()]) > _SILENCE_S, "silence")
    took = [max(0.0, last[stream(camera)] - at) * 1000 for camera, at in began.items()]
    if is_cut:
        whole.box.ask("online")
        wait(lambda: whole.box.ask("status")["online"], "the line is up again")
    for camera in whole.cameras:
        whole.allow(camera)
    wait(lambda: set(whole.states().values()) == {"recording"}, "every camera records")
    return took


def _flows(whole: Whole, camera: str) -> None:
    before = whole.tap.bytes.get(stream(camera), 0)
    wait(lambda: whole.tap.bytes.get(stream(camera), 0) > before + 200_000, f"pictures of {camera}")


def _switch(whole: Whole, camera: str) -> float:
    """Switch a camera off while its pictures flow; when that was begun."""
    _flows(whole, camera)
    began = time.monotonic()
    whole.forbid(camera)
    return began
