"""What lies around sending: a provider with a rate, a queue that delivers at least once, functions that die."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.world import World
from rtcc.access.model import system
from rtcc.aws.providers import Busy
from rtcc.foundation.errors import RtccError
from rtcc.messages import listening
from rtcc.messages.listening import Told

VISIBLE_AGAIN_SECONDS = 300  # the sending function's own time limit, as in infrastructure/constructs/inlets.py
HEARD_AGAIN_SECONDS = 30  # the hearing one's
TRIES = 5
_EAR = system("hear_provider")


@dataclass
class Faults:
    """How often each thing goes wrong, of one."""

    throttles: float = 0.005  # the provider says that it is busy, beside what its rate makes it say
    silences: float = 0.002  # it took the text, and its answer never came
    deaths: float = 0.005  # a function dies at one of its calls
    twice: float = 0.05  # the queue delivers again; so do the provider's events


@dataclass
class Provider:
    """Takes `rate` texts a second, saved up for one second at most; says later what became of each."""

    world: World
    rate: int
    faults: Faults
    taken: Counter[str] = field(default_factory=Counter)
    at: dict[str, float] = field(default_factory=dict)  # when it took each first
    refused: int = 0
    _saved: float = field(init=False)
    _counted: float = 0.0

    def __post_init__(self) -> None:
        self._saved = float(self.rate)

    def send(self, _to: str, *, text: str, mark: str) -> str:  # noqa: ARG002 the gate's own signature
        """Take one text, or raise what a provider raises."""
        world, chance = self.world, self.world.chance
        world.step(0.06)
        if chance.random() < self.faults.throttles or not self._has_room():
            self.refused += 1
            raise Busy("ThrottlingException")
        self.taken[mark] += 1
        self.at.setdefault(mark, world.seconds)
        for told, seconds in ((Told.ACCEPTED, 1.0), (Told.DELIVERED, 4.0)):  # in either order
            for _ in range(1 + (chance.random() < self.faults.twice)):
                world.later(chance.expovariate(1 / seconds), lambda told=told: self._tell(mark, told))  # type: ignore[misc]
        world.step(0.06)
        if chance.random() < self.faults.silences:
            raise TimeoutError("no answer")
        return f"id-{mark}"

    def _has_room(self) -> bool:
        now = self.world.seconds
        self._saved = min(float(self.rate), self._saved + (now - self._counted) * self.rate)
        self._counted = now
        if self._saved < 1:
            return False
        self._saved -= 1
        return True

    def _tell(self, mark: str, told: Told, tries: int = 1) -> None:
        """Through a queue of its own: an event that met another one comes again, five times at most."""
        try:
            listening.hear_delivery(_EAR, mark, told)
        except RtccError:
            if tries < TRIES:
                self.world.later(HEARD_AGAIN_SECONDS, lambda: self._tell(mark, told, tries + 1))


@dataclass
class Lane:
    """A queue before a function: some at once, again after a while when one failed, put aside after five tries."""

    world: World
    work: Callable[[str], None]
    at_once: int
    faults: Faults
    steps: int  # calls of one try, among which a dying one dies
    died: Counter[str] = field(default_factory=Counter)
    aside: list[str] = field(default_factory=list)
    _waiting: list[tuple[float, int, str, int]] = field(default_factory=list)
    _running: int = 0
    _order: itertools.count[int] = field(default_factory=itertools.count)

    def put(self, job: str, *, seconds: float = 0.0, tries: int = 0) -> None:
        """Have a job done from then on."""
        at = self.world.seconds + seconds
        heapq.heappush(self._waiting, (at, next(self._order), job, tries))
        self.world.later(seconds, self._take)

    def _take(self) -> None:
        while self._waiting and self._waiting[0][0] <= self.world.seconds and self._running < self.at_once:
            _, _, job, tries = heapq.heappop(self._waiting)
            self._running += 1
            if tries == 0 and self.world.chance.random() < self.faults.twice:
                self.put(job, seconds=self.world.chance.uniform(0, 30), tries=1)
            self.world.later(0, lambda job=job, tries=tries: self._serve(job, tries))  # type: ignore[misc]

    def _serve(self, job: str, tries: int) -> None:
        """One try. Whoever dies or fails says nothing: the queue shows the job again."""
        done = False
        try:
            if self.world.chance.random() < self.faults.deaths:
                self.died[job] += 1
                self.world.doom(self.world.chance.randint(1, self.steps))
            self.work(job)
            done = True
        except Exception:  # noqa: BLE001 as a queue sees it: any failure is a failure
            done = False
        finally:
            self._running -= 1
            if not done and tries + 1 < TRIES:
                self.put(job, seconds=VISIBLE_AGAIN_SECONDS, tries=tries + 1)
            elif not done:
                self.aside.append(job)
            self.world.later(0, self._take)
