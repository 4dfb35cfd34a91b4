"""Seals the custody lines of the last minute into the log that nobody can unwrite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.custody import sealing, store, witnesses
from rtcc.custody.model import Line
from rtcc.custody.witnesses import Said

_MOST_OFF = 60  # seconds between the clock of whoever wrote a line and that of the table
_log = Logger()


def _raise_alarm(how: str, keys: dict[str, Any]) -> None:
    _log.error("a custody line was touched after it was written", how=how, keys=keys)
    _count("CustodyChanged")


def _count(name: str) -> None:
    with single_metric(name=name, unit=MetricUnit.Count, value=1, namespace="RTCC"):
        pass


def _look_at_clock(line: Line, told: Mapping[str, Any]) -> None:
    """The table's own time stands beside the writer's: who writes down another hour is found out (abuse 36)."""
    at = told.get("ApproximateCreationDateTime")
    if at is not None and abs(float(at) - line.at.timestamp()) > _MOST_OFF:
        _log.error("a line bears another time than the table's", subject=line.subject, seq=line.seq, table_at=float(at))
        _count("ClockOff")


def _have_witnessed() -> None:
    """Ask whoever watches from outside. What they say, or do not say, never undoes what is sealed."""
    try:
        for answer in witnesses.ask(witnesses.configured()):
            if answer.said is Said.REFUSED:
                _log.error("a witness refused the head of the log", witness=answer.witness, why=answer.why)
                _count("WitnessRefused")
            elif answer.said is Said.SILENT:
                _log.warning("a witness did not answer", witness=answer.witness, why=answer.why)
                _count("WitnessSilent")
    except Exception:  # noqa: BLE001 a queue: the lines are sealed, and must not come again for this
        _log.exception("the witnesses could not be asked")
        _count("WitnessSilent")


def handle(event: dict[str, Any], _context: LambdaContext) -> None:
    """New lines of the custody table's stream, sealed as one batch: all of them, or the whole batch comes again.

    A line that was changed or removed is never sealed: no function of ours does that, so somebody is told.
    """
    for record in event["Records"]:
        if record["eventName"] != "INSERT":
            _raise_alarm(record["eventName"], record["dynamodb"]["Keys"])
    told = [record["dynamodb"] for record in event["Records"] if record["eventName"] == "INSERT"]
    lines = [store.from_stream(one["NewImage"]) for one in told]
    for line, one in zip(lines, told, strict=True):
        _look_at_clock(line, one)
    head = sealing.seal(lines)
    _log.info("sealed", lines=len(lines), size=head.size)
    _have_witnessed()
