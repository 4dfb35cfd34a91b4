"""Brings the store's legal hold in line with an item's holds. No other role may ever take one off."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.vault import settling, store

RECORDS = (Action.SETTLE_HOLD,)
_log = Logger()
_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
_self = system("settle_holds")


def _settle(record: DynamoDBRecord) -> None:
    image = record.raw_event["dynamodb"].get("NewImage")
    if image is None or "hold_due" not in image:
        return
    one = store.from_stream(image)
    if settling.settle(_self, one.id):
        _log.info("hold settled", item_id=one.id)


def handle(event: dict[str, Any], context: LambdaContext) -> object:
    """Rows of the vault's stream that are due, one a batch; or, once an hour, whatever a stream did not bring.

    A row that fails comes again; what the hourly look cannot settle is raised at its end, and wakes somebody.
    """
    if "Records" in event:
        return process_partial_response(event=event, record_handler=_settle, processor=_processor, context=context)
    done, failed = settling.settle_all(_self)
    if failed:
        raise RuntimeError("; ".join(failed[:10]))
    return {"settled": done}
