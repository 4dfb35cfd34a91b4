"""Seals the custody lines of the last minute into the log that nobody can unwrite."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.custody import sealing, store

_log = Logger()


def _raise_alarm(how: str, keys: dict[str, Any]) -> None:
    _log.error("a custody line was touched after it was written", how=how, keys=keys)
    with single_metric(name="CustodyChanged", unit=MetricUnit.Count, value=1, namespace="RTCC"):
        pass


def handle(event: dict[str, Any], _context: LambdaContext) -> None:
    """New lines of the custody table's stream, sealed as one batch: all of them, or the whole batch comes again.

    A line that was changed or removed is never sealed: no function of ours does that, so somebody is told.
    """
    for record in event["Records"]:
        if record["eventName"] != "INSERT":
            _raise_alarm(record["eventName"], record["dynamodb"]["Keys"])
    lines = [store.from_stream(r["dynamodb"]["NewImage"]) for r in event["Records"] if r["eventName"] == "INSERT"]
    head = sealing.seal(lines)
    _log.info("sealed", lines=len(lines), size=head.size)
