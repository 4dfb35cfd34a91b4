"""One sweep: look, set right what can be, write down each thing once, and count what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.sweep import inbox, kept, looked_at, made, shown, spoken, undone
from rtcc.sweep.model import Amiss, Finding
from rtcc.vault import service as vault
from rtcc.vault.model import Item, Kept


@dataclass(slots=True)
class Swept:
    """What a sweep saw and found, and what could not be set right, each as words for the log."""

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    found: Counter[Amiss] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def sweep(actor: Actor) -> Swept:
    """Compare inbox, vault, previews, packages and record, both ways. Doing it twice at once does no harm."""
    rows = list(vault.every())
    swept = Swept([row.item for row in rows])
    for finding in _look(rows):
        swept.findings.append(finding)
        swept.found[finding.amiss] += 1
        try:
            _set_right(actor, finding)
        except Exception as trouble:  # noqa: BLE001 what cannot be set right must not keep the rest unseen
            swept.failed.append(f"{finding.amiss.value} {finding.about}: {type(trouble).__name__}: {trouble}")
    return swept


def _look(rows: list[Kept]) -> Iterator[Finding]:
    items = {row.item.id: row.item for row in rows}
    yield from inbox.look(items)
    yield from kept.look(items)
    yield from looked_at.look(rows)
    yield from made.look(items)
    yield from shown.look(items)
    yield from spoken.look(items)
    yield from undone.look()


def _set_right(actor: Actor, finding: Finding) -> None:
    """The cure, and a line of it either way."""
    try:
        if finding.cure is not None:
            finding.cure()
    except Exception:
        _tell(actor, finding, Outcome.FAILED)
        raise
    _tell(actor, finding, Outcome.DONE)


def _tell(actor: Actor, finding: Finding, outcome: Outcome) -> None:
    """Once: the next sweep that sees the same counts it again, and does not repeat the line."""
    facts = {"found": finding.amiss.value, "about": finding.about, "cured": finding.cure is not None}
    told = (Action.SWEEP_STORES.value, outcome, facts)
    if all((line.event, line.outcome, dict(line.facts)) != told for line in custody.lines(finding.subject)):
        transact(
            custody.line(
                actor, Action.SWEEP_STORES, finding.subject, reason=finding.reason, outcome=outcome, facts=facts
            )
        )
