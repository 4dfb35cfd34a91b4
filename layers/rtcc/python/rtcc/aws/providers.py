"""What a provider of messages may answer: taken, not taken now, never taken, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from rtcc.aws.blobs import code_of

_BUSY = {"ThrottlingException", "Throttling", "TooManyRequestsException", "RequestThrottled", "ServiceUnavailable"}


class Busy(Exception):
    """The provider surely did not take the message, and would at another moment."""


class Declined(Exception):
    """The provider surely did not take the message, and will not. Says its code for that."""


@contextmanager
def answering() -> Iterator[None]:
    """Tell apart what surely was not sent (Busy, Declined) from what nobody knows: any other error passes as it is."""
    try:
        yield
    except ClientError as refused:
        code, status = code_of(refused), refused.response["ResponseMetadata"]["HTTPStatusCode"]
        if code in _BUSY:
            raise Busy(code) from refused
        if status < 500:
            raise Declined(code) from refused
        raise
    except (ConnectTimeoutError, EndpointConnectionError) as failed:
        raise Busy(type(failed).__name__) from failed
