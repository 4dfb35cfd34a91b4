"""What the steps around the box share: the console's requests, the owner at the box, and what is kept anywhere."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import httpx

from local.play.telling import see
from local.play.world import World, plain


def cameras(world: World) -> list[dict[str, Any]]:
    """What the console lists beside the call of this story."""
    found: list[dict[str, Any]] = world.signed_in("analyst").ask("GET", f"/incidents/{world.incident['id']}/cameras")[
        "cameras"
    ]
    return found


def open_view(world: World) -> dict[str, Any]:
    """The analyst opens a view of the story's camera."""
    body = {"camera_id": world.camera["id"], "purpose": "call"}
    return world.signed_in("analyst").ask("POST", f"/incidents/{world.incident['id']}/views", body, wants=201)


def renew(world: World) -> None:
    """What the console does every five seconds while it watches."""
    world.signed_in("analyst").ask("POST", f"/views/{world.view['id']}/renewal", {})


def box_page(world: World, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """The owner at the box's own page."""
    box = world.city["box"]
    answer = httpx.request(method, box["page"] + path, json=body, headers={"X-Box-Pin": box["pin"]}, timeout=10)
    see(answer.status_code < 300, f"{method} {path} at the box answered {answer.status_code}: {answer.text[:200]}")
    return dict(answer.json())


def spell(at: datetime) -> str:
    """A time as the API takes it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def everything(world: World) -> list[tuple[str, str]]:
    """All that the center keeps in tables, and the names of all objects: where, and what stands there."""
    tables, s3, found = world.aws("dynamodb"), world.aws("s3"), []
    for room, table in world.city["tables"].items():
        for page in tables.get_paginator("scan").paginate(TableName=table):
            found += [(room, json.dumps(row, default=str)) for row in page["Items"]]
    for name, bucket in world.city["buckets"].items():
        found += [(name, one["Key"]) for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return found


def lines(world: World) -> list[dict[str, Any]]:
    """The whole custody record, as plain values."""
    pages = world.aws("dynamodb").get_paginator("scan").paginate(TableName=world.city["tables"]["custody"])
    return [plain(row) for page in pages for row in page["Items"]]


def is_deleted(world: World, stream: str) -> bool:
    """Whether the stream is gone."""
    client = world.kinesis()
    try:
        client.describe_stream(StreamName=stream)
    except client.exceptions.ResourceNotFoundException:
        return True
    except client.exceptions.ClientLimitExceededException:
        return False  # asked too often: it is asked again
    return False
