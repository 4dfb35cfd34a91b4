"""Carries out a canvass that was written down: each registrant of its area is invited once."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import system
from rtcc.canvass import service as canvasses
from rtcc.canvass import store

_log = Logger()
_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
_self = system("invite_registrants")


def _invite(record: DynamoDBRecord) -> None:
    canvass = store.from_stream(record.raw_event["dynamodb"]["NewImage"])
    invited = canvasses.invite_all(_self, canvass)
    _log.info("canvass carried out", canvass_id=canvass.id, invited=invited)


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """New rows of the canvass table's stream, canvasses only; failed ones come again."""
    return process_partial_response(event=event, record_handler=_invite, processor=_processor, context=context)
