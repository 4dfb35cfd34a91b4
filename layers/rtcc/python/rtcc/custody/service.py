"""Writing lines: with the act in one transaction, or alone when the act was a look or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rtcc.access.model import Action, Actor
from rtcc.aws import settings
from rtcc.aws.table import Put, transact
from rtcc.custody import log, store
from rtcc.custody.model import FIRST, Fact, Line, Outcome
from rtcc.custody.proof import Fault, Report, judge
from rtcc.custody.tiles import amiss
from rtcc.foundation import clock


@dataclass(frozen=True, slots=True)
class Draft:
    """A line whose number and link are found when it is committed."""

    actor: Actor
    action: Action
    subject: str
    reason: str
    outcome: Outcome
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def prepare(self) -> Put:
        """The line as the next of its chain, now."""
        return store.adding(self.after(store.last(self.subject)))

    def after(self, before: Line | None) -> Line:
        """The line that follows `before` (None: the first of its chain)."""
        return Line(
            subject=self.subject,
            seq=before.seq + 1 if before else 1,
            at=clock.now(),
            event=self.action.value,
            outcome=self.outcome,
            actor=self.actor.id,
            role=self.actor.role.value,
            badge=self.actor.badge,
            ori=self.actor.ori,
            how=self.actor.how,
            reason=self.reason,
            facts={**self.facts, **({"glass": self.actor.glass} if self.actor.glass else {})},
            previous=before.hash if before else FIRST,
            address=self.actor.address,
            clock="lambda" if settings.perhaps("AWS_LAMBDA_FUNCTION_NAME") else "host",
        ).sealed()


def line(
    actor: Actor,
    action: Action,
    subject: str,
    *,
    reason: str = "",
    outcome: Outcome = Outcome.DONE,
    facts: Mapping[str, Fact] | None = None,
) -> Draft:
    """A line to be committed with its act by `transact(act, line)`: no act without a line, no line without an act."""
    return Draft(actor, action, subject, reason, outcome, facts or {})


def note(
    actor: Actor, action: Action, subject: str, *, reason: str = "", facts: Mapping[str, Fact] | None = None
) -> None:
    """Write down a look at something, before what was seen leaves the door (AU-2)."""
    transact(line(actor, action, subject, reason=reason, facts=facts))


def refuse(actor: Actor, action: Action, subject: str, *, reason: str = "", why: str = "", asked: str = "") -> None:
    """Write down that an act was refused, why, and what was asked for. The caller raises."""
    facts = {name: value for name, value in (("why", why), ("asked", asked)) if value}
    transact(line(actor, action, subject, reason=reason, outcome=Outcome.REFUSED, facts=facts))


def watch(actor: Actor, action: Action, *, of: str = "", reason: str = "") -> None:
    """Write down the first look of an hour at a list (of one thing, if named) that a page reads again and again."""
    subject = hourly(actor, action, of=of)
    if not any(before.outcome is Outcome.DONE for before in store.of(subject)):
        note(actor, action, subject, reason=reason, facts={"of": of} if of else None)


def hourly(actor: Actor, action: Action, *, of: str = "") -> str:
    """The subject that counts one actor's acts of one kind (on one thing, if it is named) within this hour."""
    return ":".join(part for part in (actor.id, action.value, of, f"{clock.now():%Y-%m-%dT%H}Z") if part)


def acts_this_hour(actor: Actor, action: Action) -> int:
    """How many lines stand under this actor's count for this hour."""
    newest = store.last(hourly(actor, action))
    return newest.seq if newest else 0


def last(subject: str) -> Line | None:
    """The newest line of a subject."""
    return store.last(subject)


def newest(subject: str, most: int) -> list[Line]:
    """So many of the newest lines of a subject, newest first."""
    return store.newest(subject, most)


def lines(subject: str) -> list[Line]:
    """All lines of a subject, first to last."""
    return store.of(subject)


def looks_of(day: str) -> list[Line]:
    """The looks of a day (UTC, `2026-11-22`), first to last; one of the last second may not be among them."""
    return sorted(store.looks_of(day), key=lambda line: (line.at, line.subject, line.seq))


def verify() -> Report:
    """Judge the whole record, table against log."""
    try:
        head = log.head()
        entries = list(log.entries(head.size)) if head else []
        if log.goes_on_behind(head):
            raise ValueError("the log goes on behind its newest head: an older head was put back")
    except ValueError as broken:
        # A log that cannot be read is a fault of its own; the chains are judged all the same.
        alone = judge(store.every(), head=None, entries=[], asked_at=None)
        return replace(alone, faults=(Fault("log", 0, str(broken)), *alone.faults))
    misfiled: list[Line] = []
    report = judge(store.every(misfiled.append), head=head, entries=entries, asked_at=clock.now())
    said = "the list of its day's looks does not say what it says"
    unlisted = [Fault(one.subject, one.seq, said) for one in misfiled]
    spoiled = [Fault("log", 0, f"{path} does not hold the hashes of the entries") for path in amiss(entries, log.tile)]
    return replace(report, faults=(*report.faults, *unlisted, *spoiled))
