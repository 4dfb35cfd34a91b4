"""What the service's clock says, for a box whose own clock stands in 1970 or 2100 (abuse 72)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

BELIEVED = timedelta(seconds=60)  # below this our own clock is finer than a header that counts whole seconds


class FarClock:
    """Learns from the `Date` of each answer (RFC 9110, 6.6.1), refusals included: those are what a wrong clock gets."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    @property
    def ahead_ms(self) -> int:
        """What this box's clock is ahead of the service's; 0 while the difference is within a minute."""
        return self._ahead // timedelta(milliseconds=1) if abs(self._ahead) > BELIEVED else 0

    def hear(self, headers: Mapping[str, str]) -> None:
        """Take an answer's time. What is no time is passed over."""
        try:
            told = parsedate_to_datetime(headers["date"])
            self._ahead = datetime.now(UTC) - told.astimezone(UTC)
        except (KeyError, ValueError, TypeError, OverflowError):
            return

    def now(self) -> datetime:
        """The time to sign with."""
        return datetime.now(UTC) - timedelta(milliseconds=self.ahead_ms)
