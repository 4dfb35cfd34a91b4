"""Hears what the boxes say, and the broker when it loses one: each kind of event goes to its room."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, Actor, box
from rtcc.clips import service as clips
from rtcc.commands.model import Kind
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, RtccError
from rtcc.live import service as live
from rtcc.sites import hearing, twins
from rtcc.sites.model import THING

Event = Mapping[str, Any]

GONE = "gone"  # what the broker says of a box, not the box of itself
RECORDS = (
    Action.REPORT_BOX,
    Action.CHANGE_GRANT,
    Action.END_VIEW,
    Action.CUT_CLIP,
    # These as refused, in the words of the box:
    Action.VIEW_LIVE,
    Action.REVIEW_FOOTAGE,
    Action.TURN_REVIEW,
    Action.NARROW_CAMERA,
    Action.DELAY_NOTICE,
)
_MOST_REFUSALS = 60  # lines an hour that one box can fill with what we do not take; the rest is counted
_log = Logger()


def _lease(actor: Actor, thing: str, event: Event) -> None:
    if twins.look(actor, thing, event):
        _log.warning("two boxes speak under one name", thing=thing)
        with single_metric(name="BoxTwin", unit=MetricUnit.Count, value=1, namespace="RTCC"):
            pass
    hearing.hear_lease(actor, thing, event)


def _grant(actor: Actor, thing: str, event: Event) -> None:
    hearing.hear_grant(actor, thing, event)
    live.recheck_camera(actor, str(event["camera"]))  # even of old news: the first try may have died before this line


def _refused(actor: Actor, thing: str, event: Event) -> None:
    hearing.refused(actor, thing, event)
    live.hear_refusal(actor, thing, event)
    clips.hear_refusal(actor, thing, event)


def _gone(actor: Actor, thing: str, event: Event) -> None:
    if hearing.gone(actor, thing, event):
        live.close_box(actor, thing, why="the box is gone")


_ROOMS: dict[str, tuple[Action, Callable[[Actor, str, Event], object]]] = {
    Kind.LEASE.value: (Action.REPORT_BOX, _lease),
    Kind.GRANT.value: (Action.CHANGE_GRANT, _grant),
    Kind.VIEW.value: (Action.END_VIEW, live.hear),
    Kind.CLIP.value: (Action.CUT_CLIP, clips.hear),
    Kind.REFUSED.value: (Action.REPORT_BOX, _refused),
    GONE: (Action.REPORT_BOX, _gone),
}


def handle(event: dict[str, Any], _context: LambdaContext) -> None:
    """One event of a box: `said` is its body (base64); `thing`, `kind` and `heard_ms` are the topic rule's own word.

    What cannot be taken is logged, counted, and written under the box's hour: raising it would only bring it again.
    What may pass by itself is raised; AWS IoT's asynchronous call tries twice more and then lays it aside.
    """
    thing, kind = event.get("thing"), event.get("kind")
    if not isinstance(thing, str) or not THING.fullmatch(thing) or not isinstance(kind, str) or kind not in _ROOMS:
        _drop("not an event of a box", thing, kind)
        return
    told = _said(event)
    if told is None:
        _drop("no JSON object", thing, kind)
        return
    action, hear = _ROOMS[kind]
    actor = box(thing)
    try:
        hear(actor, thing, told)
    except RtccError as refused:
        if refused.status >= 500 or isinstance(refused, Conflict):
            raise
        _drop(refused.detail, thing, kind)
        if kind != GONE and custody.acts_this_hour(actor, action) < _MOST_REFUSALS:
            custody.refuse(actor, action, custody.hourly(actor, action), why=refused.detail, asked=kind)


def _said(event: Event) -> Event | None:
    """What the box said, with the line's own time beside it. The broker's word of a box that it lost is as it is."""
    if "said" not in event:
        return event if event.get("kind") == GONE else None
    try:
        body = json.loads(base64.b64decode(event["said"], validate=True))
    except (TypeError, ValueError, RecursionError):
        return None
    return {**body, "heard_ms": event.get("heard_ms")} if isinstance(body, dict) else None


def _drop(why: str, thing: object, kind: object) -> None:
    _log.warning("an event was not taken", why=why, thing=str(thing)[:200], kind=str(kind)[:40])
    with single_metric(name="EventRefused", unit=MetricUnit.Count, value=1, namespace="RTCC") as metric:
        metric.add_dimension(name="kind", value=kind if isinstance(kind, str) and kind in _ROOMS else "unknown")
