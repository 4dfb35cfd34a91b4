"""Compares, every quarter of an hour, what is stored with what is written down, and sets right what can be."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.inventory import service as inventory
from rtcc.sweep import service as sweeping

RECORDS = (Action.SWEEP_STORES,)
_log = Logger()
_self = system("sweep_stores")


def handle(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """One sweep; what was found, by kind. What could not be set right is raised at the end, and tried again."""
    swept = sweeping.sweep(_self)
    for amiss, count in swept.found.items():
        _log.error("amiss", found=amiss.value, count=count)
        with single_metric(name=amiss.metric, unit=MetricUnit.Count, value=count, namespace="RTCC"):
            pass
    inventory.take(swept.items, swept.findings)
    if swept.failed:
        raise RuntimeError("; ".join(swept.failed[:10]))
    return {amiss.value: count for amiss, count in swept.found.items()}
