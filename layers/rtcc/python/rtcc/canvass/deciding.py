"""The second person: agrees to a canvass or not, and is never who opened it (abuse 42, 80)."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.canvass import decisions, errands, service
from rtcc.canvass.model import Canvass, CanvassState, Errand
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Refused
from rtcc.incidents import service as incidents


def approve(actor: Actor, incident_id: str, canvass_id: str) -> Canvass:
    """Agree to what another person wants to ask; the invitations follow. Saying it twice agrees once.

    Raises Refused to whoever opened it: by a look first, so that the sentence is a plain one, and by the table's own
    condition, which holds whatever happens between look and act. Raises Conflict when the call was closed.
    """
    one = service.canvass(incident_id, canvass_id)
    if one.decided_by_id == actor.id and one.state is CanvassState.OPEN:
        return one
    _must_wait(one, actor)
    incidents.must_be_open(incident_id)
    after = _decided(one, actor, CanvassState.OPEN)
    line = _line(actor, Action.APPROVE_CANVASS, after)
    try:
        transact(decisions.approving(after), errands.giving(after, Errand.INVITE), line)
    except Conflict:
        _must_wait(service.canvass(incident_id, canvass_id), actor)
        raise
    return after


def deny(actor: Actor, incident_id: str, canvass_id: str, *, why: str) -> Canvass:
    """Say no, and why. Whoever opened it closes it instead."""
    one = service.canvass(incident_id, canvass_id)
    _must_wait(one, actor)
    after = replace(_decided(one, actor, CanvassState.DENIED), why=why)
    transact(decisions.denying(after), _line(actor, Action.DENY_CANVASS, after))
    return after


def _must_wait(one: Canvass, actor: Actor) -> None:
    """Raises Refused to whoever opened it, by id or badge: roles may overlap; Conflict when it does not wait."""
    if actor.id == one.opened_by_id or actor.badge == one.opened_by:
        raise Refused("You opened this canvass yourself. Another person must decide on it.", slug="own-canvass")
    if one.state is not CanvassState.WAITING:
        sentence = f"This canvass does not wait for a decision any more: it is {one.state.value}."
        raise Conflict(sentence, slug="not-waiting")


def _decided(one: Canvass, actor: Actor, state: CanvassState) -> Canvass:
    return replace(one, state=state, decided_by_id=actor.id, decided_by=actor.badge, decided_at=clock.now())


def _line(actor: Actor, action: Action, one: Canvass) -> custody.Draft:
    facts = {"canvass": one.id, "opened_by": one.opened_by_id, "waits_for": " ".join(one.waits_for)}
    return custody.line(actor, action, one.incident_id, reason=one.incident_number, facts=facts)
