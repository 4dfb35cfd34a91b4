"""A world with a clock of its own: functions run in threads, one at a time, and time passes only where they wait."""

from __future__ import annotations

import heapq
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_BEGAN = datetime(2026, 11, 22, 15, tzinfo=UTC)


class Died(BaseException):
    """A function was killed here: nothing of it catches this."""


class World:
    """Seconds since it began, and what is to happen when."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.seconds = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._baton = threading.Semaphore(0)  # the world's own turn
        self._me = threading.local()

    def now(self) -> datetime:
        """The time of this world, as the clock of the house spells it."""
        at = _BEGAN + timedelta(seconds=self.seconds)
        return at.replace(microsecond=at.microsecond // 10_000 * 10_000)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Have something happen; in a thread of its own, so that it may wait."""
        self._push(seconds, lambda: self._run(act))

    def sleep(self, seconds: float) -> None:
        """Let time pass for whoever runs now."""
        turn: threading.Semaphore = self._me.turn
        self._push(max(0.0, seconds), lambda: self._give(turn))
        self._baton.release()
        turn.acquire()

    def step(self, seconds: float = 0.004) -> None:
        """One call to somewhere else: it takes a while, and the caller may not live to see it.

        Whoever arranges the world from outside takes no time.
        """
        if not hasattr(self._me, "turn"):
            return
        self._me.steps_left = getattr(self._me, "steps_left", -1) - 1
        if self._me.steps_left == 0:
            raise Died
        self.sleep(self.chance.uniform(0.5, 1.5) * seconds)

    def doom(self, steps: int) -> None:
        """Let whoever runs now die at its n-th call."""
        self._me.steps_left = steps

    def run(self) -> None:
        """Let everything happen, until nothing is left to."""
        while self._due:
            self.seconds, _, act = heapq.heappop(self._due)
            act()

    def _push(self, seconds: float, act: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._due, (self.seconds + seconds, self._count, act))

    def _give(self, turn: threading.Semaphore) -> None:
        turn.release()
        self._baton.acquire()

    def _run(self, act: Callable[[], None]) -> None:
        turn = threading.Semaphore(0)

        def live() -> None:
            turn.acquire()
            self._me.turn = turn
            try:
                act()
            except Died:
                pass
            finally:
                self._baton.release()

        threading.Thread(target=live, daemon=True).start()
        self._give(turn)
