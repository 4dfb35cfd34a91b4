"""One custody line: what was done or refused, by whom, when, to what, why; chained to the line before it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rtcc.foundation import canonical, clock

FIRST = "0" * 64  # what the first line of a chain gives as the line before it

Fact = str | int | bool


class Outcome(StrEnum):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. It holds ids and salted commitments, no personal data: who leaves takes a salt, not a line."""

    subject: str
    seq: int  # 1, 2, 3 … within the subject
    at: datetime
    event: str  # the action's name
    outcome: Outcome
    actor: str
    role: str
    badge: str
    ori: str
    how: str
    reason: str
    facts: Mapping[str, Fact]
    previous: str  # the hash of the line before it in this chain
    hash: str = ""
    address: str = ""  # of the network, from where one of the staff, a recipient or a system came; of nobody else
    clock: str = ""  # whose clock gave the time: `lambda` or `host`

    def sealed(self) -> Line:
        """The same line with its hash."""
        return replace(self, hash=digest(self))


def digest(line: Line) -> str:
    """SHA-256 (hex) of the line's canonical spelling, everything but its own hash."""
    return canonical.digest(spelled(line))


def spelled(line: Line) -> dict[str, object]:
    """A line as its hash is taken of it: every field but the hash.

    What came later than the first lines stands there only if it says something, so that those hold as they did.
    """
    later = {"address": line.address, "clock": line.clock}
    return {name: value for name, value in later.items() if value} | {
        "subject": line.subject,
        "seq": line.seq,
        "at": clock.spell(line.at),
        "event": line.event,
        "outcome": line.outcome.value,
        "actor": line.actor,
        "role": line.role,
        "badge": line.badge,
        "ori": line.ori,
        "how": line.how,
        "reason": line.reason,
        "facts": dict(line.facts),
        "previous": line.previous,
    }


def commitment(salt: str, value: str) -> str:
    """What a line keeps instead of personal data: SHA-256 (hex) of a salt and the value, length-prefixed."""
    said, kept = value.encode(), salt.encode()
    return hashlib.sha256(len(kept).to_bytes(4, "big") + kept + said).hexdigest()


def entry(line: Line) -> bytes:
    """What the log keeps of a line, 72 bytes: its hash, SHA-256 of its subject, its number.

    Nobody can learn a subject from it, yet whoever knows the subject sees when a line of it is gone.
    """
    return bytes.fromhex(line.hash) + subject_digest(line.subject) + line.seq.to_bytes(8, "big")


def subject_digest(subject: str) -> bytes:
    """The 32 bytes by which the log names a subject."""
    return hashlib.sha256(subject.encode()).digest()
