"""Where lines rest: written once, never updated, never deleted; no role has the right to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row
from rtcc.custody import looks
from rtcc.custody.model import Line, Outcome

HASH_KEY, RANGE_KEY = "subject", "seq"
LOOKS_INDEX, LOOKS_HASH_KEY, LOOKS_RANGE_KEY = "by_look_day", "look_day", "at"


class ByLookDay(GlobalSecondaryIndex["LineRow"]):  # type: ignore[no-untyped-call]
    """The looks of a day, first to last; no other line is in it."""

    class Meta:
        """Which index."""

        index_name = LOOKS_INDEX
        projection = AllProjection()

    look_day = UnicodeAttribute(hash_key=True)
    at = Time(range_key=True)


class LineRow(Row):
    """One line."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_CUSTODY")

    entity = Line
    by_look_day = ByLookDay()
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
    look_day = UnicodeAttribute(null=True)  # follows from the line: the verifier compares

    def to_entity(self) -> Line:
        """The line, its number a whole one."""
        line: Line = super().to_entity()
        return line


def adding(line: Line) -> Put:
    """Write the next line of a chain; the condition fails when somebody wrote that number first."""
    return Put(row_of(line), LineRow.subject.does_not_exist())


def row_of(line: Line) -> LineRow:
    """The row of a line; of a look it says in whose day's list it stands."""
    day = looks.day_of(line)
    return LineRow.of(line, look_day=day) if day else LineRow.of(line)


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


def looks_of(day: str) -> Iterator[Line]:
    """The looks of a day, first to last; one of the last second may not be among them."""
    for row in LineRow.by_look_day.query(day):
        yield row.to_entity()


def every(misfiled: Callable[[Line], object] | None = None) -> Iterator[Line]:
    """All lines of the city, in no order, read strongly. `misfiled` hears of each that a day's looks lack, or hold
    although it is none of them.
    """
    for row in LineRow.scan(consistent_read=True):
        line = row.to_entity()
        if misfiled and looks.day_of(line) != (row.look_day or ""):
            misfiled(line)
        yield line


def from_stream(image: dict[str, dict[str, object]]) -> Line:
    """The line inside a DynamoDB stream record."""
    row = LineRow()
    row.deserialize(image)
    return row.to_entity()
