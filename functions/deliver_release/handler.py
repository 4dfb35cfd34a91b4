"""Packs a release that two people agreed to, once its row says so."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.release import delivery, store

RECORDS = (Action.PACK_RELEASE,)
_log = Logger()
_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
_self = system("deliver_release")


def _deliver(record: DynamoDBRecord) -> None:
    image = record.raw_event["dynamodb"].get("NewImage")
    if image is None or image["state"].get("S") not in store.WAKING:
        return
    one = delivery.pack(_self, store.from_stream(image).id)
    if one is not None:
        _log.info("release packed", release_id=one.id, state=one.state.value)


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Rows of the release table's stream, approved ones only, one a batch; a failed one comes again."""
    return process_partial_response(event=event, record_handler=_deliver, processor=_processor, context=context)
