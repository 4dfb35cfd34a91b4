"""Inviting: each registrant of the area once, in their hours, while the canvass is open and not one longer (P7.3)."""

from __future__ import annotations

from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws import settings
from rtcc.aws.table import Put, transact
from rtcc.canvass import asked, codes, links, store
from rtcc.canvass.limits import limits
from rtcc.canvass.model import Canvass, CanvassState, Request, RequestState, derived
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone
from rtcc.messages import secret
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.registry import service as registry
from rtcc.registry.model import Registrant, State, block_of, quiet_until


def invite_all(actor: Actor, one: Canvass) -> int:
    """Invite each registrant of the area who may be asked now; how many. Doing it again invites nobody twice.

    Each invitation is written only if the canvass is open at that moment: once it is closed, nobody more is asked
    (abuse 80).
    """
    now, most, invited = store.canvass(one.incident_id, one.id), limits(), 0
    if now is None or now.state is not CanvassState.OPEN:
        return 0
    people = registry.askable_within(now.area)
    try:
        for person in people[: most.most_of_all if now.decided_by_id else most.most_asked]:
            invited += _invite(actor, now, person.id)
    except Gone:
        pass
    return invited


def ways(person: Registrant) -> list[tuple[Channel, str]]:
    """How somebody wants to be asked, and where: by text if they want texts, by e-mail otherwise, or by both."""
    texts = [(Channel.TEXT, person.phone)] if person.channels.text else []
    mails = [(Channel.EMAIL, person.email)] if person.channels.email or not texts else []
    return texts + mails


def notices(template: Template, one: Canvass, request: Request, person: Registrant) -> list[Put]:
    """What is said to somebody about a request; not in their quiet hours, unless the call is of priority 1."""
    not_before = waits(one, person)
    return [
        messages.queued(
            template,
            channel,
            to,
            language=person.language,
            about=request.id,
            issue=request.issue,
            not_before=not_before,
            safe_word=person.safe_word,
        )
        for channel, to in ways(person)
    ]


def waits(one: Canvass, person: Registrant) -> datetime | None:
    """When their quiet hours are over, if they hold now and the call is not of priority 1."""
    if one.is_urgent:
        return None
    return quiet_until(person, clock.now(), settings.city().zone, usual=limits().quiet)


def may_be_asked(registrant_id: str) -> Registrant | None:
    """Somebody as they are at this moment; None when they paused, left, or never finished (abuse 45, 90)."""
    person = registry.registrant(registrant_id)
    return person if person is not None and person.state is State.ACTIVE else None


def _invite(actor: Actor, one: Canvass, registrant_id: str) -> bool:
    person = may_be_asked(registrant_id)
    request = _request(one, person) if person else None
    if person is None or request is None or store.request(request.id) is not None:
        return False
    facts = {"canvass": one.id, "registrant": person.id}
    line = custody.line(actor, Action.INVITE_REGISTRANT, request.id, reason=one.incident_number, facts=facts)
    fingerprint = secret.fingerprint(secret.token(request.id, request.issue))
    try:
        transact(
            *store.inviting(request, fingerprint),
            codes.keeping(request),
            store.counting_while_open(request, asked=1),
            *asked.asking(request, most=limits().requests_a_month),
            *notices(Template.ASK, one, request, person),
            line,
        )
    except Conflict as refused:  # the same errand was carried out a moment ago, or they were asked often enough
        if refused.slug == asked.ENOUGH and custody.last(request.id) is None:
            custody.refuse(
                actor, Action.INVITE_REGISTRANT, request.id, reason=one.incident_number, why="asked often enough"
            )
        return False
    return True


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
        expires_at=clock.after(at, days=links.life_days()),
    )
