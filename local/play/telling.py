"""How the story is told: steps that hold or do not, what was seen, how long it took; written to build/play.json."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_LONGEST_PAUSE = 0.2  # seconds


class NotSeen(Exception):
    """What should have been seen was not; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step as it went."""

    step: int
    title: str
    held: bool
    seconds: float
    seen: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story: plays, looks, and returns what was seen in one sentence. Raises NotSeen."""

    number: int
    title: str
    play: Callable[[], str]


def see(holds: bool, sentence: str) -> None:
    """Raises NotSeen with the sentence unless it holds."""
    if not holds:
        raise NotSeen(sentence)


def wait_for(what: str, look: Callable[[], T | None], *, seconds: float = 20.0) -> T:
    """Look again and again until there is something to see. Raises NotSeen when it does not come in time."""
    deadline = time.monotonic() + seconds
    pause = 0.05
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(pause)
        pause = min(_LONGEST_PAUSE, 1.1 * pause)  # what takes long is not brought sooner by asking for it
    raise NotSeen(f"{what} did not come within {seconds:.0f} seconds")


def tell(steps: list[Step], out: Path) -> bool:
    """Play the steps in order, print each with what was seen, write them down; True when every one held."""
    told: list[Told] = []
    for step in steps:
        print(f"\n  {step.number}. {step.title}", flush=True)
        one = _play(step)
        told.append(one)
        print(f"     {'held' if one.held else 'NOT HELD'} in {one.seconds:.1f} s: {one.seen}", flush=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps([asdict(each) for each in told], indent=2) + "\n", encoding="utf-8")
    return all(one.held for one in told)


def _play(step: Step) -> Told:
    began = time.monotonic()
    try:
        seen, held = step.play(), True
    except NotSeen as missing:
        seen, held = str(missing), False
    except Exception as broken:  # noqa: BLE001 a step that breaks is a step that does not hold; the rest still plays
        traceback.print_exc()
        seen, held = f"the step broke: {type(broken).__name__}: {broken}", False
    return Told(step.number, step.title, held, round(time.monotonic() - began, 2), seen)
