"""Ordering a clip of what a box recorded: for an open call, with a case number, within the owner's reach (P9.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from rtcc.access.model import Action, Actor
from rtcc.aws import settings
from rtcc.aws.table import transact
from rtcc.clips import store
from rtcc.clips.hearing import hear as hear
from rtcc.clips.hearing import hear_refusal as hear_refusal
from rtcc.clips.model import LONGEST_SECONDS, Order, State
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, Field, Invalid
from rtcc.incidents import service as incidents
from rtcc.incidents import timing
from rtcc.incidents.model import Incident
from rtcc.sites import recalling
from rtcc.sites import service as sites
from rtcc.sites.model import Camera

_ORDER_SECONDS = 300  # how long the box may still obey


def order(
    actor: Actor,
    camera_id: str,
    *,
    incident_id: str,
    key: str,
    start: datetime,
    end: datetime,
    case: str,
    strict: bool = False,
) -> tuple[Order, bool]:
    """Order the stretch [start, end) of one camera; returns the order and whether it is new. The same key orders once.

    `strict`: nothing from before `start` may be in the file; then it begins at the next picture that stands alone.

    Raises NotFound (call, or camera: the same words for unknown, not allowed, not connected), Conflict (call closed;
    `not-of-this-call`; `out-of-reach`), Invalid for a stretch that cannot be, Unavailable when the box cannot be told:
    the same key tries again.
    """
    incident = incidents.must_be_open(incident_id)
    known = store.find(ids.derived("ord", incident.id, actor.id, key))
    if known is not None and (known.command or known.state is not State.ORDERED):
        return known, False
    start, end = clock.cut(start), clock.cut(end)
    if known is not None:  # it was written down, and then something kept us from telling the box
        start, end, case, camera_id = known.from_at, known.to_at, known.case, known.camera_id
    _must_be_a_stretch(start, end, case)
    timing.must_be_of_its_time(incident, start, end)
    camera = recalling.camera_for(actor, Action.ORDER_CLIP, camera_id, number=incident.number, start=start, case=case)
    if known is not None:
        return _sent(known), False
    one = _order(actor, camera, incident, key=key, start=start, end=end, case=case, strict=strict)
    transact(store.ordering(one), *_lines(actor, one))
    return _sent(one), True


def known(order_id: str) -> Order | None:
    """One order, whatever became of it; None when there never was one."""
    return store.find(order_id)


def of_incident(incident_id: str) -> list[Order]:
    """The orders of a call, newest first. Raises NotFound."""
    return store.of_incident(incidents.incident(incident_id).id)


def of_site(site_id: str) -> list[Order]:
    """The orders of an establishment's cameras, newest first."""
    return store.of_site(site_id)


def why_no_recall(camera: Camera) -> str:
    """Why nothing of this camera may be fetched now, whatever the case; empty when something may."""
    now = clock.now()
    return sites.why_no_recall(camera, start=now, at=now, case="any")


def is_unanswered(one: Order) -> bool:
    """Whether the box has said nothing, and may no longer obey: it lost the order, or is gone."""
    return one.state is State.ORDERED and clock.now() > clock.after(one.ordered_at, seconds=_ORDER_SECONDS)


def _must_be_a_stretch(start: datetime, end: datetime, case: str) -> None:
    if not case.strip():
        raise Invalid("A clip needs a case number.", fields=(Field("case", "This is needed."),))
    if start >= end:
        raise Invalid("The clip would end before it begins.", fields=(Field("to", "It must lie after the beginning."),))
    if end > clock.now():
        raise Invalid("A clip is of what was.", fields=(Field("to", "It must not lie in the future."),))
    if end - start > timedelta(seconds=LONGEST_SECONDS):
        sentence = "A clip is at most 10 minutes long. Please order several."
        raise Invalid(sentence, fields=(Field("to", sentence),))


def _order(
    actor: Actor,
    camera: Camera,
    incident: Incident,
    *,
    key: str,
    start: datetime,
    end: datetime,
    case: str,
    strict: bool,
) -> Order:
    return Order(
        id=ids.derived("ord", incident.id, actor.id, key),
        key=key,
        camera_id=camera.id,
        camera_name=camera.name,
        thing=camera.thing,
        site_id=camera.site_id,
        incident_id=incident.id,
        incident_number=incident.number,
        case=case,
        from_at=start,
        to_at=end,
        actor=actor.id,
        badge=actor.badge,
        ordered_at=clock.now(),
        strict=strict,
        priority=incident.priority,
    )


def _lines(actor: Actor, one: Order) -> list[custody.Draft]:
    """One under the camera, for its owner; one under the order, with which the clip's own story begins."""
    facts: dict[str, Fact] = {"order": one.id, "camera": one.camera_id, "case": one.case}
    facts |= {"from": clock.spell(one.from_at), "to": clock.spell(one.to_at), "strict": one.strict}
    return [
        custody.line(actor, Action.ORDER_CLIP, subject, reason=one.incident_number, facts=facts)
        for subject in (one.camera_id, one.id)
    ]


def _sent(one: Order) -> Order:
    """The order, told to its box."""
    body = {
        "order": one.id,
        "camera": one.camera_id,
        "from": clock.spell(one.from_at),
        "to": clock.spell(one.to_at),
        "case": one.case,
        "incident": one.incident_number,
        "badge": one.badge,
        "bucket": settings.need("BUCKET_INBOX"),
        "key": one.object_key,
        "strict": one.strict,
        "priority": one.priority,
    }
    after = replace(one, command=sites.order(one.thing, Verb.CUT_CLIP, body, seconds=_ORDER_SECONDS))
    try:
        transact(store.changing(one, after))
    except Conflict:
        return store.find(one.id) or after  # the box was quicker than we
    return after
