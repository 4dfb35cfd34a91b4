"""The gate to Kinesis Video Streams: streams that keep nothing, made for a view and gone after it (P3.1, P4.1)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError

from rtcc.aws.blobs import code_of
from rtcc.aws.clients import client
from rtcc.foundation.errors import Unavailable

PREFIX = "rtcc-"
_RETENTION_HOURS = 0  # then PutMedia and GetMedia alone work, and what was sent lies in a buffer for minutes
_MEDIA = "video/h264"
_TRIES, _PAUSE_SECONDS = 25, 0.3  # a stream is active, or gone, within a few seconds
_BUSY = "ClientLimitExceededException"  # a few calls a second for one stream; boto3 does not try again by itself
_BUSY_PAUSES = (0.3, 0.6, 1.2)  # seconds


def create(name: str, *, anew: bool = False) -> None:
    """See to it that the stream is there, active, and keeps nothing. Raises Unavailable when that cannot be said.

    With `anew`, one that somebody left behind is taken away first: whoever still means to delete that one cannot hit
    this one, for each has an address of its own. A stream that keeps what it is sent is never used.
    """
    with _answering():
        if anew and (left := find(name)):
            remove(left)
        _bring_up(name)


def find(name: str) -> str:
    """The address (ARN) of the stream that has this name now; empty when there is none."""
    with _answering():
        there = _describe(name)
    return cast(str, there["StreamARN"]) if there is not None and there["Status"] != "DELETING" else ""


def remove(arn: str) -> None:
    """Take that very stream away, and with it the minutes that its buffer holds. One that is gone is fine."""
    with _answering(but="ResourceNotFoundException"):
        _ask("delete_stream", StreamARN=arn)


def media_endpoint(name: str) -> str:
    """Where GetMedia reads this stream: an origin. Raises Unavailable when there is none."""
    with _answering():
        answer = _ask("get_data_endpoint", StreamName=name, APIName="GET_MEDIA")
    return cast(str, answer["DataEndpoint"])


def every() -> Iterator[tuple[str, str]]:
    """Name and address of each stream of ours that is not on its way out."""
    condition = {"ComparisonOperator": "BEGINS_WITH", "ComparisonValue": PREFIX}
    with _answering():
        for page in client("kinesisvideo").get_paginator("list_streams").paginate(StreamNameCondition=condition):
            for one in page["StreamInfoList"]:
                if one["StreamName"].startswith(PREFIX) and one["Status"] != "DELETING":
                    yield one["StreamName"], one["StreamARN"]


@contextmanager
def _answering(*, but: str = "") -> Iterator[None]:
    """Whatever the service refuses (`but` that) or leaves unanswered becomes one sentence. Raises Unavailable."""
    try:
        yield
    except (BotoCoreError, ClientError) as failed:
        if not but or code_of(failed) != but:
            sentence = "There is no stream for this view right now. Please try again."
            raise Unavailable(sentence, slug="no-stream") from failed


def _bring_up(name: str) -> None:
    for _ in range(_TRIES):
        there = _describe(name)
        if there is None:
            _make(name)
        elif there["DataRetentionInHours"] != _RETENTION_HOURS:
            raise Unavailable("The stream would keep what it is sent, so it is not used.", slug="stream-keeps")
        elif there["Status"] in {"ACTIVE", "UPDATING"}:
            return
        else:
            time.sleep(_PAUSE_SECONDS)
    raise Unavailable("The stream did not come up in time. Please try again.", slug="no-stream")


def _describe(name: str) -> dict[str, Any] | None:
    try:
        return cast(dict[str, Any], _ask("describe_stream", StreamName=name)["StreamInfo"])
    except ClientError as refused:
        if code_of(refused) == "ResourceNotFoundException":
            return None
        raise


def _make(name: str) -> None:
    with _answering(but="ResourceInUseException"):  # somebody else made it at the same moment
        _ask("create_stream", StreamName=name, MediaType=_MEDIA, DataRetentionInHours=_RETENTION_HOURS)


def _ask(operation: str, **told: Any) -> dict[str, Any]:
    """One call. Several people who open views of one camera at once are no reason to refuse one of them."""
    for pause in _BUSY_PAUSES:
        try:
            return cast(dict[str, Any], getattr(client("kinesisvideo"), operation)(**told))
        except ClientError as refused:
            if code_of(refused) != _BUSY:
                raise
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - it spreads load, it hides nothing
    return cast(dict[str, Any], getattr(client("kinesisvideo"), operation)(**told))
