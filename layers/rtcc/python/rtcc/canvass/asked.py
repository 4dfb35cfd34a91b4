"""Whom a canvass asked, and how often somebody was asked: found by the canvass and by the registrant (abuse 45)."""

from __future__ import annotations

from collections.abc import Iterator

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from rtcc.aws.table import Put, Row, Update, Write
from rtcc.canvass import store
from rtcc.canvass.model import Request
from rtcc.canvass.rows import CanvassTable
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict

ENOUGH = "asked-enough"


class AskedRow(Row):
    """One request, under the canvass that made it and under the registrant whom it asks."""

    class Meta(CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    request_id = UnicodeAttribute()


class MonthRow(Row):
    """How often a registrant was asked in a month (UTC)."""

    class Meta(CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    n = NumberAttribute()


def asking(one: Request, *, most: int) -> list[Write]:
    """Write down that a registrant is asked. Raises Conflict, slug `asked-enough`, beyond the most of a month."""
    enough = Conflict("This registrant was asked often enough this month.", slug=ENOUGH)
    month = MonthRow(pk=_registrant(one.registrant_id), sk=f"month#{one.invited_at:%Y-%m}")
    may = MonthRow.n.does_not_exist() | (MonthRow.n < most)
    at = clock.spell(one.invited_at)
    return [
        Put(AskedRow(pk=_canvass(one.canvass_id), sk=one.id, request_id=one.id)),
        Put(AskedRow(pk=_registrant(one.registrant_id), sk=f"asked#{at}#{one.id}", request_id=one.id)),
        Update(month, [MonthRow.n.add(1)], may, enough),
    ]


def by_canvass(canvass_id: str) -> Iterator[Request]:
    """Every request of a canvass, each read strongly when its turn comes."""
    return _requests(AskedRow.query(_canvass(canvass_id), consistent_read=True))


def of_registrant(registrant_id: str) -> list[Request]:
    """Every request that a registrant ever got, oldest first, each read strongly."""
    found = AskedRow.query(_registrant(registrant_id), AskedRow.sk.startswith("asked#"), consistent_read=True)
    return list(_requests(found))


def _requests(rows: Iterator[AskedRow]) -> Iterator[Request]:
    for row in rows:
        one = store.request(row.request_id)
        if one is not None:
            yield one


def _canvass(canvass_id: str) -> str:
    return f"canvass#{canvass_id}"


def _registrant(registrant_id: str) -> str:
    return f"registrant#{registrant_id}"
