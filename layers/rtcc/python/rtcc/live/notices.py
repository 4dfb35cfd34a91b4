"""The owner's notice of a view: at once, unless a supervisor delayed it for a priority-1 call, and counted (P2.4)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import Update, transact
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Incident, State
from rtcc.live import delays, store
from rtcc.live.model import LONGEST_DELAY, Delay, View
from rtcc.sites import service as sites

_ORDER_SECONDS = 300  # how long a box may still obey; at the latest it shows the view by itself


@dataclass(frozen=True, slots=True)
class Counts:
    """What everybody may read of delays: how many there were, how many this year (UTC), how many hold now."""

    total: int
    this_year: int
    open: int


@dataclass(slots=True)
class _Counting:
    """The tally with one delay more, or with one that holds no longer; prepared anew for every try."""

    one: Delay
    ends: bool = False

    def prepare(self) -> Update:
        """The counts as they will be."""
        before, year = delays.tally(), f"{self.one.delayed_at:%Y}"
        if self.ends:
            others = {name: until for name, until in before.holding.items() if name != self.one.id}
            return delays.counting(before, replace(before, holding=others))
        years = {**before.years, year: before.years.get(year, 0) + 1}
        holding = {**before.holding, self.one.id: clock.spell(self.one.until)}
        return delays.counting(before, replace(before, total=before.total + 1, years=years, holding=holding))


def delay(actor: Actor, incident_id: str, *, why: str) -> Delay:
    """Let the owners read later of what is opened for this call from now on: until it closes, at most 24 hours.

    Once a call. Raises NotFound, Conflict (`call-closed`; `not-priority-1`; `delayed`). What is open already stays
    in sight.
    """
    incident = incidents.must_be_open(incident_id)
    if incident.priority != 1:
        sentence = "Only the notice of views for a priority-1 call may be delayed."
        raise Conflict(sentence, slug="not-priority-1")
    now = clock.now()
    one = Delay(incident.id, incident.number, why, actor.id, actor.badge, now, now + LONGEST_DELAY)
    facts: dict[str, Fact] = {"until": clock.spell(one.until)}
    line = custody.line(actor, Action.DELAY_NOTICE, incident.id, reason=incident.number, facts=facts)
    transact(delays.adding(one), _Counting(one), line)
    return one


def holding(incident: Incident) -> Delay | None:
    """The delay under which a view that is opened for the call now falls."""
    if incident.priority != 1:
        return None
    one = delays.find(incident.id)
    return one if one is not None and one.ended_at is None and one.until > clock.now() else None


def joining(view: View) -> list[Update]:
    """What is written together with a new view, so that the end of the delay finds it."""
    return [delays.joining(view.incident_id, view.id)] if view.notice_at else []


def is_due(view: View) -> bool:
    """Whether the owner may read of a view now: it is not delayed, or long enough, or its call is closed."""
    if view.notice_at is None or view.notice_at <= clock.now():
        return True
    return _is_closed(view.incident_id)


def due() -> list[str]:
    """The calls whose delay is over and has not been ended yet."""
    now = clock.now()
    return [one for one, until in delays.tally().holding.items() if clock.read(until) <= now or _is_closed(one)]


def end(actor: Actor, incident_id: str) -> None:
    """End the delay of a call that is closed, or whose time is up: the boxes show what they kept back.

    Raises Unavailable when a box cannot be told now: it is tried again, and at the latest the box does it by itself.
    """
    one = delays.find(incident_id)
    if one is None or one.ended_at is not None:
        return
    now = clock.now()
    for view in filter(None, map(store.find, sorted(one.views))) if one.until > now else ():
        sites.order(view.thing, Verb.TELL_NOTICE, {"view": view.id}, seconds=_ORDER_SECONDS)
    facts: dict[str, Fact] = {"ended": True, "views": len(one.views)}
    line = custody.line(actor, Action.DELAY_NOTICE, one.id, reason=one.number, facts=facts)
    with suppress(Conflict):  # somebody else did it at the same moment
        transact(delays.ending(one.id, now), _Counting(one, ends=True), line)


def counts() -> Counts:
    """How many delays there were, and are: one that ended within the last minute may still count as open."""
    tally, now = delays.tally(), clock.now()
    holding = sum(clock.read(until) > now for until in tally.holding.values())
    return Counts(tally.total, tally.years.get(f"{now:%Y}", 0), holding)


def _is_closed(incident_id: str) -> bool:
    return incidents.incident(incident_id).state is not State.OPEN
