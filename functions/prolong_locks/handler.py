"""Prolongs, four times a day, the short locks of what is kept: evidence, and the record of custody itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.foundation import clock
from rtcc.vault import log_locks, ratchet

RECORDS = (Action.PROLONG_LOCK,)
MINUTES = 6  # for each of the two: together they end before the function does
_log = Logger()
_self = system("prolong_locks")


def handle(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """One turn of the ratchet; how many locks it prolonged. What the store does not confirm is counted and raised."""
    counted: dict[str, int] = {}
    failed: list[str] = []
    for name, turn in (("items", ratchet.prolong_all), ("log", log_locks.prolong_all)):
        told = turn(_self, by=clock.now() + timedelta(minutes=MINUTES))
        counted[name] = told.done
        failed += told.failed
        if told.left:
            failed.append(f"{told.left} of {name} were not reached in time")
    if failed:
        _log.error("locks not confirmed", failed=failed[:20])
        with single_metric(name="LockNotConfirmed", unit=MetricUnit.Count, value=len(failed), namespace="RTCC"):
            pass
        raise RuntimeError("; ".join(failed[:10]))
    return counted
