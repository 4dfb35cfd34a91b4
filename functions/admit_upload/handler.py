"""Brings a submission into the vault once its malware scan has ended."""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.aws import queue
from rtcc.canvass import admission
from rtcc.vault import scan

RECORDS = (Action.ADMIT_UPLOAD,)
_log = Logger()
_processor = BatchProcessor(event_type=EventType.SQS)
_self = system("admit_upload")


def _admit(record: SQSRecord) -> None:
    try:
        item = admission.admit(_self, scan.read(json.loads(record.body)))
    except Exception:
        tries = int(record.attributes.approximate_receive_count or 1)
        queue.come_back_soon(record.event_source_arn, record.receipt_handle, tries=tries)
        raise
    if item is not None:
        _log.info("admitted", item_id=item.id, state=item.state.value)


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Scan results from the queue; what fails comes again, and after five times waits in the dead-letter queue."""
    return process_partial_response(event=event, record_handler=_admit, processor=_processor, context=context)
