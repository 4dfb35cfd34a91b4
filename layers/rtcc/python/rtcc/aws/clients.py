"""Makes a boto3 client once, when it is first used."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config

_CONFIG = Config(
    signature_version="s3v4",  # boto3 still presigns with version 2 in four regions unless told
    retries={"mode": "standard", "max_attempts": 4},
    connect_timeout=3,
    read_timeout=20,
)
_PLAIN = Config(retries={"mode": "standard", "max_attempts": 4}, connect_timeout=3, read_timeout=20)


# A provider that did not answer in time may have taken the message: asking again would send it twice (abuse 81).
_ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=3, read_timeout=20)


@lru_cache(maxsize=4)
def client_that_asks_once(service: str) -> Any:
    """The client of a service whose calls must not be repeated by themselves."""
    make: Any = boto3.client
    return make(service, config=_ONCE)


@lru_cache(maxsize=16)
def client(service: str) -> Any:
    """The client of one service, made late and kept for the life of the function."""
    make: Any = boto3.client  # its type is a list of all services by name
    return make(service, config=_CONFIG if service == "s3" else _PLAIN)
