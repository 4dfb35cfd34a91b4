"""A new link for one that expired: to the address that its registrant proved, and to nobody who merely asks (P7.3)."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws import settings
from rtcc.aws.table import transact
from rtcc.canvass import errands, invitations, links, store
from rtcc.canvass.model import Request
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, TooMany
from rtcc.messages import secret
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template

MOST_ISSUES = 4  # of one request's link: the first, and three more


def renew(actor: Actor, token: str) -> str:
    """Have a new link sent for an expired one; where to, as somebody may see it who only holds the link.

    Raises what the link itself raises, Conflict while it still works, TooMany after three renewals.
    """
    before = links.behind(token)
    if not links.is_expired(before):
        raise Conflict("This link still works. Please open it again.", slug="still-good")
    person = invitations.may_be_asked(before.registrant_id)
    if person is None:
        raise links.expired()
    if before.issue >= MOST_ISSUES:
        raise TooMany(f"This link was renewed often enough. Please call {settings.city().phone}.")
    expires_at = clock.after(clock.now(), days=links.life_days())
    after = replace(before, issue=before.issue + 1, expires_at=expires_at)
    transact(store.renewing(before, after), errands.renewing(after), _line(actor, after))
    return _veiled(person.email)


def issue(actor: Actor, request_id: str) -> bool:
    """Make the new link that was asked for and send it; whether that was still to do."""
    request = store.request(request_id)
    person = invitations.may_be_asked(request.registrant_id) if request else None
    if request is None or person is None:
        return False
    mail = messages.queued(
        Template.RENEWED,
        Channel.EMAIL,
        person.email,
        language=person.language,
        about=request.id,
        issue=request.issue,
        safe_word=person.safe_word,
    )
    fingerprint = secret.fingerprint(secret.token(request.id, request.issue))
    try:
        transact(store.linking(request, fingerprint), mail, _line(actor, request))
    except Conflict:
        return False  # the same errand was carried out a moment ago
    return True


def _line(actor: Actor, one: Request) -> custody.Draft:
    return custody.line(actor, Action.RENEW_LINK, one.id, reason=one.incident_number, facts={"issue": one.issue})


def _veiled(email: str) -> str:
    """`a•••@example.org`: its reader knows which of their mailboxes that is, and a stranger learns little."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}"
