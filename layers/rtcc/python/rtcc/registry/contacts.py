"""A new e-mail address or telephone: it counts once its code came back, and the old one is told at once."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import Put, Write, transact
from rtcc.custody import service as custody
from rtcc.custody.model import commitment
from rtcc.foundation import clock
from rtcc.foundation.errors import Field, Invalid, TooMany
from rtcc.messages import secret
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.registry import store, ways_in
from rtcc.registry.model import Registrant
from rtcc.registry.particulars import Changing

MOST_A_DAY = 3
_MOST_TRIES = 6
_LIFE_HOURS = 1
_VIA = {"email": Channel.EMAIL, "phone": Channel.TEXT}
_WORDS = {
    "email": {
        "en": "We were asked to write to another e-mail address",
        "es": "Nos pidieron escribir a otro correo",
    },
    "phone": {
        "en": "We were asked to text another number",
        "es": "Nos pidieron escribir a otro numero",
    },
}


def ask(actor: Actor, before: Registrant, *, channel: str, to: str) -> Registrant:
    """Send a code to the new address and a word to the old one. Until the code comes back, the old one counts.

    Where somebody else is registered already, *they* get a word in the code's place, and the answer is the same
    (abuse 7). Raises Invalid for what is the same, TooMany after three a day.
    """
    if getattr(before, channel) == to:
        sentence = "This is the one that we have already."
        raise Invalid(sentence, fields=(Field("to", sentence),))
    if not ways_in.count(f"contact#{before.id}", most=MOST_A_DAY):
        raise TooMany(f"{MOST_A_DAY} changes a day are the most. Please try again tomorrow, or call us.")
    ends = clock.after(clock.now(), hours=_LIFE_HOURS)
    changing = Changing(channel, to, issue=secrets.randbits(31) + 2, tries=0, ends_at=ends)
    after = replace(before, changing=changing)
    line = custody.line(
        actor, Action.CHANGE_REGISTRATION, before.id, facts={"asked": channel, "to": commitment(before.salt, to)}
    )
    transact(store.changing(before, after), *_notices(before, changing), line)
    return replace(after, version=before.version + 1)


def confirm(actor: Actor, before: Registrant, code: str) -> Registrant:
    """Take the code that came back. Raises Invalid for a wrong one or none that is due, TooMany after six."""
    wrong = Invalid("This code is not right. Please look at the newest message.", slug="wrong-code")
    changing = before.changing
    if changing is None or changing.ends_at <= clock.now():
        raise wrong
    if changing.tries >= _MOST_TRIES:
        custody.refuse(actor, Action.CHANGE_REGISTRATION, before.id, why="too many tries")
        raise TooMany("Too many wrong codes. Please ask for a new one.")
    # The try is taken before the code is looked at: of guesses at one moment, one is heard.
    tried = replace(before, changing=replace(changing, tries=changing.tries + 1))
    transact(store.changing(before, tried))
    tried = replace(tried, version=before.version + 1)
    right = secret.code(before.id, _VIA[changing.channel].value, changing.issue)
    if not hmac.compare_digest(right, code):
        custody.refuse(actor, Action.CHANGE_REGISTRATION, before.id, why=f"wrong code for the {changing.channel}")
        raise wrong
    return _change(actor, tried, changing)


def _change(actor: Actor, before: Registrant, changing: Changing) -> Registrant:
    now = clock.now()
    if changing.channel == "email":
        after = replace(before, email=changing.to, email_confirmed_at=now, changing=None)
    else:
        after = replace(before, phone=changing.to, phone_confirmed_at=now, changing=None)
    facts = {"changed": changing.channel, changing.channel: commitment(before.salt, changing.to)}
    line = custody.line(actor, Action.CHANGE_REGISTRATION, before.id, facts=facts)
    claims = _claims(before.id, getattr(before, changing.channel), changing.to)
    transact(store.changing(before, after), *claims, line)
    return replace(after, version=before.version + 1)


def _claims(registrant_id: str, old: str, new: str) -> list[Write]:
    if store.contact_key(old) == store.contact_key(new):
        return []
    return [store.releasing(old, registrant_id), store.claiming(new, registrant_id)]


def _notices(before: Registrant, changing: Changing) -> list[Put]:
    via = _VIA[changing.channel]
    what, old = _WORDS[changing.channel][before.language], getattr(before, changing.channel)
    word = messages.queued(Template.CHANGED, via, old, language=before.language, about=before.id, what=what)
    holder = store.holder(changing.to)
    if holder is not None and holder.id != before.id:
        already = messages.queued(
            Template.ALREADY, Channel.EMAIL, holder.email, language=holder.language, about=holder.id
        )
        return [word, already]
    code = messages.queued(
        Template.CONFIRM_NEW,
        via,
        changing.to,
        language=before.language,
        about=before.id,
        issue=changing.issue,
    )
    return [word, code]
