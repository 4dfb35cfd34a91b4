"""Reads, every hour, the items that were not read for longest, to the last byte, and publishes what it found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.foundation import clock
from rtcc.vault import fixity, fixity_report

RECORDS = (Action.CHECK_FIXITY,)
MINUTES = 9  # after that no item is begun: the largest, 20 GB, is read in the rest
_log = Logger()
_self = system("check_fixity")


def handle(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """One run; what it read, in items and bytes. Other bytes than those sealed are counted: each wakes somebody."""
    told = fixity.check_all(_self, by=clock.now() + timedelta(minutes=MINUTES))
    if told.differs:
        _log.error("not what was sealed", items=told.differs[:20])
        with single_metric(name="FixityDiffers", unit=MetricUnit.Count, value=len(told.differs), namespace="RTCC"):
            pass
    fixity_report.publish(_self)
    if told.failed:
        raise RuntimeError("; ".join(told.failed[:10]))
    return {"held": told.held, "differs": len(told.differs), "bytes": told.bytes}
