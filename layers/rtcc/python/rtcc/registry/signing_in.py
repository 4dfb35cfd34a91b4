"""Signing in to one's own registration: a link to the verified address, and no password (P8.1)."""

from __future__ import annotations

import secrets

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.messages import secret
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.registry import store, ways_in
from rtcc.registry.model import Registrant

MOST_A_DAY = 5
_NOBODY = "reg_" + "0" * 26


def ask(actor: Actor, email: str) -> None:
    """Send a link to whoever is registered with this address, and nothing to anybody else.

    Whether somebody is, nobody learns: as much is asked of the tables and of the key in either case (abuse 7, 52).
    At most five a day for each address; what is beyond is passed over in silence.
    """
    contact = store.contact_key(email)
    if not ways_in.count(contact, most=MOST_A_DAY):
        return
    one = store.holder(email) or store.find(_NOBODY)
    issue = secrets.randbits(48)
    if one is None or not one.is_member:
        _pretend(contact, secret.fingerprint(secret.mine(_NOBODY, issue)))
        return
    way = ways_in.adding(secret.fingerprint(secret.mine(one.id, issue)), owner=one.id, contact=contact)
    link = messages.queued(Template.SIGN_IN, Channel.EMAIL, one.email, language=one.language, about=one.id, issue=issue)
    transact(way, link, custody.line(actor, Action.ASK_SIGN_IN, one.id))


def open_link(token: str) -> Registrant | None:
    """The registrant whose link this is; None when it is unknown or over, or they have left or changed the address.

    Looking changes nothing: previews and scanners open links too (abuse 4).
    """
    found = ways_in.find(secret.fingerprint(token))
    if found is None:
        return None
    owner, contact = found
    one = store.find(owner)
    return one if one and one.is_member and store.contact_key(one.email) == contact else None


def _pretend(contact: str, fingerprint: str) -> None:
    """Ask and write as much as for somebody: three rows that open nothing and are forgotten within the hour."""
    custody.last(_NOBODY)
    transact(*(ways_in.adding(f"{fingerprint}{n}", owner=_NOBODY, contact=contact) for n in range(3)))
