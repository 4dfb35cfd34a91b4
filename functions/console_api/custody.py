"""The custody record on the console: one subject's lines, and the judge over the whole record."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Line
from rtcc.foundation import clock
from rtcc.foundation.errors import NotFound
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply
from rtcc.http.visit import Visit

door = Door("console", "custody")


class LineReply(Reply):
    """One custody line."""

    subject: str
    seq: int
    at: Instant
    event: str
    outcome: str
    actor: str
    role: str
    badge: str
    ori: str
    how: str
    reason: str
    facts: dict[str, Fact]
    previous: str
    hash: str
    address: str = ""
    clock: str = ""


class Lines(Reply):
    """The lines of one subject, first to last."""

    lines: list[LineReply]


class Nothing(Body):
    """An empty body."""


class FaultReply(Reply):
    """One thing that does not hold."""

    subject: str
    seq: int
    what: str


class Verification(Reply):
    """What the judge found."""

    holds: bool
    lines: int
    subjects: int
    log_size: int
    unsealed: int
    faults: list[FaultReply]
    checked_at: Instant


@door.route(
    "GET", "/custody/{subject}", action=Action.READ_CUSTODY, sign_in=SignIn.STAFF, record=Record.READ, reply=Lines
)
def of_subject(_visit: Visit, subject: str) -> Lines:
    """All lines of one subject."""
    lines = custody.lines(subject)
    if not lines:
        raise NotFound("Nothing is written under this subject.")
    return Lines(lines=[line_reply(line) for line in lines])


@door.route(
    "POST",
    "/custody/verifications",
    action=Action.VERIFY_CUSTODY,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    body=Nothing,
    reply=Verification,
)
def verify(_visit: Visit, *, body: Nothing) -> Verification:  # noqa: ARG001 the empty body is declared and checked
    """Judge the whole record, table against log."""
    report = custody.verify()
    return Verification(
        holds=report.holds,
        lines=report.lines,
        subjects=report.subjects,
        log_size=report.log_size,
        unsealed=report.unsealed,
        faults=[FaultReply(subject=fault.subject, seq=fault.seq, what=fault.what) for fault in report.faults],
        checked_at=clock.now(),
    )


def line_reply(line: Line) -> LineReply:
    """A line as the console shows it."""
    names = LineReply.model_fields.keys() - {"outcome", "facts"}
    told = {name: getattr(line, name) for name in names}
    return LineReply(**told, outcome=line.outcome.value, facts=dict(line.facts))
