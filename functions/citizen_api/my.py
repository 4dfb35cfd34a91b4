"""My registration: signing in by a link, changing, moving, pausing (P7.4). No account, no password."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.citizen_api.mine import (
    ChangesForm,
    CodeForm,
    ContactForm,
    Mine,
    MoveForm,
    Nothing,
    PauseForm,
    Sent,
    Who,
    mine,
)
from functions.citizen_api.people import email, phone
from rtcc.access.model import Action
from rtcc.canvass import closing
from rtcc.foundation.errors import Field, Invalid
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.visit import Visit
from rtcc.registry import contacts, membership, signing_in
from rtcc.registry.membership import Changes

door = Door("citizen", "my")
_act = partial(door.route, "POST", sign_in=SignIn.MEMBER, record=Record.ACT, reply=Mine)


@door.route(
    "POST",
    "/my/links",
    action=Action.ASK_SIGN_IN,
    sign_in=SignIn.NOBODY,
    record=Record.ACT,
    body=Who,
    reply=Sent,
)
def ask(visit: Visit, *, body: Who) -> tuple[Sent, int]:
    """Send a link to whoever is registered with this address. The answer is the same for everybody."""
    signing_in.ask(visit.actor, body.email)
    return Sent(), 202


@door.route("GET", "/my", action=Action.READ_REGISTRATION, sign_in=SignIn.MEMBER, record=Record.OPEN, reply=Mine)
def read(visit: Visit) -> Mine:
    """One's own registration."""
    return mine(visit.member)


@_act("/my/changes", action=Action.CHANGE_REGISTRATION, body=ChangesForm)
def change(visit: Visit, *, body: ChangesForm) -> Mine:
    """Change what needs no proof."""
    return mine(membership.change(visit.actor, visit.member, _changes(body)))


@_act("/my/contact", action=Action.CHANGE_REGISTRATION, body=ContactForm)
def contact(visit: Visit, *, body: ContactForm) -> tuple[Mine, int]:
    """A new e-mail address or telephone: a code goes there, and a word to the old one."""
    try:
        to = email(body.to) if body.channel == "email" else phone(body.to)
    except ValueError as wrong:
        sentence = f"{str(wrong)[:1].upper()}{str(wrong)[1:]}"
        raise Invalid("Please check the fields that are named.", fields=(Field("to", sentence),)) from None
    return mine(contacts.ask(visit.actor, visit.member, channel=body.channel, to=to)), 202


@_act("/my/contact/confirmations", action=Action.CHANGE_REGISTRATION, body=CodeForm)
def confirm(visit: Visit, *, body: CodeForm) -> Mine:
    """The code that came to the new address. After a new e-mail address, links to the old one open nothing."""
    return mine(contacts.confirm(visit.actor, visit.member, body.code))


@_act("/my/move", action=Action.MOVE_REGISTRATION, body=MoveForm)
def move(visit: Visit, *, body: MoveForm) -> Mine:
    """The cameras are elsewhere now."""
    pin = body.point.point if body.point else None
    return mine(membership.move(visit.actor, visit.member, body.address, pin))


@_act("/my/pause", action=Action.PAUSE_REGISTRATION, body=PauseForm)
def pause(visit: Visit, *, body: PauseForm) -> Mine:
    """Be asked for nothing for a while; what has not reached them yet never does."""
    after = membership.pause(visit.actor, visit.member, body.days)
    closing.spare(visit.actor, after.id)
    return mine(after)


@_act("/my/resume", action=Action.PAUSE_REGISTRATION, body=Nothing)
def resume(visit: Visit, *, body: Nothing) -> Mine:  # noqa: ARG001 the empty body is declared and checked
    """Be asked again."""
    return mine(membership.resume(visit.actor, visit.member))


def _changes(body: ChangesForm) -> Changes:
    told: dict[str, Any] = {name: getattr(body, name) for name in body.model_fields_set}
    if "cameras" in told:
        told["cameras"] = tuple(group.cameras for group in body.cameras)
    if "channels" in told:
        told["channels"] = body.channels.channels
    if "quiet" in told:
        told |= {"quiet": body.quiet.quiet} if body.quiet else {"quiet": None, "no_quiet": True}
    return Changes(**told)
