"""Asking: how many are near, opening a canvass, inviting each registrant once (P7.2, P7.3)."""

from __future__ import annotations

from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.canvass import areas, store
from rtcc.canvass.model import Canvass, Purpose, Request, RequestState, band, derived
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Field, Invalid, Refused, TooMany
from rtcc.foundation.shapes import Shape
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Incident
from rtcc.messages import secret
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.registry import service as registry
from rtcc.registry.model import Registrant, block_of

MOST_ASKED = 200  # above it a second person must agree; that comes with the canvass's full rules
_PREVIEWS_AN_HOUR = 60
_LIFE_DAYS = 10
_MOST_HOURS = 24


def preview(
    actor: Actor,
    incident_id: str,
    *,
    radius_m: int = 0,
    area: Shape | None = None,
    from_at: datetime,
    to_at: datetime,
) -> str:
    """About how many registrants a canvass would reach: within that far of the call, or within an area.

    Each look is written down, with what was looked at, and they are counted by the hour.
    """
    incident = incidents.must_be_open(incident_id)
    shape = areas.asked(incident, radius_m, area)
    _check_window(from_at, to_at)
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
    return band(registry.count_within(shape))


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

    The invitations follow from the canvass's own row: a canvass that is written down is a canvass that is carried out.
    """
    incident = incidents.must_be_open(incident_id)
    canvass_id = derived("can", incident_id, actor.id, key)
    known = store.canvass(incident_id, canvass_id)
    if known is not None:
        return known, False
    _check_window(from_at, to_at)
    shape = areas.asked(incident, radius_m, area)
    if registry.count_within(shape) > MOST_ASKED:
        raise Refused(f"This area holds more than {MOST_ASKED} registrants. Please ask a smaller one.")
    one = _canvass(actor, incident, canvass_id, shape, from_at, to_at, purpose)
    line = custody.line(
        actor,
        Action.OPEN_CANVASS,
        incident_id,
        reason=incident.number,
        facts={"canvass": one.id, **areas.facts(incident, shape), "purpose": purpose.value},
    )
    transact(store.opening(one), line)
    return one, True


def of_incident(incident_id: str) -> list[Canvass]:
    """All canvasses of a call."""
    return store.of_incident(incidents.incident(incident_id).id)


def invite_all(actor: Actor, one: Canvass) -> int:
    """Invite each registrant of the area who may be asked now. Doing it again invites nobody twice."""
    people = registry.askable_within(one.area)
    return sum(_invite(actor, one, person) for person in people[:MOST_ASKED])


def _invite(actor: Actor, one: Canvass, person: Registrant) -> bool:
    request = _request(one, person)
    if store.request(request.id) is not None:
        return False
    notices = [
        messages.queued(
            Template.ASK, channel, to, language=person.language, about=request.id, safe_word=person.safe_word
        )
        for channel, to in ((Channel.TEXT, person.phone), (Channel.EMAIL, person.email))
    ]
    line = custody.line(
        actor,
        Action.INVITE_REGISTRANT,
        request.id,
        reason=one.incident_number,
        facts={"canvass": one.id, "registrant": person.id},
    )
    fingerprint = secret.fingerprint(secret.token(request.id, request.issue))
    try:
        transact(*store.inviting(request, fingerprint), store.counting(request, asked=1), *notices, line)
    except Conflict:
        return False  # the same stream record was handled a moment ago
    return True


def _canvass(
    actor: Actor,
    incident: Incident,
    canvass_id: str,
    area: Shape,
    from_at: datetime,
    to_at: datetime,
    purpose: Purpose,
) -> Canvass:
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
    )


def _request(one: Canvass, person: Registrant) -> Request:
    at = clock.now()
    return Request(
        id=derived("req", one.id, person.id),
        canvass_id=one.id,
        incident_id=one.incident_id,
        incident_number=one.incident_number,
        registrant_id=person.id,
        block=block_of(person.address),
        purpose=one.purpose,
        from_at=one.from_at,
        to_at=one.to_at,
        state=RequestState.ASKED,
        issue=1,
        invited_at=at,
        expires_at=clock.after(at, days=_LIFE_DAYS),
    )


def _check_window(from_at: datetime, to_at: datetime) -> None:
    if not from_at < to_at <= clock.after(from_at, hours=_MOST_HOURS):
        sentence = f"The time window must end after it begins, and span at most {_MOST_HOURS} hours."
        raise Invalid(sentence, fields=(Field("to", sentence),))
    if from_at > clock.now():
        sentence = "The time window lies in the future; nobody has recorded it yet."
        raise Invalid(sentence, fields=(Field("from", sentence),))
