"""What wakes a function, as it comes: a stream's records, a queue's messages, a scan's result, a box's word."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from drills.crash.world import World
from rtcc.foundation import clock

CLEAN = "NO_THREATS_FOUND"
Event = dict[str, Any]


def wake(function: Callable[[Any, Any], Any], event: Event) -> Callable[[], Any]:
    """The function, woken by that event."""
    return partial(function, event, None)


def stream(rows: Iterable[Any], name: str = "INSERT") -> Event:
    """The records that a table's stream carries for these rows."""
    return {
        "Records": [
            {
                "eventID": str(n),
                "eventName": name,
                "eventSource": "aws:dynamodb",
                "dynamodb": {"NewImage": row.serialize(), "SequenceNumber": str(n)},
            }
            for n, row in enumerate(rows)
        ]
    }


def queued(*bodies: str) -> Event:
    """Messages of a queue, each come for the first time."""
    return {
        "Records": [
            {
                "messageId": f"m{n}",
                "receiptHandle": f"r{n}",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:0:waiting",
            }
            for n, body in enumerate(bodies)
        ]
    }


def scanned(world: World, key: str, version: str, *, verdict: str = CLEAN, threat: str = "") -> Event:
    """The malware scan's result, its verdict standing on the version as the scanner puts it there."""
    bucket = os.environ["BUCKET_INBOX"]
    tags = {"TagSet": [{"Key": "GuardDutyMalwareScanStatus", "Value": verdict}]}
    world.s3.put_object_tagging(Bucket=bucket, Key=key, VersionId=version, Tagging=tags)
    what = {"bucketName": bucket, "objectKey": key, "versionId": version}
    found = {"scanResultStatus": verdict, "threats": [{"name": threat}] if threat else None}
    return queued(json.dumps({"detail": {"s3ObjectDetails": what, "scanResultDetails": found}}))


def said(kind: str, thing: str, **event: Any) -> Event:
    """What the topic rule makes of a box's word."""
    heard = {"thing": thing, "kind": kind, "heard_ms": int(clock.now().timestamp() * 1000)}
    if kind == "gone":
        return event | heard
    return {"said": base64.b64encode(json.dumps(event).encode()).decode()} | heard


def arrived(world: World, key: str, body: bytes) -> str:
    """An object in the inbox; its version."""
    return str(world.s3.put_object(Bucket=os.environ["BUCKET_INBOX"], Key=key, Body=body)["VersionId"])


def sent(world: World, one: Any, body: bytes) -> None:
    """The one part of a small upload, as its sender's page puts it."""
    checksum = base64.b64encode(hashlib.sha256(body).digest()).decode()
    where = {"Bucket": os.environ["BUCKET_INBOX"], "Key": one.object_key, "UploadId": one.upload_id}
    world.s3.upload_part(**where, PartNumber=1, Body=body, ChecksumSHA256=checksum)


def news(**told: Any) -> Event:
    """What a provider says, as its topic and our queue carry it."""
    return queued(json.dumps({"Message": json.dumps(told)}))


def handed(rows: Iterable[Any], wanted: Mapping[str, str]) -> Event:
    """The stream's records of those rows alone whose attributes are as the function's filter wants them."""
    return stream(
        row for row in rows if all(row.serialize().get(name, {}).get("S") == value for name, value in wanted.items())
    )
