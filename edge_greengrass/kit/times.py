"""Footage counts milliseconds since 1970; messages spell times as everywhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rtcc.foundation import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def spell(ms: float) -> str:
    """`2026-11-22T15:04:05.67Z`: cut to hundredths of a second."""
    return clock.spell(_EPOCH + ms * _MS)


def read(text: str) -> int:
    """Milliseconds since 1970. Raises ValueError for what is no time."""
    return (clock.read(text) - _EPOCH) // _MS
