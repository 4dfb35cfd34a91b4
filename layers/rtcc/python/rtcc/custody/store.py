"""Where lines rest: written once, never updated, never deleted; no role has the right to."""

from __future__ import annotations

from collections.abc import Iterator

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row
from rtcc.custody.model import Line, Outcome

HASH_KEY, RANGE_KEY = "subject", "seq"


class LineRow(Row):
    """One line."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_CUSTODY")

    entity = Line
    subject = UnicodeAttribute(hash_key=True)
    seq = NumberAttribute(range_key=True)
    at = Time()
    event = UnicodeAttribute()
    outcome = OneOf(Outcome)
    actor = UnicodeAttribute()
    role = UnicodeAttribute()
    badge = UnicodeAttribute()
    ori = UnicodeAttribute()
    how = UnicodeAttribute()
    reason = UnicodeAttribute()
    facts = Plain()
    previous = UnicodeAttribute()
    hash = UnicodeAttribute()
    address = UnicodeAttribute(null=True, default="")
    clock = UnicodeAttribute(null=True, default="")

    def to_entity(self) -> Line:
        """The line, its number a whole one."""
        line: Line = super().to_entity()
        return line


def adding(line: Line) -> Put:
    """Write the next line of a chain; the condition fails when somebody wrote that number first."""
    return Put(LineRow.of(line), LineRow.subject.does_not_exist())


def last(subject: str) -> Line | None:
    """The newest line of a subject, read strongly."""
    return next(iter(newest(subject, 1)), None)


def newest(subject: str, most: int) -> list[Line]:
    """So many of the newest lines of a subject, newest first, read strongly."""
    found = LineRow.query(subject, consistent_read=True, scan_index_forward=False, limit=most)
    return [row.to_entity() for row in found]


def of(subject: str) -> list[Line]:
    """All lines of a subject, first to last, read strongly."""
    return [row.to_entity() for row in LineRow.query(subject, consistent_read=True)]


def every() -> Iterator[Line]:
    """All lines of the city, in no order, read strongly."""
    for row in LineRow.scan(consistent_read=True):
        yield row.to_entity()


def from_stream(image: dict[str, dict[str, object]]) -> Line:
    """The line inside a DynamoDB stream record."""
    row = LineRow()
    row.deserialize(image)
    return row.to_entity()
