"""The rows of samples: one a day, one a look that was drawn, and one that counts them all."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row
from rtcc.sample.model import Counts, Day, Finding, Look

DAY_INDEX, WORK_INDEX = "by_day", "by_work"


class _SampleTable:
    """Where all rows of the room are."""

    table_name = Late("TABLE_SAMPLE")


class ByDay(GlobalSecondaryIndex["LookRow"]):  # type: ignore[no-untyped-call]
    """The drawn looks of a day, first to last."""

    class Meta:
        """Which index."""

        index_name = DAY_INDEX
        projection = AllProjection()

    day = UnicodeAttribute(hash_key=True)
    at = Time(range_key=True)


class ByWork(GlobalSecondaryIndex["LookRow"]):  # type: ignore[no-untyped-call]
    """What nobody judged yet, the longest waiting first."""

    class Meta:
        """Which index."""

        index_name = WORK_INDEX
        projection = AllProjection()

    work = UnicodeAttribute(hash_key=True)
    due_at = Time(range_key=True)


class LookRow(Row):
    """One look that was drawn. `work` and `due_at` are there until somebody judged it."""

    class Meta(_SampleTable):
        """Where the rows are."""

    entity = Look
    by_day = ByDay()
    by_work = ByWork()
    id = UnicodeAttribute(hash_key=True)
    day = UnicodeAttribute()
    at = Time()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    badge = UnicodeAttribute()
    role = UnicodeAttribute()
    subject = UnicodeAttribute()
    seq = NumberAttribute()
    hash = UnicodeAttribute()
    reason = UnicodeAttribute()
    facts = Plain(default=dict)
    call_id = UnicodeAttribute(default="")
    call_kind = UnicodeAttribute(default="")
    call_address = UnicodeAttribute(default="")
    call_opened_at = Time(null=True)
    camera = UnicodeAttribute(default="")
    camera_address = UnicodeAttribute(default="")
    distance_m = NumberAttribute(null=True)
    finding = OneOf(Finding, null=True)
    words = UnicodeAttribute(default="")
    judged_by = UnicodeAttribute(default="")
    judged_at = Time(null=True)
    work = UnicodeAttribute(null=True)
    due_at = Time(null=True)


class DayRow(Row):
    """One draw. Its column `drawn_on` is the day: it bears no key of an index, so that no list of looks shows it."""

    class Meta(_SampleTable):
        """Where the rows are."""

    id = UnicodeAttribute(hash_key=True)
    drawn_on = UnicodeAttribute()
    seed = UnicodeAttribute()
    size = NumberAttribute()
    one_in = NumberAttribute()
    looks = NumberAttribute()
    drawn = NumberAttribute()
    digest = UnicodeAttribute()
    drawn_at = Time()

    @classmethod
    def about(cls, one: Day) -> DayRow:
        """The row of a draw."""
        facts = {
            name: getattr(one, name) for name in ("seed", "size", "one_in", "looks", "drawn", "digest", "drawn_at")
        }
        return cls(day_id(one.day), drawn_on=one.day, **facts)

    def to_entity(self) -> Day:
        """The draw."""
        size, one_in, looks, drawn = (int(number) for number in (self.size, self.one_in, self.looks, self.drawn))
        return Day(self.drawn_on, self.seed, size, one_in, looks, drawn, self.digest, self.drawn_at)


class CountsRow(Row):
    """All draws, counted: one row."""

    class Meta(_SampleTable):
        """Where the rows are."""

    entity = Counts
    id = UnicodeAttribute(hash_key=True)
    drawn = NumberAttribute(default=0)
    judged = NumberAttribute(default=0)
    not_in_order = NumberAttribute(default=0)
    at = Time(null=True)


def day_id(day: str) -> str:
    """The key of a day's row."""
    return f"day-{day}"
