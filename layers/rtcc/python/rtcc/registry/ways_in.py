"""Ways in to one's own registration: the SHA-256 of a token, good for an hour; and how many were asked for today."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError

from rtcc.aws.columns import Time
from rtcc.aws.table import Put, Row
from rtcc.foundation import clock
from rtcc.registry.rows import RegistryTable

LIFE_MINUTES = 60
_KEPT_DAYS = 2


class WayRow(Row):
    """From the SHA-256 of a token to the registrant whose it is, and to the address that it was sent to."""

    class Meta(RegistryTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="way")
    owner = UnicodeAttribute()
    contact = UnicodeAttribute()
    ends_at = Time()
    forget_at = NumberAttribute()


class TallyRow(Row):
    """How often something was done today (UTC)."""

    class Meta(RegistryTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="tally")
    n = NumberAttribute()
    forget_at = NumberAttribute()


def adding(fingerprint: str, *, owner: str, contact: str) -> Put:
    """Open a way for an hour; `contact` stands for the address that its token is sent to."""
    ends = clock.after(clock.now(), minutes=LIFE_MINUTES)
    forget_at = int(ends.timestamp())
    return Put(WayRow(pk=f"my#{fingerprint}", owner=owner, contact=contact, ends_at=ends, forget_at=forget_at))


def find(fingerprint: str) -> tuple[str, str] | None:
    """Whose way it is, and what stands for the address it was sent to; None once its hour is over."""
    try:
        row = WayRow.get(f"my#{fingerprint}", "way", consistent_read=True)
    except WayRow.DoesNotExist:
        return None
    return (row.owner, row.contact) if clock.now() < row.ends_at else None


def count(what: str, *, most: int) -> bool:
    """Count one more of today; False, and nothing counted, when there were as many already."""
    now = clock.now()
    row, kept = TallyRow(pk=f"today#{what}#{now:%Y-%m-%d}"), int(clock.after(now, days=_KEPT_DAYS).timestamp())
    try:
        row.update(
            [TallyRow.n.add(1), TallyRow.forget_at.set(kept)],
            condition=TallyRow.n.does_not_exist() | (TallyRow.n < most),
        )
    except UpdateError as refused:
        if refused.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True
