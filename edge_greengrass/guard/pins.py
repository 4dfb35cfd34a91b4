"""The PIN of the box's page: five wrong ones in a quarter of an hour, and the page waits (CJIS AC-7)."""

from __future__ import annotations

import hmac
from collections import deque
from collections.abc import Callable

from rtcc.foundation.errors import Refused, TooMany

WITHIN = 15 * 60.0  # seconds
SHORTEST = 6  # characters: at 25 guesses in a quarter of an hour, a million numbers take more than a year
MOST_WRONG = 5  # from one address
MOST_WRONG_IN_ALL = 25  # so that many addresses do not make many guesses


class Pins:
    """Judges PINs. Counts only wrong ones, by who tried; a PIN too short in the configuration opens nothing."""

    def __init__(self, pin: str, ticks: Callable[[], float]) -> None:
        self._pin, self._ticks = pin if len(pin) >= SHORTEST else "", ticks
        self._wrong: deque[tuple[float, str]] = deque()

    def check(self, said: str, *, peer: str) -> None:
        """Let the right PIN pass. Raises Refused for a wrong one, TooMany while locked: then not even the right one."""
        now = self._ticks()
        while self._wrong and now - self._wrong[0][0] >= WITHIN:
            self._wrong.popleft()
        if len(self._wrong) >= MOST_WRONG_IN_ALL or self._wrong_of(peer) >= MOST_WRONG:
            raise TooMany("Too many wrong PINs. Wait a quarter of an hour.")
        if not self._pin or not hmac.compare_digest(said.encode(), self._pin.encode()):
            self._wrong.append((now, peer))
            raise Refused("That is not the PIN of this box.", slug="wrong-pin")

    def _wrong_of(self, peer: str) -> int:
        return sum(who == peer for _, who in self._wrong)
