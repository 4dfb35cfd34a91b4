"""Who answered a call's canvasses with footage: a row an answer. A no has none (P4.4, P7.2)."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.columns import Time
from rtcc.aws.table import Put, Row
from rtcc.canvass.model import Request
from rtcc.canvass.rows import CanvassTable

MOST_SHOWN = 200


class AnswerRow(Row):
    """One answer, under its call."""

    class Meta(CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    request_id = UnicodeAttribute()
    canvass_id = UnicodeAttribute()
    registrant_id = UnicodeAttribute()
    block = UnicodeAttribute()
    answered_at = Time()


def writing(one: Request, at: datetime) -> Put:
    """Write down that somebody sent something for the first time."""
    row = AnswerRow(
        pk=f"answers#{one.incident_id}",
        sk=one.id,
        request_id=one.id,
        canvass_id=one.canvass_id,
        registrant_id=one.registrant_id,
        block=one.block,
        answered_at=at,
    )
    return Put(row, AnswerRow.pk.does_not_exist())


def of_incident(incident_id: str) -> list[AnswerRow]:
    """A call's answers, at most 200, oldest first."""
    rows = AnswerRow.query(f"answers#{incident_id}", consistent_read=True, limit=MOST_SHOWN)
    return sorted(rows, key=lambda row: row.answered_at)
