"""The custody log's heads and tiles as CloudFront shows them: read out of the log's bucket, and nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime

from botocore.exceptions import ClientError

from local import aws

# As infrastructure/constructs/visitor_paths.js has it.
_SHOWN = re.compile(r"/log(/checkpoint|/tile/[0-9]/.+)")


@dataclass(frozen=True, slots=True)
class Sealed:
    """One object of the log, and since when it is there (as HTTP spells it)."""

    body: bytes
    since: str


def reader(endpoint: str, bucket: str) -> Callable[[str], Sealed | None]:
    """What lies behind a path of the public log; None for what the public does not see, and for what is not there."""

    def read(path: str) -> Sealed | None:
        shown = _SHOWN.fullmatch(path)
        if shown is None:
            return None
        try:
            found = aws.client("s3", endpoint).get_object(Bucket=bucket, Key=shown[1][1:])
        except ClientError:
            return None
        return Sealed(found["Body"].read(), format_datetime(found["LastModified"].astimezone(UTC), usegmt=True))

    return read
