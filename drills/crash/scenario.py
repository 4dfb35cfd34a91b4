"""One act, killed at each of its calls on either side and run again: is the end the same as if nothing had happened?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from drills.crash.looking import Look, difference
from drills.crash.sameness import alike, silence
from drills.crash.wire import Killed, Side, is_look
from drills.crash.world import Rows, World
from drills.rows import Row
from rtcc.foundation.errors import RtccError

_TRIES = 3  # a queue gives a message five times, a stream goes on for a day
Act = Callable[[], Any]


@dataclass(frozen=True)
class Scenario:
    """What is killed.

    `arrange` makes the ground and returns the act. `fresh` names the buckets that every run gets anew; with `afresh`
    the whole ground is made anew for every run, for what lies locked cannot be put back. `settle` is what the world
    does after it, dead or not: providers tell, minutes pass. `blurred` attributes may differ, what names `leaves`
    may be there twice, what names `lacks` may be missing, an end that says `instead` is as good, and
    `why` says why.
    """

    name: str
    arrange: Callable[[World], Act]
    fresh: tuple[str, ...] = ()
    afresh: bool = False
    settle: Callable[[World], Any] | None = None
    blurred: tuple[str, ...] = ()
    leaves: str = ""
    lacks: str = ""
    instead: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fall:
    """One run that did not end as it should: at which call, on which side, and what was different."""

    at: int
    side: Side
    call: str
    difference: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a scenario: how many calls the act makes, how many runs there were, and which ended otherwise."""

    name: str
    calls: int
    runs: int
    falls: tuple[Fall, ...]
    why: str = ""

    def row(self) -> Row:
        """The line of the published table."""
        says = f"{self.calls} calls, {self.runs} runs: the same end each time"
        says += f"; but {self.why}" if self.why else ""
        if self.falls:
            first = self.falls[0]
            says = f"killed at call {first.at} ({first.call}), {first.side.value}, it ends otherwise"
        return Row(
            "crash",
            "killed at each call to AWS, before and after it, and run again",
            self.name,
            "the state of tables, buckets and providers",
            says,
            not self.falls,
        )


class Ground:
    """What one scenario stands on, made ready for each run."""

    def __init__(self, world: World, scenario: Scenario) -> None:
        self._world, self._scenario = world, scenario
        self._rows: Rows = {}
        self._is_new = True
        self._made()

    def _made(self) -> None:
        world = self._world
        world.turn_to(datetime.now(UTC))
        world.outside.forget()
        world.rows()
        world.put_back({})
        world.renew()
        with alike(), silence():
            self._act = self._scenario.arrange(world)
        self._rows, self._at = world.rows(), world.now()
        self._left = world.outside.kept()
        self.look = Look(self._rows, self._scenario.blurred)

    def again(self) -> Act:
        """The ground as it was, and the act."""
        world = self._world
        if self._scenario.afresh:
            if not self._is_new:
                self._made()
            self._is_new = False
            return self._act
        world.put_back(self._rows)
        world.renew(*self._scenario.fresh) if self._scenario.fresh else None
        world.outside.put_back(self._left)
        world.turn_to(self._at)
        return self._act


def drill(world: World, scenario: Scenario, *, every: int = 1) -> Result:
    """Run the act undisturbed, then kill it at each call (at every n-th, for a shorter drill) on either side."""
    ground, falls = Ground(world, scenario), []
    act = ground.again()
    with world.wire.counting(), silence():
        act()
    calls = list(world.wire.calls)
    wanted = _end(world, scenario, ground)
    points = list(_points(calls, every))
    for at, side in points:
        said = _killed(world, ground.again(), at, side)
        other = said or difference(
            wanted, _end(world, scenario, ground), more=scenario.leaves, less=scenario.lacks, instead=scenario.instead
        )
        if other:
            falls.append(Fall(at, side, calls[at - 1], other))
    return Result(scenario.name, len(calls), len(points) + 1, tuple(falls), scenario.why)


def _points(calls: Sequence[str], every: int) -> Iterator[tuple[int, Side]]:
    """Before each call, and after each that may have changed something: after a look is as before the next call."""
    points = [(at, Side.BEFORE) for at in range(1, len(calls) + 1)]
    points += [(at, Side.AFTER) for at, call in enumerate(calls, start=1) if not is_look(call)]
    yield from sorted(points)[(len(points) - 1) % every :: every]


def _killed(world: World, act: Act, at: int, side: Side) -> str:
    """Kill the act there and run it again until it is done; what kept it from that, else nothing.

    Whoever asks again at a door may be told that it is done already: that is an answer, and no failure.
    """
    try:
        with world.wire.counting(at, side), silence():
            act()
    except Killed:
        pass
    except Exception as failed:  # noqa: BLE001 it noticed that it could not go on: that is for the next run to mend
        _ = failed
    for turn in range(_TRIES):
        world.forget()
        try:
            with silence():
                act()
        except RtccError as refused:
            if refused.status < 500:
                return ""
            last = f"{type(refused).__name__}: {refused}"
        except Exception as failed:  # noqa: BLE001 what is raised makes a queue or a stream give it again
            last = f"{type(failed).__name__}: {failed}"
        else:
            return ""
        _ = turn
    return f"it never came to an end: {last}"


def _end(world: World, scenario: Scenario, ground: Ground) -> Counter[str]:
    if scenario.settle is not None:
        world.forget()
        with silence():
            scenario.settle(world)
    return ground.look.state(world)
