"""Whether footage may be fetched, and never a frame from before the owner allowed it (walk D)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from edge_greengrass.guard.events import words
from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.guard.states import time
from rtcc.commands.model import Unacceptable
from rtcc.foundation import clock, ids
from rtcc.grants.model import why_no_recall

LONGEST = timedelta(minutes=10)


def order(body: Mapping[str, Any], grants: GrantsLog, *, thing: str, at: datetime) -> dict[str, Any]:
    """What the cutter is told: {order, camera, from, to, asked_at, not_before, bucket, key, strict?, priority?}.

    Raises Unacceptable with the why.

    `not_before` is the later of the grant's own start and the moment since which recall is allowed without a break. How
    far back the owner lets footage be fetched counts from `asked_at`, for as long as the clip has not left.
    """
    camera, wanted = str(body["camera"]), str(body["order"])
    start, end = clock.read(body["from"]), clock.read(body["to"])
    if not start < end <= start + LONGEST:
        raise Unacceptable("a clip is longer than nothing and at most 10 minutes")
    if not ids.is_id(wanted, "ord") or body["key"] != f"clips/{thing}/{wanted}.mp4":
        raise Unacceptable("a clip goes to its own place only")
    grant, since = grants.grant(camera), grants.recall_since(camera)
    if why := why_no_recall(grant, start=start, at=at, case=str(body["case"])):
        raise Unacceptable(why)
    if since is None or end <= since:
        raise Unacceptable("it lies before the owner allowed it")
    return {
        "order": wanted,
        "camera": camera,
        "from": clock.spell(start),
        "to": clock.spell(end),
        "asked_at": clock.spell(at),
        "not_before": clock.spell(max(since, grant.starts_at or since)),
        "bucket": str(body["bucket"]),
        "key": body["key"],
    } | {name: body[name] for name in ("strict", "priority") if name in body}


STATES = {"cut", "sent", "none", "failed", "refused"}
CODECS = {"h264", "h265"}
NUMBERS = ("bytes", "frames", "offset_ms", "box_ahead_ms", "within_ms", "pre_roll_ms")
PLAIN = {"strict": bool} | dict.fromkeys(NUMBERS, int)
MOST_GAPS = 20


def answer(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The cutter's answer, held to the fields of a `clip` event. Raises KeyError, TypeError, ValueError."""
    if facts["state"] not in STATES or not ids.is_id(facts["order"], "ord") or not ids.is_id(facts["camera"], "cam"):
        raise ValueError("no answer of a cutter")
    kept: dict[str, Any] = {name: facts[name] for name in ("order", "camera", "state")}
    if facts.get("why"):
        kept["why"] = words(facts["why"])
    for name in ("from", "to", "first_frame_at", "last_frame_at"):
        if at := time(facts.get(name)):
            kept[name] = at
    kept |= {name: facts[name] for name, kind in PLAIN.items() if type(facts.get(name)) is kind}
    if facts.get("codec") in CODECS:
        kept["codec"] = facts["codec"]
    for name in ("sha256", "manifest_sha256"):
        if name in facts:
            kept[name] = _digest(facts[name])
    if "chain" in facts:
        kept["chain"] = {name: _digest(facts["chain"][name]) for name in ("first", "last")}
    if "gaps" in facts:
        kept["gaps"] = [[time(start), time(end)] for start, end in facts["gaps"][:MOST_GAPS]]
    return kept


def _digest(said: str) -> str:
    if len(bytes.fromhex(said)) != 32:
        raise ValueError("no SHA-256")
    return said
