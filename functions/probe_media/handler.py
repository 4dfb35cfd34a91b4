"""Looks at an item once it is sealed and leaves previews; marks it for a share. It can write those and nothing else."""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.preview import making, marking
from rtcc.vault import store
from rtcc.vault.model import State

_log = Logger()
_new, _again = BatchProcessor(event_type=EventType.DynamoDBStreams), BatchProcessor(event_type=EventType.SQS)


def _work(record: DynamoDBRecord | SQSRecord) -> None:
    change = json.loads(record.body) if isinstance(record, SQSRecord) else record.raw_event["dynamodb"]
    if isinstance(record, SQSRecord) and "mark" in change:
        _mark(change["mark"])
    else:
        _probe(change)


def _mark(told: dict[str, Any]) -> None:
    order = marking.ordered(told)
    found = marking.make(order)
    _log.info("marked", item_id=order.item_id, release_id=order.share_id, state=found.state.value)


def _probe(change: dict[str, Any]) -> None:
    image = change.get("NewImage")
    if image is None or image["state"].get("S") != State.SEALED.value:
        return
    item = store.from_stream(image)
    found = making.make(item)
    _log.info("probed", item_id=item.id, state=found.state.value, kind=found.kind)


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """New rows of the vault's stream, and from queues what was lost, and orders to mark; a failed one comes again."""
    is_again = any(record["eventSource"] == "aws:sqs" for record in event["Records"])
    processor = _again if is_again else _new
    return process_partial_response(event=event, record_handler=_work, processor=processor, context=context)
