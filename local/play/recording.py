"""Step 9: ten seconds of a camera become evidence, frame-exact, with the digest that the box computed."""

from __future__ import annotations

import hashlib
import io
import uuid
from datetime import datetime, timedelta
from typing import Any

from local.play.around_box import renew, spell
from local.play.telling import see, wait_for
from local.play.watcher import frames_of
from local.play.world import World
from rtcc.foundation import clock

_FRAME_MS = 1000 / 15
CASE = "26-CR-0041"


def record(world: World) -> str:
    """Ten seconds of it become evidence: frame-exact, digest computed at the box, nothing before, nothing after."""
    if world.sabotage != 9:
        return _record(world)
    try:
        return _record(world, spoiled=True)
    finally:
        _record(world)  # so that the story has a clip to go on with


def _record(world: World, *, spoiled: bool = False) -> str:
    analyst, to = world.signed_in("analyst"), clock.now()  # as fine as the center keeps a time: hundredths
    start = to - timedelta(seconds=10)
    body = {"camera_id": world.camera["id"], "from": spell(start), "to": spell(to), "case": CASE}
    path = f"/incidents/{world.incident['id']}/clips"
    order = analyst.ask("POST", path, body | {"key": str(uuid.uuid4())}, wants=201)
    if spoiled:
        _change_claim(world, order["id"])

    def ended() -> dict[str, Any] | None:
        renew(world)
        mine: dict[str, Any] = next(one for one in analyst.ask("GET", path)["clips"] if one["id"] == order["id"])
        return mine if mine["state"] not in {"ordered", "cut"} else None

    clip = wait_for("the clip", ended, seconds=45)
    see(clip["state"] == "admitted", f"the clip is {clip['state']}: {clip.get('why', '')}")
    world.clip_item = analyst.ask("GET", f"/evidence/{clip['item_id']}")
    stored = world.clip_item["storage"]
    name = {"Bucket": stored["bucket"], "Key": stored["key"], "VersionId": stored["version_id"]}
    footage = world.aws("s3").get_object(**name)["Body"].read()
    digest = hashlib.sha256(footage).hexdigest()
    see(digest == clip["sha256"] == world.clip_item["sha256"], "the vault's bytes are not those that the box digested")
    _is_exact(frames_of(io.BytesIO(footage)), start, to)
    lines = {line["event"]: line for line in world.clip_item["custody"]}
    see({"clip.cut", "clip.admit"} <= set(lines), f"the item's lines are {sorted(lines)}")
    see(lines["clip.cut"]["role"] == "box", "the digest was not the box's word")
    return (
        f"{clip['frames']} frames, exact by the counter; {len(footage):,} bytes; the box's digest {digest[:16]}… holds"
    )


def _is_exact(frames: list[tuple[int, int]], start: datetime, to: datetime) -> None:
    """Every frame of the ten seconds, none twice, none from before or after."""
    counters = [counter for counter, _ in frames]
    first, last = start.timestamp() * 1000, to.timestamp() * 1000
    see(bool(frames), "the clip shows no frame")
    see(counters == list(range(counters[0], counters[0] + len(counters))), "a frame is missing, or there twice")
    see(all(first - 2 <= ms < last + 2 for _, ms in frames), "the clip shows a frame from outside the ten seconds")
    see(frames[0][1] - first <= _FRAME_MS + 2, "the clip begins too late")
    see(last - frames[-1][1] <= _FRAME_MS + 2, "the clip ends too early")


def _change_claim(world: World, order_id: str) -> None:
    """The sabotage of step 9: an insider puts another digest in the place of the box's, before the clip is admitted."""
    tables, key = world.aws("dynamodb"), {"id": {"S": order_id}}
    table = world.city["tables"]["clips"]

    def cut() -> Any:
        row = tables.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
        return row if row["state"]["S"] == "cut" else None

    row = wait_for("the box's claim", cut)
    tables.put_item(TableName=table, Item=row | {"sha256": {"S": "0" * 64}})
