"""How a test reaches an engine: one endpoint, one key, AWS's own client."""

import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config

REGION = "us-east-1"


@dataclass(frozen=True)
class Account:
    """An endpoint with a key: what boto3 needs and nothing else."""

    endpoint: str
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None

    def client(self, service: str, *, unsigned: bool = False) -> Any:
        """Return a client that speaks to this engine only and never retries: a probe wants the first answer."""
        return _client(self, service, unsigned)


_making = threading.Lock()  # a session makes one client at a time


@cache
def _session() -> Any:
    """One for all accounts: it takes three times as long to make as a client does, and keeps no key."""
    return boto3.session.Session()


@cache
def _client(account: Account, service: str, unsigned: bool) -> Any:
    signature: Any = UNSIGNED if unsigned else "s3v4" if service == "s3" else None
    config = Config(
        signature_version=signature,
        s3={"addressing_style": "path"},
        retries={"max_attempts": 1, "mode": "standard"},
        connect_timeout=5,
        read_timeout=60,
    )
    with _making:
        return _session().client(
            service,
            endpoint_url=account.endpoint,
            region_name=REGION,
            aws_access_key_id=account.access_key_id,
            aws_secret_access_key=account.secret_access_key,
            aws_session_token=account.session_token,
            config=config,
        )
