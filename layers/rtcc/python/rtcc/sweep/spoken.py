"""The rows of the vault against the record: what a row says of its item must have been said in a custody line.

Whoever may write into the table could lead a row to other bytes, let an item out of quarantine, take its holds away, or
say that it ended. The lines of the item are sealed in the log, where nobody rewrites them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtcc.access.model import Action
from rtcc.custody import service as custody
from rtcc.custody.model import Line, Outcome
from rtcc.sweep.model import Amiss, Finding
from rtcc.sweep.turns import is_its_turn, is_settled
from rtcc.vault import service as vault
from rtcc.vault.model import Item, State, admission_hold

_ADMITTED = {Action.ADMIT_UPLOAD.value, Action.ADMIT_CLIP.value}
_ENDED = {Action.RETIRE_EVIDENCE.value, Action.APPROVE_EXPUNGING.value}


def look(items: Mapping[str, Item]) -> Iterator[Finding]:
    """Rows that say what no line says. One that changed while it was compared is compared by the next sweep."""
    for one in items.values():
        if not (is_settled(one.received_at) and is_its_turn(one.id, one.received_at)):
            continue
        why = rewritten(one, custody.lines(one.id))
        if why and vault.known(one.id) == one:
            yield Finding(Amiss.REWRITTEN, one.id, why, one.incident_number)


def rewritten(one: Item, lines: Sequence[Line]) -> str:
    """What an item's row says otherwise than its lines, in words; empty when they agree."""
    done = [line for line in lines if line.outcome is Outcome.DONE]
    admitted = next((line for line in done if line.event in _ADMITTED), None)
    if admitted is None:
        return "no line says that this item was admitted"
    if (admitted.facts.get("sha256"), admitted.facts.get("bytes")) != (one.sha256, one.bytes):
        return "its row gives another digest or size than the line of its admission"
    if one.state is State.SEALED and _is_flawed(admitted, lines):
        return "its row calls it sealed, and its lines put it in quarantine"
    if one.has_ended:
        return "" if any(line.event in _ENDED for line in done) else "its row says that it ended, and no line does"
    gone = _held(one, done) - {hold.id for hold in one.holds}
    return f"its row lacks a hold that nobody lifted: {min(gone)}" if gone else ""


def _is_flawed(admitted: Line, lines: Sequence[Line]) -> bool:
    read_again = (line.facts.get("result") for line in lines if line.event == Action.CHECK_FIXITY.value)
    return admitted.facts.get("state") == State.QUARANTINED.value or "differs" in read_again


def _held(one: Item, done: Sequence[Line]) -> set[str]:
    """The ids of the holds that were put on it and not lifted since."""
    held = {admission_hold(one.id, case=one.incident_number, at=one.received_at).id}
    for line in done:
        if line.event == Action.HOLD_EVIDENCE.value:
            held.add(str(line.facts["hold"]))
        elif line.event == Action.LIFT_HOLD.value:
            held.discard(str(line.facts["hold"]))
    return held
