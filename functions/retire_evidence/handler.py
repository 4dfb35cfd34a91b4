"""Every hour, and once somebody approved: a schedule comes into force, and what two people let go is deleted."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.retention import classifying, endings, glass, retiring, service

RECORDS = (Action.ENFORCE_SCHEDULE, Action.RETIRE_EVIDENCE)
_log = Logger()
_self = system("retire_evidence")


def handle(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Rows of the room's stream, approved ones only; without any, the hourly run over everything that is due.

    What fails is raised when all else was tried, and comes again.
    """
    woken = [record["dynamodb"]["NewImage"] for record in event.get("Records", [])]
    if woken:
        _must_be_none(_retired([endings.from_stream(image) for image in woken])[1])
        return {"batchItemFailures": []}
    schedule = service.enforce(_self)
    if schedule is not None:
        _log.info("a schedule is in force", version=schedule.version)
    if (waiting := glass.unreviewed()) > 0:
        _log.error("broken glass that nobody reviewed", count=waiting)
        with single_metric(name="GlassUnreviewed", unit=MetricUnit.Count, value=waiting, namespace="RTCC"):
            pass
    done, failed = _retired(retiring.due())
    # Last, for it may take long over many items: each judges by the schedule in force, whatever its row says.
    written = classifying.follow(_self, service.in_force())
    _must_be_none(failed)
    return {"retired": done, "kept_until": written}


def _retired(disposal_ids: list[str]) -> tuple[int, list[str]]:
    """How many ended, and what failed as words for the log."""
    done, failed = 0, []
    for disposal_id in disposal_ids:
        try:
            one = retiring.retire(_self, disposal_id)
        except Exception as trouble:  # noqa: BLE001 a queue: what fails must not keep the rest waiting
            _log.exception("not retired", disposal=disposal_id)
            failed.append(f"{disposal_id}: {type(trouble).__name__}")
            continue
        if one is not None:
            done += 1
            _log.info("retired", disposal=one.id, state=one.state.value, left=len(one.left))
            _count(one.state.value)
    return done, failed


def _must_be_none(failed: list[str]) -> None:
    if failed:
        raise RuntimeError("; ".join(failed[:10]))


def _count(state: str) -> None:
    with single_metric(name="EvidenceRetired", unit=MetricUnit.Count, value=1, namespace="RTCC") as metric:
        metric.add_dimension(name="state", value=state)
