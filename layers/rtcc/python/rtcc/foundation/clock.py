"""One clock: UTC, to the hundredth of a second (CJIS AU-8), in one spelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The time now, UTC-aware, cut to hundredths of a second."""
    return cut(datetime.now(UTC))


def cut(at: datetime) -> datetime:
    """The same instant in UTC, cut to hundredths of a second."""
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 10_000 * 10_000)


def spell(at: datetime) -> str:
    """`2026-11-22T15:04:05.67Z`: sorts as text the way it sorts in time."""
    at = cut(at)
    return f"{at.year:04d}-{at:%m-%dT%H:%M:%S}.{at.microsecond // 10_000:02d}Z"


def read(text: str) -> datetime:
    """Read an ISO 8601 time. Raises ValueError without an offset: an hour that may be two hours is no time.

    And for what lies beyond the calendar: whoever says the time may be a box that means no good.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time needs its offset from UTC")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("a time beyond the calendar") from None


def after(at: datetime, **spans: float) -> datetime:
    """The instant that lies `timedelta(**spans)` after `at`."""
    return at + timedelta(**spans)
