"""Questions and answers, and a count of whom they helped that tracks nobody."""

from __future__ import annotations

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from rtcc.access.model import Action
from rtcc.canvass import limits, submissions
from rtcc.faq import service as faq
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Reply, Text
from rtcc.http.visit import Visit

door = Door("citizen", "faq")


class Entry(Reply):
    """One question and its answer, by language."""

    id: str
    topic: str
    question: dict[str, str]
    answer: dict[str, str]


class Faq(Reply):
    """All of them, with their version and date; `unreviewed` are the languages that nobody certified yet."""

    version: str
    dated: str
    entries: list[Entry]
    unreviewed: list[str]


class Opinion(Body):
    """Whether the page helped. Nothing of who says so."""

    version: Text
    helpful: bool


class Thanks(Reply):
    """Nothing."""


@door.route("GET", "/faq", action=Action.READ_FAQ, sign_in=SignIn.NOBODY, record=Record.OPEN, reply=Faq)
def read(_visit: Visit) -> Faq:
    """Today's answers, with the figures that hold today."""
    found = faq.read(**_figures())
    entries = [Entry(id=e.id, topic=e.topic, question=dict(e.question), answer=dict(e.answer)) for e in found.entries]
    return Faq(version=found.version, dated=found.dated, entries=entries, unreviewed=list(found.unreviewed))


@door.route(
    "POST",
    "/faq/helpful",
    action=Action.RATE_FAQ,
    sign_in=SignIn.NOBODY,
    record=Record.OPEN,
    body=Opinion,
    reply=Thanks,
)
def rate(_visit: Visit, *, body: Opinion) -> tuple[Thanks, int]:
    """Count one opinion on today's words; what is said of older ones is thanked for and not counted."""
    if body.version == faq.version():
        name = "FaqHelped" if body.helpful else "FaqDidNotHelp"
        with single_metric(name=name, unit=MetricUnit.Count, value=1, namespace="RTCC"):
            pass
    return Thanks(), 202


def _figures() -> dict[str, str]:
    rules = limits.limits()
    begins, _, ends = rules.quiet_hours.partition("-")
    return {
        "requests_a_month": str(rules.requests_a_month),
        "quiet_from": begins,
        "quiet_to": ends,
        "files": str(submissions.MOST_FILES),
        "gigabytes": str(submissions.MOST_BYTES // 10**9),
    }
