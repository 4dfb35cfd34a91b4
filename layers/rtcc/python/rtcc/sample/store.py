"""Where samples rest: a look is written once, judged once, and never by whoever looked: the table refuses it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from rtcc.aws.table import Put, Update
from rtcc.foundation.errors import Conflict
from rtcc.sample.model import Counts, Day, Finding, Look
from rtcc.sample.rows import CountsRow, DayRow, LookRow, day_id

HASH_KEY = "id"
_WORK, _COUNTS = "judge", "counts"
_MOST_WAITING = 500  # looks whose days are named as waiting


def day(of: str) -> Day | None:
    """The draw of a day, read strongly."""
    try:
        return DayRow.get(day_id(of), consistent_read=True).to_entity()
    except DayRow.DoesNotExist:
        return None


def find(look_id: str) -> Look | None:
    """One look that was drawn, read strongly."""
    try:
        return cast(Look, LookRow.get(look_id, consistent_read=True).to_entity())
    except LookRow.DoesNotExist:
        return None


def of_day(of: str) -> list[Look]:
    """The drawn looks of a day, first to last."""
    found = [cast(Look, row.to_entity()) for row in LookRow.by_day.query(of)]
    return sorted(found, key=lambda look: (look.at, look.subject, look.seq))


def waiting() -> list[str]:
    """The days of the looks that nobody judged yet, the longest waiting first."""
    rows = LookRow.by_work.query(_WORK, limit=_MOST_WAITING)
    return list(dict.fromkeys(row.day for row in rows))


def unjudged(by: datetime) -> int:
    """How many should have been judged by then and were not."""
    return sum(1 for _ in LookRow.by_work.query(_WORK, LookRow.due_at <= by))


def counts() -> Counts:
    """All draws, counted, read strongly."""
    try:
        return cast(Counts, CountsRow.get(_COUNTS, consistent_read=True).to_entity())
    except CountsRow.DoesNotExist:
        return Counts()


def keeping(one: Look, *, due_at: datetime) -> Put:
    """Write a look that was drawn, once."""
    return Put(LookRow.of(one, work=_WORK, due_at=due_at), LookRow.id.does_not_exist())


def drawing(one: Day) -> tuple[Put, Update]:
    """Write that a day was drawn, once, and count what was."""
    counted = Update(CountsRow(_COUNTS), [CountsRow.drawn.add(one.drawn)])
    return Put(DayRow.about(one), DayRow.id.does_not_exist()), counted


def judging(after: Look, *, by_id: str) -> tuple[Update, Update]:
    """Write what was found, once, by somebody else than whoever looked; and count it."""
    row = LookRow
    actions = [
        *(row.finding.set(cast(Finding, after.finding)), row.words.set(after.words)),
        *(row.judged_by.set(after.judged_by), row.judged_at.set(cast(datetime, after.judged_at))),
        *(row.work.remove(), row.due_at.remove()),
    ]
    other = (row.actor != by_id) & (row.badge != after.judged_by)
    error = Conflict("Somebody judged this look a moment ago.", slug="judged")
    found = CountsRow.not_in_order.add(int(after.finding is Finding.NOT_IN_ORDER))
    counted = Update(CountsRow(_COUNTS), [CountsRow.judged.add(1), found])
    return Update(row.of(after), actions, row.judged_at.does_not_exist() & other, error), counted
