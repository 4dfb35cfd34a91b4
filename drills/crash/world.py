"""A center on real engines for drills: its tables, its buckets, its clock, and a way back to how it was."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

from drills.crash.outside import Outside
from drills.crash.wire import Wire
from rtcc.aws import table
from rtcc.aws.clients import client, client_that_asks_once
from rtcc.foundation import clock
from tests.engines import dynamodb_local, seaweedfs
from tests.engines.account import Account
from tests.unit.city import ROWS, City
from tests.unit.conftest import ENVIRONMENT

BUCKETS = ("inbox", "vault", "log", "release", "preview")
_LOCKED = ("vault", "log")
_TICK = timedelta(milliseconds=10)
_MORE = {
    "MAIL_FROM": "rtcc@example.gov",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    "POWERTOOLS_DEV": "false",
} | {f"KEY_{name}": f"key-{name.lower()}" for name in ("CODES", "LINKS", "CURSORS", "SEAL", "COMMANDS")}
_QUEUES = ("ADMIT_UPLOAD", "ADMIT_CLIP", "ADMIT_PREVIEW", "PROBE_MEDIA", "MARK_MEDIA", "TEXTS", "MAILS")

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class World:
    """The center: `wire` is the way out of it, `outside` who answers beyond the engines, `city` the short ways in."""

    tables: Account
    store: Account
    outside: Outside = field(default_factory=Outside)

    def __post_init__(self) -> None:
        """Nothing is called yet, and nothing rests anywhere."""
        self._seen: Rows = {}
        self.turn_to(datetime.now(UTC))
        self.wire = Wire(self.outside.answer)
        lent: Any = self.outside  # it takes texts and letters as the tests' own providers do
        nothing: Any = None
        self.city: Any = City(lent, self.outside.geocoder, nothing, nothing, nothing, {}, nothing)
        self.dynamodb, self.s3 = self.tables.client("dynamodb"), self.store.client("s3")

    def renew(self, *roles: str) -> None:
        """Give these buckets anew, empty: what is locked in the old ones stays there."""
        for role in roles or BUCKETS:
            name = f"{role}-{uuid4().hex[:8]}"
            self.s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=role in _LOCKED)
            if role not in _LOCKED:
                self.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
            os.environ[f"BUCKET_{role.upper()}"] = name

    def rows(self) -> Rows:
        """All that rests in all tables, read strongly; a table that nobody wrote to since is not read again."""
        names = [row.Meta.table_name for row in ROWS]
        fresh = {name: list(self._scan(name)) for name in names if name in self.wire.touched or name not in self._seen}
        self.wire.touched.clear()
        self._seen = {**self._seen, **fresh}
        return self._seen

    def put_back(self, wanted: Rows) -> None:
        """Let the tables hold these rows and no others. Nothing may have been written since they were last read."""
        for row in ROWS:
            name = row.Meta.table_name
            if self._seen.get(name, []) == wanted.get(name, []):
                continue
            keys = [part["AttributeName"] for part in self._schema(name)]
            there = {_key(one, keys): one for one in self._seen.get(name, [])}
            back = {_key(one, keys): one for one in wanted.get(name, [])}
            asked: list[dict[str, Any]] = [
                {"DeleteRequest": {"Key": {key: one[key] for key in keys}}}
                for at, one in there.items()
                if at not in back
            ]
            asked += [{"PutRequest": {"Item": one}} for at, one in back.items() if there.get(at) != one]
            for start in range(0, len(asked), 25):
                self.dynamodb.batch_write_item(RequestItems={name: asked[start : start + 25]})
        self._seen = {row.Meta.table_name: wanted.get(row.Meta.table_name, []) for row in ROWS}

    def forget(self) -> None:
        """What a new copy of a function does not know: whatever the one that died kept in its memory."""
        for name, module in list(sys.modules.items()):
            if name.startswith("rtcc.") and name not in ("rtcc.aws.clients", "rtcc.aws.table"):
                for one in vars(module).values():
                    if hasattr(one, "cache_clear"):
                        one.cache_clear()

    def pass_time(self, **spans: float) -> None:
        """Let time pass for the center, not for its engines."""
        self._at += timedelta(**spans)

    def now(self) -> datetime:
        """The center's time: a hundredth goes by each time somebody looks, however slow this machine is."""
        self._at += _TICK
        return self._at

    def turn_to(self, at: datetime) -> None:
        """Let the center's time be that, and go on from there."""
        self._at = clock.cut(at)

    def _scan(self, name: str) -> Iterator[dict[str, Any]]:
        for page in self.dynamodb.get_paginator("scan").paginate(TableName=name, ConsistentRead=True):
            yield from page["Items"]

    def _schema(self, name: str) -> list[dict[str, str]]:
        if name not in _schemas:
            _schemas[name] = self.dynamodb.describe_table(TableName=name)["Table"]["KeySchema"]
        return _schemas[name]


_schemas: dict[str, list[dict[str, str]]] = {}


@contextmanager
def world() -> Iterator[World]:
    """Start the engines, tell the functions where they are, make the tables; end all of it again."""
    with ExitStack() as ends:
        places = [Path(ends.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        database, tables = dynamodb_local.start(places[0])
        ends.callback(database.stop)
        disk, store = seaweedfs.start(places[1])
        ends.callback(disk.stop)
        with around(tables, store) as one:
            yield one


@contextmanager
def around(tables: Account, store: Account) -> Iterator[World]:
    """A center on engines that run already. Its tables must not be there."""
    with ExitStack() as ends:
        ends.enter_context(mock.patch.dict(os.environ, _environment(tables, store)))
        _forget_connections()
        ends.callback(_forget_connections)
        one = World(tables, store)
        ends.enter_context(mock.patch.object(clock, "now", one.now))
        ends.enter_context(one.wire.laid())
        for row in ROWS:
            row.create_table(billing_mode="PAY_PER_REQUEST")
        yield one


def _environment(tables: Account, store: Account) -> Mapping[str, str]:
    queues = {f"QUEUE_{name}": f"https://sqs.us-east-1.amazonaws.com/0/{name.lower()}" for name in _QUEUES}
    own = {name: f"{value}-{uuid4().hex[:8]}" for name, value in ENVIRONMENT.items() if name.startswith("TABLE_")}
    engines = {"AWS_ENDPOINT_URL_DYNAMODB": tables.endpoint, "AWS_ENDPOINT_URL_S3": store.endpoint}
    keys = {"AWS_ACCESS_KEY_ID": store.access_key_id, "AWS_SECRET_ACCESS_KEY": store.secret_access_key}
    return ENVIRONMENT | _MORE | queues | own | engines | keys


def _forget_connections() -> None:
    client.cache_clear()
    client_that_asks_once.cache_clear()
    table._connection.cache_clear()
    for row in _every(table.Row):
        row._connection = None
    _schemas.clear()


def _every(kind: type[table.Row]) -> Iterator[type[table.Row]]:
    for one in kind.__subclasses__():
        yield one
        yield from _every(one)


def _key(row: Mapping[str, Any], keys: list[str]) -> str:
    return repr([row[key] for key in keys])
