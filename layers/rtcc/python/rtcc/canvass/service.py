"""Asking: how many are near, opening a canvass; what was written down is carried out by its errands (P7.2, P7.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.canvass import areas, decisions, errands, reviews, second_person, store
from rtcc.canvass.limits import MOST_HOURS, limits
from rtcc.canvass.model import Canvass, CanvassState, Errand, Purpose, band, derived
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Field, Invalid, NotFound, Refused, TooMany
from rtcc.foundation.shapes import Shape
from rtcc.incidents import service as incidents
from rtcc.incidents import timing
from rtcc.incidents.model import Incident
from rtcc.registry import service as registry

_PREVIEWS_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Outlook:
    """About how many registrants an area holds, and why a second person would have to agree."""

    band: str
    waits_for: tuple[str, ...]


def preview(
    actor: Actor,
    incident_id: str,
    *,
    radius_m: int = 0,
    area: Shape | None = None,
    from_at: datetime,
    to_at: datetime,
) -> Outlook:
    """About how many registrants a canvass would reach: within that far of the call, or within an area.

    Each look is written down, with what was looked at, and they are counted by the hour.
    """
    incident = incidents.must_be_open(incident_id)
    shape = areas.asked(incident, radius_m, area)
    _check_window(from_at, to_at)
    timing.must_be_of_its_time(incident, from_at, to_at)
    subject = custody.hourly(actor, Action.PREVIEW_CANVASS)
    if custody.acts_this_hour(actor, Action.PREVIEW_CANVASS) >= _PREVIEWS_AN_HOUR:
        raise TooMany(f"{_PREVIEWS_AN_HOUR} previews an hour are the most. Please wait until the hour is over.")
    custody.note(
        actor,
        Action.PREVIEW_CANVASS,
        subject,
        reason=incident.number,
        facts={**areas.facts(incident, shape), "call": incident.id},
    )
    found = registry.count_within(shape)
    why = second_person.reasons(actor, incident, shape, found=found, from_at=from_at, to_at=to_at)
    return Outlook(band(found), why)


def open_canvass(
    actor: Actor,
    incident_id: str,
    *,
    key: str,
    radius_m: int = 0,
    area: Shape | None = None,
    from_at: datetime,
    to_at: datetime,
    purpose: Purpose,
) -> tuple[Canvass, bool]:
    """Ask the neighborhood of an open call; returns the canvass and whether it is new. The same key opens it once.

    Beyond the limits of one person it waits for a second one, and nobody is invited before that (abuse 80).
    """
    incident = incidents.must_be_open(incident_id)
    canvass_id = derived("can", incident_id, actor.id, key)
    known = store.canvass(incident_id, canvass_id)
    if known is not None:
        return known, False
    _check_window(from_at, to_at)
    timing.must_be_of_its_time(incident, from_at, to_at)
    one = _canvass(actor, incident, canvass_id, areas.asked(incident, radius_m, area), from_at, to_at, purpose)
    facts = {"canvass": one.id, **areas.facts(incident, one.area), "purpose": purpose.value, "state": one.state.value}
    if one.waits_for:
        facts["waits_for"] = " ".join(one.waits_for)
    line = custody.line(actor, Action.OPEN_CANVASS, incident_id, reason=incident.number, facts=facts)
    invite = [errands.giving(one, Errand.INVITE)] if one.state is CanvassState.OPEN else []
    transact(decisions.opening(one), *reviews.keeping(one), *invite, line)
    return one, True


def canvass(incident_id: str, canvass_id: str) -> Canvass:
    """One canvass of a call. Raises NotFound."""
    found = store.canvass(incident_id, canvass_id)
    if found is None:
        raise NotFound("There is no such canvass.")
    return found


def of_incident(incident_id: str) -> list[Canvass]:
    """All canvasses of a call."""
    return store.of_incident(incidents.incident(incident_id).id)


def for_a_second_person() -> list[Canvass]:
    """The newest canvasses that one person could not open alone, of all calls, newest first."""
    return reviews.newest()


def _canvass(
    actor: Actor,
    incident: Incident,
    canvass_id: str,
    area: Shape,
    from_at: datetime,
    to_at: datetime,
    purpose: Purpose,
) -> Canvass:
    found, most = registry.count_within(area), limits().most_of_all
    if found > most:
        raise Refused(f"This area holds more than {most:,} registrants. Please ask a smaller one.")
    why = second_person.reasons(actor, incident, area, found=found, from_at=from_at, to_at=to_at)
    return Canvass(
        id=canvass_id,
        incident_id=incident.id,
        incident_number=incident.number,
        area=area,
        from_at=clock.cut(from_at),
        to_at=clock.cut(to_at),
        purpose=purpose,
        opened_at=clock.now(),
        opened_by=actor.badge,
        opened_by_id=actor.id,
        is_urgent=incident.priority == 1,
        found=found,
        state=CanvassState.WAITING if why else CanvassState.OPEN,
        waits_for=why,
    )


def _check_window(from_at: datetime, to_at: datetime) -> None:
    if not from_at < to_at <= clock.after(from_at, hours=MOST_HOURS):
        sentence = f"The time window must end after it begins, and span at most {MOST_HOURS} hours."
        raise Invalid(sentence, fields=(Field("to", sentence),))
    if from_at > clock.now():
        sentence = "The time window lies in the future; nobody has recorded it yet."
        raise Invalid(sentence, fields=(Field("from", sentence),))
