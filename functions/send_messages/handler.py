"""Sends each message that an act queued; the table's stream is the outbox."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import system
from rtcc.messages import service as messages

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
_self = system("send_messages")


def _send(record: DynamoDBRecord) -> None:
    messages.send(_self, record.raw_event["dynamodb"]["NewImage"]["id"]["S"])


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """New rows of the messages table's stream; failed ones come again."""
    return process_partial_response(event=event, record_handler=_send, processor=_processor, context=context)
