"""Every hour: draws the sample of each day that is over, once, and counts what waits too long to be judged."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.sample import service as sample

RECORDS = (Action.DRAW_SAMPLE,)
_log = Logger()
_self = system("draw_sample")


def handle(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """One run; how many days it drew. A day that is over for half a day and still not drawn is an error, after all
    else was done.
    """
    drawn = 0
    for day in sample.days_due():
        one = sample.draw(_self, day)
        if one is not None:
            drawn += 1
            _log.info("drawn", day=day, looks=one.looks, drawn=one.drawn)
    if (waiting := sample.unjudged()) > 0:
        _log.error("drawn looks that nobody judged", count=waiting)
        with single_metric(name="SampleUnjudged", unit=MetricUnit.Count, value=waiting, namespace="RTCC"):
            pass
    sample.publish(_self)
    if day := sample.late():
        raise RuntimeError(f"{day} is not drawn: no head of the log is from after it")
    return {"drawn": drawn}
