"""Clients of the local engine, signed with its root key, which opens nothing else."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config

ACCOUNT = "000000000000"
REGION = "us-east-1"
ROOT_KEY = "test"  # the engine's own fixed root key; it listens on loopback and holds no real data

_CONFIG = Config(retries={"mode": "standard", "max_attempts": 3}, connect_timeout=3, read_timeout=60)


_making = threading.Lock()  # a session makes one client at a time


@lru_cache(maxsize=1)
def _session() -> Any:
    """One for all clients: each session reads what botocore knows of Amazon anew, a tenth of a second."""
    return boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)


@lru_cache(maxsize=64)
def client(service: str, endpoint: str) -> Any:
    """A boto3 client of one service at the engine, kept for the life of the process."""
    with _making:
        return _session().client(service, endpoint_url=endpoint, config=_CONFIG)


def environment(endpoint: str) -> dict[str, str]:
    """What a child process needs in order to talk to the engine, and to nothing else."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }
