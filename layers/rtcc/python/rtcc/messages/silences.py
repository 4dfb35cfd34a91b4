"""Of what nothing more is said: one row beside the messages stops all that wait, whoever holds them (abuse 80)."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row
from rtcc.foundation import clock

_KEPT_DAYS = 60  # longer than any message waits


class SilenceRow(Row):
    """A thing (a request, a registration) that is over."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_MESSAGES")

    id = UnicodeAttribute(hash_key=True)
    forget_at = NumberAttribute()


def keeping(about: str) -> Put:
    """Say nothing more about this. Saying so twice is the same."""
    return Put(SilenceRow(f"end_{about}", forget_at=int(clock.after(clock.now(), days=_KEPT_DAYS).timestamp())))


def holds(about: str) -> bool:
    """Whether it was said that this is over; read strongly."""
    try:
        SilenceRow.get(f"end_{about}", consistent_read=True)
    except SilenceRow.DoesNotExist:
        return False
    return True
