"""From a digest to the item or package that it is of, and from an item to everybody who ever touched it (P10.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rtcc.custody import proof
from rtcc.custody import service as custody
from rtcc.custody.model import Line, entry
from rtcc.custody.proving import Prover
from rtcc.foundation import clock, ids
from rtcc.foundation.merkle import complete
from rtcc.inventory.model import Did, Toucher, Trace
from rtcc.vault.model import Item

# Facts of an item's lines that name what else was done with it: those chains tell of people too.
_LINKS = {"release": "rel", "disposal": "dsp", "inquiry": "inq", "glass": "gls"}


def trace(item: Item) -> Trace:
    """Everybody in the chains of an item, of the order that cut it, and of all that it became a part of."""
    own = custody.lines(item.id)
    chains = {item.id: own} | {subject: custody.lines(subject) for subject in _linked(item, own)}
    chains = {subject: lines for subject, lines in chains.items() if lines}
    log_size, unsealed, faults = _judged(chains.values())
    everything = [line for lines in chains.values() for line in lines]
    return Trace(_touchers(everything), tuple(chains), len(everything), log_size, unsealed, tuple(faults))


def _linked(item: Item, own: Sequence[Line]) -> Iterator[str]:
    """The other chains that tell of an item, each once."""
    if item.clip_id:
        yield item.clip_id
    named = (str(line.facts[name]) for line in own for name in _LINKS if name in line.facts)
    yield from dict.fromkeys(one for one in named if one[:3] in _LINKS.values() and ids.is_id(one, one[:3]))


def _touchers(lines: Iterable[Line]) -> tuple[Toucher, ...]:
    """Who did what, in the order in which they came."""
    people: dict[tuple[str, str, str, str], dict[str, list[Line]]] = {}
    for line in sorted(lines, key=lambda one: (one.at, one.subject, one.seq)):
        who = (line.actor, line.badge, line.role, line.ori)
        people.setdefault(who, defaultdict(list))[line.event].append(line)
    return tuple(_toucher(who, acts) for who, acts in people.items())


def _toucher(who: tuple[str, str, str, str], acts: Mapping[str, Sequence[Line]]) -> Toucher:
    return Toucher(*who, tuple(_did(event, those) for event, those in acts.items()))


def _did(event: str, those: Sequence[Line]) -> Did:
    outcomes = tuple(dict.fromkeys(line.outcome.value for line in those))
    return Did(event, len(those), those[0].at, those[-1].at, outcomes)


def _judged(chains: Iterable[Sequence[Line]]) -> tuple[int, int, list[str]]:
    """The log's size, how many lines wait for their seal, and what does not hold, in a chain or against the log."""
    try:
        prover = Prover()
    except LookupError:
        prover = None
    except ValueError as broken:
        return 0, 0, [f"the log cannot be read: {broken}"]
    unsealed, faults = 0, []
    for lines in chains:
        faults += [f"{fault.subject} line {fault.seq}: {fault.what}" for fault in proof.judge_chain(lines)]
        waiting, amiss = _against(prover, lines)
        unsealed, faults = unsealed + waiting, faults + amiss
    return prover.size if prover else 0, unsealed, faults


def _against(prover: Prover | None, lines: Sequence[Line]) -> tuple[int, list[str]]:
    """How many of a chain's lines are not sealed yet, and what the log says against it."""
    subject, sealed = lines[0].subject, 0
    if prover is not None:
        try:
            sealed, _ = complete(prover.chain(subject), [entry(line) for line in lines])
        except LookupError:
            sealed = 0
        except ValueError as broken:
            return 0, [f"{subject}: {broken}"]
    late = [line for line in lines[sealed:] if clock.now() - line.at > proof.SEALED_WITHIN]
    return len(lines) - sealed, [f"{subject} line {line.seq}: this line never came into the log" for line in late]
