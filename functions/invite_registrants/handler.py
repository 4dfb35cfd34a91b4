"""Carries out what a canvass that was written down still has to do: invite, remind, and close, each person once."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.canvass import closing, errands, invitations, reminding, renewals
from rtcc.canvass import service as canvasses
from rtcc.canvass.model import Errand

RECORDS = (Action.INVITE_REGISTRANT, Action.REMIND_CANVASS, Action.CLOSE_CANVASS, Action.RENEW_LINK)
_log = Logger()
_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
_self = system("invite_registrants")


_carry_out = {
    Errand.INVITE: invitations.invite_all,
    Errand.REMIND: reminding.remind_all,
    Errand.CLOSE: closing.close_requests,
}


def _run(record: DynamoDBRecord) -> None:
    image = record.raw_event["dynamodb"]["NewImage"]
    if request_id := errands.request_of(image):
        is_new = renewals.issue(_self, request_id)
        _log.info("link renewed", request_id=request_id, is_new=is_new)
    else:
        errand, incident_id, canvass_id = errands.from_stream(image)
        done = _carry_out[errand](_self, canvasses.canvass(incident_id, canvass_id))
        _log.info("errand carried out", errand=errand.value, canvass_id=canvass_id, requests=done)
    errands.done(image)


def handle(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """New rows of the canvass table's stream, errands only; failed ones come again."""
    return process_partial_response(event=event, record_handler=_run, processor=_processor, context=context)
