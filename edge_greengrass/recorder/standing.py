"""What is told of a camera: its state as it is, unless it changes so often that nobody could follow (abuse 67)."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum

CALM_S = 60.0  # a camera that flaps changes what is told of it once in so many seconds
MOST_CHANGES = 4  # in that time; one more, and it flaps

log = logging.getLogger(__name__)


class State(StrEnum):
    """What a camera does, in the owner's words."""

    RECORDING = "recording"
    STALLED = "stalled"
    REFUSED = "refused"
    ABSENT = "absent"


class Standing:
    """One camera's state: `state` and `why` are what it is, `told` what others hear. `now` gives seconds."""

    def __init__(self, name: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self.state, self.why = State.ABSENT, "Not connected yet."
        self._name, self._now = name, now
        self._told = self.state, self.why
        self._told_at = 0.0
        self._changes: deque[float] = deque(maxlen=MOST_CHANGES + 1)
        self._flaps_until = 0.0

    @property
    def is_flapping(self) -> bool:
        """Whether it comes and goes: true until it has been calm for two minutes."""
        return self._now() < self._flaps_until

    def be(self, state: State, why: str = "") -> None:
        """It is so from now on."""
        if (state, why) == (self.state, self.why):
            return
        if state is not self.state:
            self._count()
        self.state, self.why = state, why
        if self._tell():
            log.info("camera %s: %s %s", self._name, state.value, why)

    def told(self) -> tuple[State, str]:
        """The state to tell, and why it is not recording."""
        self._tell()
        return self._told

    def _count(self) -> None:
        now = self._now()
        self._changes.append(now)
        if len(self._changes) > MOST_CHANGES and now - self._changes[0] < CALM_S:
            self._flaps_until = now + 2 * CALM_S

    def _tell(self) -> bool:
        """Take over what it is, unless that was done a moment ago and it flaps."""
        now = self._now()
        is_news = (self.state, self.why) != self._told and not (
            self.is_flapping and self.state is not self._told[0] and now - self._told_at < CALM_S
        )
        if is_news:
            self._told_at = now if self.state is not self._told[0] else self._told_at
            self._told = self.state, self.why
        return is_news
