"""Sends each message that an act queued: the table's stream is the outbox; texts and e-mails wait in a queue each."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.aws import queue, settings
from rtcc.messages import sending

RECORDS = (Action.SEND_MESSAGE,)
_queued = BatchProcessor(event_type=EventType.DynamoDBStreams)
_in_turn = BatchProcessor(event_type=EventType.SQS)
_self = system("send_messages")
_QUEUES = {"text": "QUEUE_TEXTS", "email": "QUEUE_MAILS"}


def _take(record: DynamoDBRecord) -> None:
    row = record.raw_event["dynamodb"]["NewImage"]
    # Twice is once: a message is claimed before it is sent.
    queue.hand_over(settings.need(_QUEUES[row["channel"]["S"]]), row["id"]["S"])


def _send(record: SQSRecord) -> None:
    sending.send(_self, record.body)


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """New messages of the table's stream, those whose turn may come, or the minute, to take up what was left."""
    if event.get("source") == "aws.events":
        sending.reconcile(_self)
        return {"batchItemFailures": []}
    if event["Records"][0]["eventSource"] == "aws:sqs":
        return process_partial_response(event=event, record_handler=_send, processor=_in_turn, context=context)
    return process_partial_response(event=event, record_handler=_take, processor=_queued, context=context)
