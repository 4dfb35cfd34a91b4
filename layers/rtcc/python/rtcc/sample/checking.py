"""Draws a day again, out of the record and the log, and says what the kept sample does not say as they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rtcc.custody import log
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Line
from rtcc.foundation.errors import NotFound
from rtcc.sample import lot, store
from rtcc.sample.model import SUBJECT, Look

_TOLD = ("seed", "size", "one_in", "looks", "drawn", "digest")


def faults(day: str) -> list[str]:
    """What does not hold about the sample of a day, each a sentence; nothing when it was drawn as it must be.

    The line of the draw is what counts: it is sealed in the log. Raises NotFound for a day that is not drawn.
    """
    one, said = store.day(day), custody.lines(f"{SUBJECT}-{day}")
    if one is None or not said:
        raise NotFound("This day is not drawn.")
    found = [] if len(said) == 1 else ["The record tells of more than one draw of this day."]
    facts = said[0].facts
    if any(facts[name] != getattr(one, name) for name in _TOLD):
        found.append("What is kept of the draw is not what its line says.")
    lines = custody.looks_of(day)
    if (len(lines), lot.commitment(lines)) != (facts["looks"], facts["digest"]):
        found.append("The looks of the day are not those of which the sample was drawn.")
    drawn = lot.draw(lines, bytes.fromhex(str(facts["seed"])), one_in=int(facts["one_in"]))
    return [*found, *_seed(facts), *_compared(drawn, store.of_day(day))]


def _seed(facts: Mapping[str, Fact]) -> Iterator[str]:
    try:
        if log.root(int(facts["size"])).hex() != facts["seed"]:
            yield "The seed is not the root of the log at that size."
    except ValueError as broken:
        yield f"The log cannot be read at that size: {broken}."


def _compared(drawn: list[Line], looks: list[Look]) -> Iterator[str]:
    wanted, kept = {line.hash: line for line in drawn}, {look.hash: look for look in looks}
    for line in drawn:
        if line.hash not in kept:
            yield f"{line.subject} was drawn and is not in the sample."
    for look in looks:
        if look.hash not in wanted:
            yield f"{look.subject} is in the sample and was not drawn."
        elif not _is_of(look, wanted[look.hash]):
            yield f"{look.subject} is not told as its line tells it."


def _is_of(look: Look, line: Line) -> bool:
    names = ("at", "event", "actor", "badge", "role", "subject", "seq")
    return all(getattr(look, name) == getattr(line, name) for name in names) and dict(look.facts) == dict(line.facts)
