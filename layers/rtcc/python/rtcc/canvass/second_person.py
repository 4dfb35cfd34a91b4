"""When one person may not ask alone: many, long, far from the call, or the same place over and over (abuse 53, 80)."""

from __future__ import annotations

from datetime import datetime

from rtcc.access.model import Actor
from rtcc.canvass import reviews
from rtcc.canvass.limits import limits
from rtcc.foundation import clock, shapes
from rtcc.foundation.geo import distance_m
from rtcc.foundation.shapes import Shape
from rtcc.incidents.model import Incident

_SAME_PLACE_M = 150
_SAME_PLACE_DAYS = 30


def reasons(
    actor: Actor, incident: Incident, area: Shape, *, found: int, from_at: datetime, to_at: datetime
) -> tuple[str, ...]:
    """Why a second person must agree, each in a word: `many`, `long`, `far`, `again`; nothing when nobody must."""
    most, middle = limits(), shapes.middle(area)
    holds = {
        "many": found > most.most_asked,
        "long": to_at > clock.after(from_at, hours=most.window_hours),
        "far": distance_m(incident.at, middle) > most.far_m,
        "again": len(_calls_there(actor, area) | {incident.id}) >= most.same_place,
    }
    return tuple(word for word, is_so in holds.items() if is_so)


def sentence(word: str) -> str:
    """A reason in a sentence."""
    most = limits()
    return {
        "many": f"It asks more than {most.most_asked} registrants.",
        "long": f"It spans more than {most.window_hours} hours.",
        "far": f"It asks farther than {most.far_m:,} meters from the call.",
        "again": f"The same person asked around this place for {most.same_place - 1} other calls within 30 days.",
    }[word]


def _calls_there(actor: Actor, area: Shape) -> set[str]:
    """The calls for which the actor asked around the same place not long ago."""
    here, since = shapes.middle(area), clock.after(clock.now(), days=-_SAME_PLACE_DAYS)
    return {call for call, spot in reviews.spots(actor.id, since=since) if distance_m(here, spot) <= _SAME_PLACE_M}
