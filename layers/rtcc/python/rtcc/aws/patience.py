"""What to do while AWS is busy: which errors pass by themselves, and how long one waits before asking again."""

from __future__ import annotations

import random
import time

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

MOST_TRIES = 12  # together within five seconds: a door has half a minute

# Names under which the services say "not now": what was asked was surely not done (DynamoDB, KMS, S3, SQS, IoT).
BUSY = frozenset(
    {
        "TransactionConflict",
        "TransactionInProgressException",
        "ThrottlingError",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "TooManyRequestsException",
        "LimitExceededException",
        "ClientLimitExceededException",
        "SlowDown",
    }
)
# And under which they fail without saying whether it was done.
_DOWN = frozenset(
    {
        "InternalError",
        "InternalServerError",
        "InternalFailure",
        "KMSInternalException",
        "DependencyTimeoutException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "RequestTimeout",
        "RequestTimeoutException",
        "503",
    }
)


def pause(attempt: int) -> None:
    """Wait before the next try, from 0: longer each time, and never as long as the others who wait."""
    time.sleep(random.uniform(0, min(0.4, 0.01 * 2**attempt)))  # noqa: S311 jitter, not a secret


def is_busy(error: BaseException) -> bool:
    """Whether AWS refused for a reason that passes: nothing was done, and asking again does nothing twice."""
    return _code(error) in BUSY


def will_pass(error: BaseException) -> bool:
    """Whether later the same call may be taken: AWS is busy, or failed, or said nothing. It may have been done."""
    if isinstance(error, ClientError):
        return _code(error) in BUSY | _DOWN
    if isinstance(error, BotoCoreError):
        return isinstance(error, (ConnectionError, HTTPClientError))
    cause = getattr(error, "cause", None)  # PynamoDB wraps what botocore raised
    return isinstance(cause, Exception) and will_pass(cause)


def _code(error: BaseException) -> str:
    """The service's own name of an error, also of one that PynamoDB wrapped."""
    said = error if isinstance(error, ClientError) else getattr(error, "cause", None)
    return str(said.response.get("Error", {}).get("Code", "")) if isinstance(said, ClientError) else ""
