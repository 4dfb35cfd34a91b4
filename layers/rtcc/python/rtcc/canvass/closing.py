"""Closing early: nobody more is asked, what waits is taken back, and who was asked gets thanks (abuse 6, 80)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws import settings, uploads
from rtcc.aws.table import Put, transact
from rtcc.canvass import asked, decisions, errands, invitations, service, store
from rtcc.canvass.model import Canvass, CanvassState, Errand, Request, SubmissionState
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template

_TRIES = 5  # for a request whose holder changes their answer at the same moment


def close(actor: Actor, incident_id: str, canvass_id: str) -> Canvass:
    """Close a canvass, open or waiting. From this moment nobody is invited, and no link of it takes a file.

    What it had still to say is taken back by its errand. Saying it twice closes once.
    """
    before = service.canvass(incident_id, canvass_id)
    if before.state is CanvassState.CLOSED:
        return before
    if before.state is CanvassState.DENIED:
        raise Conflict("This canvass was denied; nobody was asked.", slug="not-open")
    after = replace(before, state=CanvassState.CLOSED, closed_by=actor.badge, closed_at=clock.now())
    errand = [errands.giving(after, Errand.CLOSE)] if before.state is CanvassState.OPEN else []
    facts = {"canvass": after.id, "was": before.state.value}
    line = custody.line(actor, Action.CLOSE_CANVASS, incident_id, reason=after.incident_number, facts=facts)
    transact(decisions.closing(before, after), *errand, line)
    return after


def close_requests(actor: Actor, one: Canvass) -> int:
    """Close every request of a closed canvass that nobody answered, with thanks; how many. Again is the same."""
    return sum(end(actor, request, why="closed", thanks=True) for request in asked.by_canvass(one.id))


def end(actor: Actor, one: Request, *, why: str, thanks: bool = False) -> bool:
    """Close a request that waits for an answer; whether it did.

    Its link takes nothing from now on, what is not sent yet never goes out, and a file that is half sent is let go.
    What was sent whole stays, with its receipt. `thanks` go by e-mail to whoever heard of the request.
    """
    for _ in range(_TRIES):
        now = store.request(one.id)
        if now is None or now.state not in decisions.STILL_OPEN:
            return False
        stopped = messages.cancel(actor, about=now.id, issue=now.issue)
        heard = messages.is_said(now.id, issue=now.issue)
        facts: dict[str, Fact] = {"canvass": now.canvass_id, "why": why, "unsent": stopped, "heard": heard}
        line = custody.line(actor, Action.CLOSE_CANVASS, now.id, reason=now.incident_number, facts=facts)
        try:
            transact(
                decisions.ending(now),
                store.counting(now, unsent=int(not heard)),
                *(_thanks(now) if thanks and heard else ()),
                line,
            )
        except Conflict:
            continue
        _let_go(now)
        return True
    return False


def spare(actor: Actor, registrant_id: str) -> int:
    """Take back what somebody was asked and has not heard of, for they want to be asked for nothing; how many.

    A request that reached them stays: they may still answer it, and are not reminded (abuse 45).
    """
    now = clock.now()
    unheard = (
        one
        for one in asked.of_registrant(registrant_id)
        if one.expires_at > now and not messages.is_said(one.id, issue=one.issue)
    )
    return sum(end(actor, one, why="paused") for one in unheard)


def _thanks(one: Request) -> Sequence[Put]:
    person = invitations.may_be_asked(one.registrant_id)
    if person is None or (Channel.EMAIL, person.email) not in invitations.ways(person):
        return ()
    canvass = store.canvass(one.incident_id, one.canvass_id)
    waits = None if canvass is None else invitations.waits(canvass, person)
    thanks = messages.queued(
        Template.THANKS,
        Channel.EMAIL,
        person.email,
        language=person.language,
        about=one.id,
        not_before=waits,
        safe_word=person.safe_word,
    )
    return (thanks,)


def _let_go(one: Request) -> None:
    """Have the store forget the parts of files that were not finished."""
    for half in store.submissions(one.id):
        if half.state is SubmissionState.UPLOADING:
            uploads.abort_upload(settings.need("BUCKET_INBOX"), half.object_key, upload_id=half.upload_id)
