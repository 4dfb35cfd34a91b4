"""Writes down what the probe found or marked, once that lies in the previews' bucket."""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.preview import admission
from rtcc.preview.marking import is_place
from rtcc.release import marked

RECORDS = (Action.ADMIT_PREVIEW, Action.MARK_SHARE)
_log = Logger()
_processor = BatchProcessor(event_type=EventType.SQS)
_self = system("admit_preview")


def _admit(record: SQSRecord) -> None:
    told = json.loads(record.body)["detail"]
    what = told["object"]
    version_id = what.get("version-id", "")  # S3 always names it; not every engine does
    where = {"bucket": told["bucket"]["name"], "key": what["key"], "version_id": version_id}
    if is_place(what["key"]):
        mark = marked.admit(_self, **where)
        found = mark.found if mark else None
    else:
        found = admission.admit(_self, **where)
    if found is not None:
        _log.info("admitted", key=what["key"], state=found.state.value)


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Findings from the queue; what fails comes again, and after five times waits in the dead-letter queue."""
    return process_partial_response(event=event, record_handler=_admit, processor=_processor, context=context)
