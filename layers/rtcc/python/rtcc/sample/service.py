"""Drawing the sample of each day that is over, and judging what was drawn (abuse 41)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from rtcc.access.model import Action, Actor, Role
from rtcc.aws import settings
from rtcc.aws.table import transact
from rtcc.custody import first_head
from rtcc.custody import service as custody
from rtcc.custody.checkpoint import Head
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Field, Invalid, NotFound, Refused
from rtcc.sample import lot, store, telling
from rtcc.sample.model import JUDGED_WITHIN_DAYS, SUBJECT, Counts, Day, Finding, Look

SETTLED = timedelta(hours=1)  # after its end all lines of a day are in the table and in the list of its looks
_ONE_IN = 20
LATE = timedelta(hours=12)  # after its end a day that is not drawn wakes somebody
_COUNTED = ("drawn", "judged", "not_in_order")
_BACK = 7  # days that are drawn late, when nothing could be drawn before


def days_due() -> list[str]:
    """The days of the last week that are over and not drawn, the oldest first."""
    last = date.fromisoformat(last_day())
    days = [f"{last - timedelta(days=back)}" for back in reversed(range(_BACK))]
    return [day for day in days if store.day(day) is None]


def last_day() -> str:
    """The last day that is over and settled."""
    return f"{(clock.now() - SETTLED).date() - timedelta(days=1)}"


def draw(actor: Actor, day: str) -> Day | None:
    """Draw a day's sample, once; None while the log has no head from after it, and for an empty day of long ago.

    Who dies on the way leaves looks of which nobody hears; the next one writes the same, and the day after them.
    Raises ValueError for a log that does not hold.
    """
    known, lines = store.day(day), custody.looks_of(day)
    if known is not None or not (lines or clock.now() < _end(day) + timedelta(days=1) + SETTLED):
        return known  # a new city has no yesterdays
    seed = _seed(day)
    if seed is None:
        return None
    one_in, now = settings.number("SAMPLE_ONE_IN", _ONE_IN), clock.now()
    chosen = lot.draw(lines, seed.root, one_in=one_in)
    for line in chosen:
        _keep(telling.look(line, day), due_at=clock.after(now, days=JUDGED_WITHIN_DAYS))
    one = Day(day, seed.root.hex(), seed.size, one_in, len(lines), len(chosen), lot.commitment(lines), now)
    names = ("day", "seed", "size", "one_in", "looks", "drawn", "digest")
    facts: dict[str, Fact] = {name: getattr(one, name) for name in names}
    try:
        transact(*store.drawing(one), custody.line(actor, Action.DRAW_SAMPLE, f"{SUBJECT}-{day}", facts=facts))
    except Conflict:
        return store.day(day)  # another one drew it at the same moment
    return one


def day(of: str) -> Day | None:
    """The draw of a day; None when it is not drawn."""
    return store.day(of)


def looks(of: str) -> list[Look]:
    """What was drawn of a day, first to last; nothing before the draw is written down."""
    return store.of_day(of) if store.day(of) else []


def waiting() -> list[str]:
    """The days with looks that nobody judged yet, the longest waiting first."""
    return store.waiting()


def unjudged() -> int:
    """How many looks wait longer than they may."""
    return store.unjudged(clock.now())


def judge(actor: Actor, look_id: str, finding: Finding, *, words: str = "") -> Look:
    """Say whether a look was in order, once.

    Raises NotFound; Invalid without a word about what is not in order; Refused for one's own look, and to a supervisor
    for anybody's but an auditor's; Conflict when it was judged.
    """
    one = store.find(look_id)
    if one is None or store.day(one.day) is None:
        raise NotFound("There is no such look in a sample.")
    if actor.id == one.actor or actor.badge == one.badge:
        raise Refused("This is your own look. Another person must judge it.", slug="own-look")
    if actor.role is not Role.AUDITOR and one.role != Role.AUDITOR.value:
        raise Refused("An auditor judges this look. Supervisors judge those of auditors.", slug="auditors-only")
    if finding is Finding.NOT_IN_ORDER and not words:
        sentence = "Please say what is not in order."
        raise Invalid(sentence, fields=(Field("words", sentence),))
    if one.finding is not None:
        raise Conflict("This look was judged already.", slug="judged")
    after = replace(one, finding=finding, words=words, judged_by=actor.badge, judged_at=clock.now())
    facts: dict[str, Fact] = {"finding": finding.value, "day": one.day, "by": one.badge, "look": one.event}
    facts |= {"of": one.subject, "line": one.seq}
    transact(*store.judging(after, by_id=actor.id), custody.line(actor, Action.JUDGE_SAMPLE, one.id, facts=facts))
    return after


def publish(actor: Actor) -> None:
    """Write the counts into the record when they are others than those published last: anybody may see them."""
    told = store.counts()
    facts: dict[str, Fact] = {name: int(getattr(told, name)) for name in _COUNTED}
    last = custody.last(SUBJECT)
    if any(facts.values()) and (last is None or dict(last.facts) != facts):
        custody.note(actor, Action.DRAW_SAMPLE, SUBJECT, facts=facts)


def published() -> Counts:
    """The counts that anybody may see, as the record has them."""
    last = custody.last(SUBJECT)
    if last is None:
        return Counts()
    drawn, judged, not_in_order = (int(last.facts[name]) for name in _COUNTED)
    return Counts(drawn, judged, not_in_order, last.at)


def late() -> str:
    """The newest day that should have been drawn by now, if the log has no head from after it; else empty."""
    now = clock.now()
    days = [day for day in days_due() if now > _end(day) + LATE]
    return days[-1] if days and _seed(days[-1]) is None else ""


def _seed(day: str) -> Head | None:
    """The first head of the log from after a day that is over and settled."""
    end = _end(day)
    return first_head.after(end) if clock.now() >= end + SETTLED else None


def _end(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)


def _keep(one: Look, *, due_at: datetime) -> None:
    try:
        transact(store.keeping(one, due_at=due_at))
    except Conflict:
        return  # written by somebody who died before the day was
