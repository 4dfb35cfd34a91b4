"""Signing up, proving both channels, and finding who is near (P7.1, P8.1)."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws import places
from rtcc.aws.table import Put, transact
from rtcc.custody import service as custody
from rtcc.custody.model import commitment
from rtcc.foundation import cells, clock, ids
from rtcc.foundation.errors import Field, Invalid, TooMany
from rtcc.foundation.geo import Bounds
from rtcc.foundation.shapes import Shape
from rtcc.messages import secret
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.registry import atlas, consent, homes, names, store
from rtcc.registry.covering import TooWide
from rtcc.registry.model import Coverage, Form, Kind, Registrant, State

_MOST_TRIES = 6
_PENDING_HOURS = 24
_MOST_FOUND = 5_000
COVERAGE_LEVEL = 14  # parts of 1.2 by 2 km at 32 degrees north
_FEWEST_SHOWN = 5  # and counts go by fives: nobody sees that one more signed up


def register(actor: Actor, form: Form) -> Registrant:
    """Take a sign-up and send a code to both channels. Until both come back, nobody can be asked for anything.

    Somebody who is registered already gets the same answer and an e-mail that says so (abuse 7).
    Raises Invalid for an address that is unknown or outside the city, for consent to another text than today's, and
    for a business that nobody says they may speak for.
    """
    consent.check(form.consent)
    names.check(form.name)
    _check_authorized(form)
    one = _registrant(form, homes.place(form.address, form.point))
    line = custody.line(actor, Action.REGISTER, one.id, facts=_commitments(one))
    transact(store.adding(one), *_notices(one), line)
    return one


def confirm(actor: Actor, registrant_id: str, *, channel: str, code: str) -> Registrant:
    """Take the code that came back on a channel. Both confirmed: the registrant is active.

    Raises Invalid for a wrong code (and for a registration that does not exist: nobody learns which), TooMany after
    six wrong ones.
    """
    wrong = Invalid("This code is not right. Please look at the newest message.", slug="wrong-code")
    before = store.find(registrant_id)
    if before is None or (before.forget_at is not None and before.forget_at <= clock.now().timestamp()):
        raise wrong
    # The try is taken before the code is looked at: whoever guesses many at once has guessed as often.
    if not store.take_a_try(before, most=_MOST_TRIES):
        custody.refuse(actor, Action.CONFIRM_CHANNEL, before.id, why="too many tries")
        raise TooMany("Too many wrong codes. Please sign up again tomorrow, or call us.")
    via = Channel.EMAIL if channel == "email" else Channel.TEXT
    if not hmac.compare_digest(secret.code(before.id, via.value, 1), code):
        custody.refuse(actor, Action.CONFIRM_CHANNEL, before.id, why=f"wrong code for the {channel}")
        raise wrong
    if channel in before.confirmed:
        return before
    after = _confirmed(before, channel)
    line = custody.line(
        actor, Action.CONFIRM_CHANNEL, before.id, facts={"channel": channel, "state": after.state.value}
    )
    welcome = [_welcome(after)] if after.state is State.ACTIVE else []
    transact(*store.confirming(before, after), *welcome, line)
    return after


def count_within(shape: Shape) -> int:
    """How many registrants have a place within the shape, off by whoever stands within a centimeter of its edge."""
    return len(_ids_within(shape))


def askable_within(shape: Shape) -> list[Registrant]:
    """The registrants within the shape who may be asked right now, each once, each read strongly at this moment."""
    return [one for one in store.find_all(_ids_within(shape)) if one.state is State.ACTIVE and shape.holds(one.at)]


def coverage(bounds: Bounds) -> list[Coverage]:
    """About how many registrants the parts of the map have, and no place: fewer than five are as none (P12.2)."""
    counted = atlas.counts(bounds, level=COVERAGE_LEVEL)
    shown = {part: n - n % _FEWEST_SHOWN for part, n in sorted(counted.items())}
    return [Coverage(cells.middle(x, y, level=COVERAGE_LEVEL), n) for (x, y), n in shown.items() if n > 0]


def _ids_within(shape: Shape) -> list[str]:
    """Raises Invalid for an area too wide for one search, or with more than 5,000 registrants (abuse 56)."""
    found: set[str] = set()
    try:
        for one in atlas.within(shape):
            found.add(one)
            if len(found) > _MOST_FOUND:
                raise Invalid(f"This area holds more than {_MOST_FOUND:,} registrants. Please draw a smaller one.")
    except TooWide as refused:
        raise Invalid(str(refused), slug="area-too-wide", fields=(Field("area", str(refused)),)) from refused
    return sorted(found)


def registrant(registrant_id: str) -> Registrant | None:
    """One registrant, read strongly."""
    return store.find(registrant_id)


def _notices(one: Registrant) -> list[Put]:
    """A code to each channel; where somebody is registered already, a word to *them* in the code's place.

    Each channel is judged alone: a code that does not come must tell nothing of the other channel's holder.
    """
    known = {channel: store.holder(to) for channel, to in ((Channel.EMAIL, one.email), (Channel.TEXT, one.phone))}
    codes = [
        messages.queued(Template.CONFIRM, channel, to, language=one.language, about=one.id)
        for channel, to in ((Channel.EMAIL, one.email), (Channel.TEXT, one.phone))
        if known[channel] is None
    ]
    holders = {holder.id: holder for holder in known.values() if holder is not None}
    return codes + [
        messages.queued(Template.ALREADY, Channel.EMAIL, holder.email, language=holder.language, about=holder.id)
        for holder in holders.values()
    ]


def _welcome(one: Registrant) -> Put:
    """What they agreed to, as it was shown, for them to keep."""
    return messages.queued(
        Template.WELCOME,
        Channel.EMAIL,
        one.email,
        language=one.language,
        about=one.id,
        safe_word=one.safe_word,
        consent_version=one.consent,
        consent_text=one.consent_text,
    )


def _registrant(form: Form, place: places.Place) -> Registrant:
    at = clock.now()
    return Registrant(
        id=ids.new("reg"),
        kind=form.kind,
        name=form.name,
        email=form.email,
        phone=form.phone,
        address=place.label,
        lat=place.at.lat,
        lon=place.at.lon,
        cameras=form.cameras,
        language=form.language,
        safe_word=form.safe_word,
        consent=form.consent,
        consent_language=form.consent_language or form.language,
        consent_text=consent.TEXTS[form.consent_language or form.language],
        agreed_at=at,
        state=State.PENDING,
        salt=secrets.token_hex(16),
        tries=0,
        made_at=at,
        forget_at=int(clock.after(at, hours=_PENDING_HOURS).timestamp()),
        authorized=form.authorized,
    )


def _check_authorized(form: Form) -> None:
    if form.kind is Kind.RESIDENT and form.authorized is not None:
        sentence = "A resident speaks for themselves."
        raise Invalid(sentence, fields=(Field("authorized", sentence),))
    if form.kind is not Kind.RESIDENT and form.authorized is None:
        sentence = "Please say who may speak for this place: a name and a title."
        raise Invalid(sentence, fields=(Field("authorized", sentence),))
    if form.authorized is not None:
        names.check(form.authorized.name, field="authorized.name")


def _confirmed(before: Registrant, channel: str) -> Registrant:
    at = clock.now()
    after = replace(before, email_confirmed_at=at) if channel == "email" else replace(before, phone_confirmed_at=at)
    if len(after.confirmed) == 2:
        after = replace(after, state=State.ACTIVE, forget_at=None)
    return after


def _commitments(one: Registrant) -> dict[str, str | int | bool]:
    """What the custody line keeps of a person: commitments under a salt that leaves with them."""
    personal = {"name": one.name, "email": one.email, "phone": one.phone, "address": one.address}
    kept: dict[str, str | int | bool] = {name: commitment(one.salt, value) for name, value in personal.items()}
    return kept | {"kind": one.kind.value, "cameras": one.camera_count, "consent": one.consent}
