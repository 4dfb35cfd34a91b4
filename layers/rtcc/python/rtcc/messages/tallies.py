"""Where messages are counted: how many left in a second, how many went to one address or to all in a day."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from rtcc.aws.settings import Late
from rtcc.aws.table import Row, Update
from rtcc.foundation import clock

_KEPT_DAYS = 3


class TallyRow(Row):
    """One count. It lies beside the messages and carries nothing of anybody: an address is a keyed mark there."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_MESSAGES")

    id = UnicodeAttribute(hash_key=True)
    taken = NumberAttribute(default=0)
    forget_at = NumberAttribute()


def take(lane: str, second: int, *, first: int, most: int) -> int | None:
    """Take one of the `most` slots of a lane's second, none before `first`: its number, or None when none is left.

    No slot is given twice: the count only grows, and each answer is the place that one write took in it.
    """
    row = TallyRow(f"slt_{lane}_{second}")
    if _set(row, first + 1, TallyRow.taken.does_not_exist() | (TallyRow.taken <= first)):
        return first
    return int(row.taken) - 1 if _add(row, TallyRow.taken < most) else None


def count(name: str, *, most: int | None = None) -> bool:
    """Count one more of this UTC day. False, and nothing counted, when there were `most` already."""
    row = TallyRow(f"day_{name}_{clock.now():%Y-%m-%d}")
    return _add(row, None if most is None else TallyRow.taken.does_not_exist() | (TallyRow.taken < most))


def counting(name: str) -> Update:
    """One more of this UTC day, as a write that joins what is counted: both are done, or neither (abuse 85)."""
    row = TallyRow(f"day_{name}_{clock.now():%Y-%m-%d}")
    return Update(row, [TallyRow.taken.add(1), _kept()])


def counted(name: str, *, days: int) -> int:
    """How many were counted today and on the days before."""
    now = clock.now()
    names = [f"day_{name}_{clock.after(now, days=-back):%Y-%m-%d}" for back in range(days)]
    return sum(int(row.taken) for row in TallyRow.batch_get(names, consistent_read=True))


def _add(row: TallyRow, condition: Condition | None) -> bool:
    return _update(row, [TallyRow.taken.add(1)], condition)


def _set(row: TallyRow, value: int, condition: Condition) -> bool:
    return _update(row, [TallyRow.taken.set(value)], condition)


def _update(row: TallyRow, actions: list[object], condition: Condition | None) -> bool:
    try:
        row.update([*actions, _kept()], condition=condition)  # type: ignore[list-item]
    except UpdateError as refused:
        if refused.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def _kept() -> Action:
    """When the count may be forgotten."""
    return TallyRow.forget_at.set(int(clock.after(clock.now(), days=_KEPT_DAYS).timestamp()))
