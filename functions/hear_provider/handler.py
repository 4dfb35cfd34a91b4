"""Hears delivery events, bounces, complaints and the words people text back: a topic, through a queue."""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.hear_provider.news import hear
from rtcc.access.model import Action

RECORDS = (Action.SEND_MESSAGE, Action.HEAR_MESSAGE, Action.STOP_MESSAGES, Action.START_MESSAGES)
_log = Logger()
_processor = BatchProcessor(event_type=EventType.SQS)


def _hear(record: SQSRecord) -> None:
    kind = hear(json.loads(json.loads(record.body)["Message"]))
    with single_metric(name=f"Heard{kind}", unit=MetricUnit.Count, value=1, namespace="RTCC"):
        pass
    _log.info("heard", kind=kind)  # never what was said, nor by whom


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Messages of the providers' topic; failed ones come again."""
    return process_partial_response(event=event, record_handler=_hear, processor=_processor, context=context)
