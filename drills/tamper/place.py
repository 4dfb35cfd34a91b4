"""The insider's hands: all that the rights of the whole store, of the tables and of the seal key allow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

from botocore.exceptions import ClientError

from drills.tamper.vault import ROWS, Vault
from rtcc.aws.clients import client
from rtcc.custody import store
from rtcc.custody.model import FIRST, Line
from rtcc.custody.store import LineRow
from rtcc.foundation import clock
from rtcc.vault.model import Item

Image = dict[str, Any]


class Place:
    """The vault under somebody's hands. Leaving `tampered` puts the tables back; each time the log is a copy."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._tables = {name: _rows(os.environ[name]) for name in ROWS}
        self.forged = b""  # a package that was made under these hands
        self._left: set[str] = set()
        self._turned: list[tuple[Path, int]] = []

    @contextmanager
    def tampered(self, *, with_log: bool = True) -> Iterator[None]:
        """Two hours later: what was done a moment ago is seen by whoever looks then."""
        real, true = clock.now, os.environ["BUCKET_LOG"]

        def later() -> datetime:
            return real() + timedelta(hours=2)

        bucket = self._copied_log() if with_log else true
        with mock.patch.dict(os.environ, {"BUCKET_LOG": bucket, "BUCKET_LOG_TRUE": true}):
            try:
                with mock.patch.object(clock, "now", later):
                    yield
            finally:
                self._put_back()

    # Custody lines.

    def chain(self) -> list[Line]:
        """The lines of the first item, all of them sealed."""
        return store.of(self.item.id)

    def write(self, *lines: Line) -> None:
        """Write lines over whatever stands there."""
        for line in lines:
            store.row_of(line).save()

    def remove(self, *lines: Line) -> None:
        """Take lines out of the table."""
        for line in lines:
            LineRow(line.subject, line.seq).delete()

    def rewrite(self, lines: Sequence[Line]) -> None:
        """Have the first item's chain be these lines and no others, numbered and hashed anew."""
        self.remove(*self.chain())
        self.write(*rechained(lines))

    # The log.

    def get(self, key: str) -> bytes:
        """The newest version of an object of the log."""
        body: bytes = client("s3").get_object(Bucket=os.environ["BUCKET_LOG"], Key=key)["Body"].read()
        return body

    def put(self, key: str, body: bytes) -> None:
        """A newer version on top of a locked one."""
        client("s3").put_object(Bucket=os.environ["BUCKET_LOG"], Key=key, Body=body)

    def mark(self, *keys: str) -> None:
        """Delete markers: the versions lie where they were, and nobody sees them."""
        for key in keys:
            client("s3").delete_object(Bucket=os.environ["BUCKET_LOG"], Key=key)

    def held(self, prefix: str = "") -> list[str]:
        """What the log holds."""
        return _keys(os.environ["BUCKET_LOG"], prefix)

    def begin_anew(self) -> None:
        """An empty bucket under the log's name, for a log that is made anew with the true key."""
        os.environ["BUCKET_LOG"] = _bucket("fork")

    # The vault.

    @property
    def item(self) -> Item:
        """The first item."""
        return self.vault.items[0]

    def version(self, item: Item) -> dict[str, str]:
        """What names an item's exact version to the store."""
        return {"Bucket": item.bucket, "Key": item.key, "VersionId": item.version_id}

    def image(self, table: str, name: str) -> Image:
        """A row as it lies in a table."""
        found = client("dynamodb").get_item(TableName=os.environ[table], Key={"id": {"S": name}}, ConsistentRead=True)
        row: Image = found["Item"]
        return row

    def row(self, table: str, image: Mapping[str, Any]) -> None:
        """Write a row over another."""
        client("dynamodb").put_item(TableName=os.environ[table], Item=dict(image))

    def drop(self, table: str, name: str) -> None:
        """Take a row out of a table."""
        client("dynamodb").delete_item(TableName=os.environ[table], Key={"id": {"S": name}})

    def tidy(self) -> None:
        """Take what was put into the vault's bucket out again, as far as the store lets it go, and hold as before."""
        self.forged = b""
        while self._turned:
            _turn(*self._turned.pop())
        s3, bucket = client("s3"), self.item.bucket
        own = {item.version_id for item in self.vault.items} | self._left
        listed = s3.list_object_versions(Bucket=bucket)
        for one in (*listed.get("Versions", []), *listed.get("DeleteMarkers", [])):
            if one["VersionId"] not in own:
                try:
                    s3.delete_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])
                except ClientError:  # it is locked as evidence is: it stays, and is no news any more
                    self._left.add(one["VersionId"])
        s3.put_object_legal_hold(**self.version(self.item), LegalHold={"Status": "ON"})

    def turn(self, path: Path, at: int) -> None:
        """Turn one bit of a file beneath the store, until the place is tidied."""
        self._turned.append((path, at))
        _turn(path, at)

    def is_left_over(self, said: str) -> bool:
        """Whether a sentence is about a version of an earlier tampering that could not be taken out again."""
        return any(version in said for version in self._left)

    def _copied_log(self) -> str:
        """A locked bucket with the newest version of all that the log holds."""
        bucket, s3, source = _bucket("log"), client("s3"), os.environ["BUCKET_LOG"]
        for key in _keys(source):
            s3.copy_object(Bucket=bucket, Key=key, CopySource={"Bucket": source, "Key": key})
        return bucket

    def _put_back(self) -> None:
        for name, rows in self._tables.items():
            now, table = _rows(os.environ[name]), os.environ[name]
            for key in now.keys() - rows.keys():
                keys = {part: now[key][part] for part in (("subject", "seq") if "seq" in now[key] else ("id",))}
                client("dynamodb").delete_item(TableName=table, Key=keys)
            for key, image in rows.items():
                if now.get(key) != image:
                    client("dynamodb").put_item(TableName=table, Item=image)


def rechained(lines: Sequence[Line]) -> list[Line]:
    """The lines as one chain that holds in itself."""
    chain: list[Line] = []
    for number, line in enumerate(lines, 1):
        previous = chain[-1].hash if chain else FIRST
        chain.append(replace(line, seq=number, previous=previous).sealed())
    return chain


def _turn(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def _rows(table: str) -> dict[str, Image]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    rows = [row for page in pages for row in page["Items"]]
    return {repr((row.get("id"), row.get("subject"), row.get("seq"))): row for row in rows}


def _keys(bucket: str, prefix: str = "") -> list[str]:
    pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [one["Key"] for page in pages for one in page.get("Contents", [])]


def _bucket(name: str) -> str:
    bucket = f"{name}-{uuid4().hex[:12]}"
    client("s3").create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    return bucket
