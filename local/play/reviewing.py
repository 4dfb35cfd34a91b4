"""Step 16: what the box recorded is reviewed at four times the speed, with one jump, and nothing of it is kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from local.play.around_box import cameras, is_deleted, lines, renew, spell
from local.play.recording import CASE
from local.play.telling import see, wait_for
from local.play.watcher import Seen, Watcher
from local.play.world import World
from rtcc.foundation import clock

_SPEED = 4
_GROUP_MS = 2_000  # the picture that was asked for stands somewhere in its group of pictures
_OFF_MS = 1_000  # between the time that the box gives a picture and the one that its camera burned in
_HOLE_MS = 1_000
_JOINED_MS = 15_000  # of the recording: who reads from now on misses what was played while they came
_TOLD_WITHIN = 2 * _SPEED + _GROUP_MS / 1000  # seconds of the recording: the box tells every two seconds where it is


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was seen of one stretch: its frames, and what the box said of each fragment (ms since 1970, and frame)."""

    frames: list[Seen]
    told: list[tuple[int, int]]


def review(world: World) -> str:
    """Ten seconds at four times the speed: five, a jump, five more. Each is on record, and on the owner's list."""
    analyst, now = world.signed_in("analyst"), clock.now()
    oldest = clock.read(next(one for one in cameras(world) if one["id"] == world.camera["id"])["available_from"])
    # Back, and not on: what still comes of where it was is then never taken for where it jumped.
    first, second = now - timedelta(seconds=40), max(now - timedelta(seconds=60), oldest + timedelta(seconds=1))
    objects = _objects(world)
    body = {"key": str(uuid.uuid4()), "camera_id": world.camera["id"], "from": spell(first), "case": CASE}
    path = f"/incidents/{world.incident['id']}/reviews"
    one = analyst.ask("POST", path, body | {"speed": _SPEED}, wants=201)
    if world.sabotage == 16:
        _hide(world, one["id"])
    watcher = Watcher(one["media"])
    stream = world.kinesis().describe_stream(StreamName=one["media"]["stream"])["StreamInfo"]
    see(stream["DataRetentionInHours"] == 0, f"the stream keeps {stream['DataRetentionInHours']} hours")
    before = _five_seconds(watcher, first, since=0, within_ms=_JOINED_MS)
    analyst.ask("POST", f"/views/{one['id']}/turn", {"from": spell(second)})
    after = _five_seconds(watcher, second, since=len(watcher.seen), within_ms=_OFF_MS)
    renew(world)
    _is_listed(world, one["id"], second)
    analyst.ask("POST", f"/views/{one['id']}/end", {})
    watcher.stop()
    wait_for("the end of the review's stream", lambda: is_deleted(world, one["media"]["stream"]))
    see(_objects(world) == objects, "something of the review was kept")
    _is_on_record(world, one["id"], second)
    return (
        f"{len(before.frames)} and {len(after.frames)} frames in order, at {_pace(before):.1f} times the speed; "
        "the jump is on record; the owner sees it; nothing was kept"
    )


def _five_seconds(watcher: Watcher, start: datetime, *, since: int, within_ms: int) -> Stretch:
    """Look until five seconds from about that moment on were seen, each fragment as the box says it. Raises NotSeen."""
    at = int(start.timestamp() * 1000)

    def look() -> Stretch | None:
        seen, tags = list(watcher.seen), list(watcher.tags)
        told = [(int(text), index) for name, text, index in tags if name == "RTCC_AT" and index >= since]
        begun = next((index for ms, index in told if at - _GROUP_MS <= ms <= at + within_ms), None)
        if begun is None or begun >= len(seen) or seen[-1].ms < seen[begun].ms + 5_000:
            return None
        return Stretch(seen[begun:], [(ms, index - begun) for ms, index in told if begun <= index < len(seen)])

    stretch = wait_for("five seconds of what was asked for", look)
    counters = [frame.counter for frame in stretch.frames]
    see(counters == sorted(set(counters)), "a picture is there twice, or in another order than it was taken")
    # A busy machine's camera leaves out numbers, so a number that is missing says nothing of the box.
    holes = [late.ms - early.ms for early, late in pairwise(stretch.frames)]
    see(max(holes) <= _HOLE_MS, f"nothing was shown of {max(holes) / 1000:.1f} s of the recording")
    for ms, index in stretch.told:
        off = abs(stretch.frames[index].ms - ms)
        see(off <= _OFF_MS, f"the box says a time that is {off} ms off the one in the picture")
    see(_pace(stretch) >= _SPEED * 0.6, f"it played at {_pace(stretch):.1f} times the speed")
    return stretch


def _pace(stretch: Stretch) -> float:
    first, last = stretch.frames[0], stretch.frames[-1]
    return (last.ms - first.ms) / 1000 / max(0.01, last.at - first.at)


def _is_listed(world: World, view_id: str, earliest: datetime) -> None:
    """The owner reads what kind of look it is, for which case, and what of the recording was shown."""

    def off(one: dict[str, Any]) -> float:
        return abs((clock.read(one["shown_from"]) - earliest).total_seconds()) if "shown_from" in one else 1e9

    def look() -> dict[str, Any] | None:
        views = world.signed_in("owner").ask("GET", "/views")["views"]
        return next((one for one in views if one["id"] == view_id and off(one) <= _TOLD_WITHIN), None)

    mine = wait_for("the review, and from when on it was shown, on the owner's page", look, seconds=10)
    see((mine["kind"], mine["case"]) == ("review", CASE), f"the owner sees {mine['kind']} for case {mine['case']}")


def _is_on_record(world: World, view_id: str, second: datetime) -> None:
    mine = [line for line in lines(world) if line["facts"].get("view") == view_id]
    events = {line["event"] for line in mine}
    see({"footage.review", "review.turn", "view.end"} <= events, f"on record are {sorted(events)}")
    (jump,) = (line for line in mine if line["event"] == "review.turn")
    off = abs((clock.read(jump["facts"]["from"]) - second).total_seconds())
    see(off < 0.1, "the record says another moment than the one that was jumped to")


def _objects(world: World) -> list[tuple[str, str]]:
    """Every object of every bucket but the log's, which grows by itself: nothing of a review is among them."""
    s3, buckets = world.aws("s3"), world.city["buckets"]
    kept = {name: bucket for name, bucket in buckets.items() if name != "log"}
    return sorted(
        (name, one["Key"])
        for name, bucket in kept.items()
        for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    )


def _hide(world: World, view_id: str) -> None:
    """The sabotage of step 16: an insider writes into the table that the owner is to read of this look tomorrow."""
    later = clock.spell(clock.after(clock.now(), hours=24))
    world.aws("dynamodb").update_item(
        TableName=world.city["tables"]["live"],
        Key={"id": {"S": view_id}},
        UpdateExpression="SET notice_at = :later",
        ExpressionAttributeValues={":later": {"S": later}},
    )
