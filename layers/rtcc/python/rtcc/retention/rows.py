"""The rows of the room: versions of the schedule and the one that points to them, disposals, broken glass."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.access.model import Action
from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row
from rtcc.retention.columns import Kinds, Pieces
from rtcc.retention.ending import Disposal, State, What
from rtcc.retention.model import Pointer, Schedule, Standing
from rtcc.retention.pane import Glass, Pane

GLASS = "glass"  # what the rows of broken glass are, beside disposals and expungings
WHAT_INDEX, WHAT_HASH_KEY, WHAT_RANGE_KEY = "by_what", "what", "asked_at"
WORK_INDEX, WORK_HASH_KEY, WORK_RANGE_KEY = "by_work", "work", "due_at"


class _RetentionTable:
    """Where all rows of the room are."""

    table_name = Late("TABLE_RETENTION")


class PointerRow(Row):
    """Which versions there are."""

    class Meta(_RetentionTable):
        """Where the rows are."""

    entity = Pointer
    id = UnicodeAttribute(hash_key=True)
    newest = NumberAttribute()
    in_force = NumberAttribute()
    waiting = NumberAttribute()


class ScheduleRow(Row):
    """One version of the schedule."""

    class Meta(_RetentionTable):
        """Where the rows are."""

    entity = Schedule
    id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    kinds = Kinds()
    standing = OneOf(Standing)
    why = UnicodeAttribute()
    asked = UnicodeAttribute()
    proposed_by_id = UnicodeAttribute()
    proposed_by = UnicodeAttribute()
    proposed_at = Time(null=True)
    approved_by_id = UnicodeAttribute(default="")
    approved_by = UnicodeAttribute(default="")
    approved_at = Time(null=True)
    effective_at = Time(null=True)
    in_force_at = Time(null=True)
    ended_by = UnicodeAttribute(default="")
    ended_at = Time(null=True)
    ended_why = UnicodeAttribute(default="")
    dry_run = Plain(default=dict)


class ByWhat(GlobalSecondaryIndex["DisposalRow"]):  # type: ignore[no-untyped-call]
    """Disposals or expungings, in the order in which they were asked for."""

    class Meta:
        """Which index."""

        index_name = WHAT_INDEX
        projection = AllProjection()

    what = OneOf(What, hash_key=True)
    asked_at = Time(range_key=True)


class ByWork(GlobalSecondaryIndex["DisposalRow"]):  # type: ignore[no-untyped-call]
    """What still has to be done, by when: rows with nothing to do are not in it."""

    class Meta:
        """Which index."""

        index_name = WORK_INDEX
        projection = AllProjection()

    work = UnicodeAttribute(hash_key=True)
    due_at = Time(range_key=True)


class DisposalRow(Row):
    """One disposal or expunging."""

    class Meta(_RetentionTable):
        """Where the rows are."""

    entity = Disposal
    by_what = ByWhat()
    by_work = ByWork()
    id = UnicodeAttribute(hash_key=True)
    what = OneOf(What)
    state = OneOf(State)
    pieces = Pieces()
    why = UnicodeAttribute()
    asked_by_id = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    asked_at = Time()
    is_early = BooleanAttribute()
    order_number = UnicodeAttribute(default="")
    court = UnicodeAttribute(default="")
    decided_by_id = UnicodeAttribute(default="")
    decided_by = UnicodeAttribute(default="")
    decided_at = Time(null=True)
    stopped_by = UnicodeAttribute(default="")
    refusal = UnicodeAttribute(default="")
    cooling_until = Time(null=True)
    schedule_version = NumberAttribute(default=0)
    done_at = Time(null=True)
    left = Plain(default=dict)
    certificate = UnicodeAttribute(default="")
    certificate_sha256 = UnicodeAttribute(default="")
    work = UnicodeAttribute(null=True)
    due_at = Time(null=True)


class GlassByWhat(GlobalSecondaryIndex["GlassRow"]):  # type: ignore[no-untyped-call]
    """All broken glass, in the order in which it broke."""

    class Meta:
        """Which index."""

        index_name = WHAT_INDEX
        projection = AllProjection()

    what = UnicodeAttribute(hash_key=True)
    asked_at = Time(range_key=True)


class GlassByWork(GlobalSecondaryIndex["GlassRow"]):  # type: ignore[no-untyped-call]
    """What nobody reviewed yet, by when somebody must have."""

    class Meta:
        """Which index."""

        index_name = WORK_INDEX
        projection = AllProjection()

    work = UnicodeAttribute(hash_key=True)
    due_at = Time(range_key=True)


class GlassRow(Row):
    """One broken glass."""

    class Meta(_RetentionTable):
        """Where the rows are."""

    entity = Glass
    by_what = GlassByWhat()
    by_work = GlassByWork()
    id = UnicodeAttribute(hash_key=True)
    what = UnicodeAttribute(default=GLASS)
    action = OneOf(Action)
    subject = UnicodeAttribute()
    why = UnicodeAttribute()
    by_id = UnicodeAttribute()
    by = UnicodeAttribute()
    asked_at = Time()
    until = Time()
    reviewed_by = UnicodeAttribute(default="")
    reviewed_at = Time(null=True)
    finding = UnicodeAttribute(default="")
    work = UnicodeAttribute(null=True)
    due_at = Time(null=True)


class PaneRow(Row):
    """What the door reads: the newest glass of one person, act and thing."""

    class Meta(_RetentionTable):
        """Where the rows are."""

    entity = Pane
    id = UnicodeAttribute(hash_key=True)
    glass = UnicodeAttribute()
    until = Time()
