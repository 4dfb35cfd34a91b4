"""Reminding: at most once, only whoever did not answer, and not in their quiet hours (P7.4)."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.canvass import asked, decisions, errands, invitations, service, store
from rtcc.canvass.limits import limits
from rtcc.canvass.model import Canvass, CanvassState, Errand, Request
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone
from rtcc.incidents import service as incidents
from rtcc.messages.model import Template


def remind(actor: Actor, incident_id: str, canvass_id: str) -> Canvass:
    """Remind everybody who did not answer an open canvass, once. Raises Conflict the second time."""
    incidents.must_be_open(incident_id)
    before = service.canvass(incident_id, canvass_id)
    if before.state is not CanvassState.OPEN:
        raise Conflict(f"This canvass is {before.state.value}; nobody is reminded.", slug="not-open")
    if before.reminded_at is not None or limits().reminders < 1:
        raise Conflict("People are reminded once at most.", slug="already-reminded")
    after = replace(before, reminded_at=clock.now())
    line = custody.line(
        actor, Action.REMIND_CANVASS, incident_id, reason=after.incident_number, facts={"canvass": after.id}
    )
    transact(decisions.reminding(after), errands.giving(after, Errand.REMIND), line)
    return after


def remind_all(actor: Actor, one: Canvass) -> int:
    """Remind each registrant who did not answer; how many. Doing it again reminds nobody twice."""
    reminded = 0
    try:
        for request in asked.by_canvass(one.id):
            reminded += _remind(actor, one, request)
    except Gone:  # closed meanwhile
        pass
    return reminded


def _remind(actor: Actor, one: Canvass, request: Request) -> bool:
    person = invitations.may_be_asked(request.registrant_id)
    waits = request.state in decisions.STILL_OPEN and request.reminded_at is None
    if person is None or not waits or request.expires_at <= clock.now():
        return False
    line = custody.line(actor, Action.REMIND_CANVASS, request.id, reason=one.incident_number, facts={"canvass": one.id})
    said = invitations.notices(Template.REMIND, one, request, person)
    try:
        transact(decisions.reminded(request, clock.now()), store.counting_while_open(request), *said, line)
    except Conflict:  # they answered, or were reminded, at the same moment
        return False
    return True
