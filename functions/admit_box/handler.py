"""What AWS IoT asks before a machine with a claim certificate becomes a box: yes for a serial on the city's list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.aws import settings
from rtcc.foundation.errors import RtccError
from rtcc.sites import admitting

RECORDS = (Action.ENROLL_BOX,)
_log = Logger()
_self = system("admit_box")


def handle(event: Mapping[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """`{allowProvisioning, parameterOverrides?}` for one machine; what is raised is a no as well.

    Which thing it becomes is our word and never the machine's: what it says of it is overridden.
    """
    parameters = event.get("parameters")
    serial = parameters.get("SerialNumber") if isinstance(parameters, dict) else None
    try:
        listed, certificate = json.loads(settings.need("BOX_SERIALS")), str(event.get("certificateId") or "")
        thing = admitting.admit(_self, serial, listed=listed, certificate=certificate)
    except RtccError as refused:
        _log.warning("a machine was turned away", why=refused.detail, serial=str(serial)[:40])
        single = single_metric(name="BoxTurnedAway", unit=MetricUnit.Count, value=1, namespace="RTCC")
        with single as metric:
            metric.add_dimension(name="service", value="admit_box")
        return {"allowProvisioning": False}
    _log.info("a machine became a box", thing=thing)
    return {"allowProvisioning": True, "parameterOverrides": {"ThingName": thing}}
