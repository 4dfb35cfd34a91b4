"""The engines that the drills run on: seaweedfs for S3, DynamoDB Local for tables, ministack's KMS for the seal key."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import boto3

from rtcc.aws import table
from rtcc.aws.clients import client
from rtcc.aws.table import Row
from tests.engines import dynamodb_local, ministack, seaweedfs
from tests.engines.account import REGION, Account

_CITY = {
    "name": "Rivermark",
    "state": "LA",
    "agency": "Rivermark Police Department",
    "ori": "LA0000001",
    "phone": "318-555-0100",
    "zone": "America/Chicago",
    "country": "US",
    "bounds": [32.4, -93.8, 32.6, -93.6],
}
_AGENCIES = [{"ori": "LA0000002", "name": "District Attorney"}, {"ori": "TX0000001", "name": "Bexley County Sheriff"}]
_TOLD = {
    "CITY": json.dumps(_CITY),
    "AGENCIES": json.dumps(_AGENCIES),
    "SITE_ORIGIN": "https://rtcc.example.gov",
    "LOG_ORIGIN": "rtcc.example.gov/custody",
    "LOCK_DAYS": "14",
    "FIXITY_DAYS": "0",  # what was read a moment ago is read again
    "POWERTOOLS_METRICS_NAMESPACE": "RTCC",
    "POWERTOOLS_SERVICE_NAME": "drill",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass(frozen=True, slots=True)
class Engines:
    """What runs: the store with a key that has every right, the tables, and the service that holds the seal key."""

    store: Account
    tables: Account
    keys: Account


@contextmanager
def running(folder: Path) -> Iterator[Engines]:
    """Start the three, lead the gates of the product to them by the environment, and end them by their ids."""
    with ExitStack() as ending:
        started = []
        for engine in (seaweedfs, dynamodb_local, ministack):
            place = folder / engine.__name__.rpartition(".")[2]
            place.mkdir()
            child, account = engine.start(place)
            ending.callback(child.stop)
            started.append(account)
        engines = Engines(*started)
        where = {"DRILL_STORE": str(folder / "seaweedfs")}  # its own disk, for whoever tampers beneath it
        ending.enter_context(mock.patch.dict(os.environ, _environment(engines) | where))
        for stale in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
            os.environ.pop(stale, None)
        _connect(engines)
        ending.callback(client.cache_clear)
        yield engines


def forget(*rows: type[Row]) -> None:
    """Let these tables be looked for anew: PynamoDB remembers where it found them."""
    table._connection.cache_clear()
    for row in rows:
        row._connection = None


def _environment(engines: Engines) -> dict[str, str]:
    return _TOLD | {
        "AWS_ENDPOINT_URL_S3": engines.store.endpoint,
        "AWS_ENDPOINT_URL_DYNAMODB": engines.tables.endpoint,
        "AWS_ENDPOINT_URL_KMS": engines.keys.endpoint,
    }


def _connect(engines: Engines) -> None:
    """The clients of S3 and KMS, each with its engine's key, and a seal key in KMS."""
    client.cache_clear()
    for service, account in (("kms", engines.keys), ("s3", engines.store)):
        os.environ["AWS_ACCESS_KEY_ID"] = account.access_key_id
        os.environ["AWS_SECRET_ACCESS_KEY"] = account.secret_access_key
        boto3.DEFAULT_SESSION = None  # it remembers the other engine's key
        client(service)
    made = client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    os.environ["KEY_SEAL"] = made["KeyMetadata"]["Arn"]
