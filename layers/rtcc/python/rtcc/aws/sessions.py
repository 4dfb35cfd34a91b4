"""The gate to STS: credentials that read one stream for a quarter of an hour and can do nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from botocore.exceptions import BotoCoreError, ClientError

from rtcc.aws import settings
from rtcc.aws.clients import client
from rtcc.foundation.errors import Unavailable

SECONDS = 900  # the shortest that STS gives
_ACTIONS = ["kinesisvideo:GetMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a page signs GetMedia with. Its secrets are shown to nobody else and written nowhere."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)
    expires_at: datetime


def viewer(stream: str, *, session: str) -> Credentials:
    """Credentials that read this one stream and nothing else, for 15 minutes. `session` names them in the trail.

    `stream` is its address (ARN), not its name: the next stream of that name is another viewer's.
    """
    role = settings.need("ROLE_VIEWER")
    asked = {"RoleArn": role, "RoleSessionName": session, "DurationSeconds": SECONDS, "Policy": _policy(stream)}
    try:
        given = client("sts").assume_role(**asked)["Credentials"]
    except (BotoCoreError, ClientError) as failed:
        sentence = "There are no credentials for this view right now. Please try again."
        raise Unavailable(sentence, slug="no-credentials") from failed
    return Credentials(
        given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], given["Expiration"].astimezone(UTC)
    )


def region() -> str:
    """The region in which streams are."""
    return settings.need("AWS_REGION")


def _policy(stream: str) -> str:
    """What is left of the role's rights in this session: the intersection with one stream."""
    statement = {"Effect": "Allow", "Action": _ACTIONS, "Resource": stream}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":"))
