"""Sending what was queued: one send for one intent, at its turn, and a line for what became of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws import mail, providers, settings, texts
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Unavailable
from rtcc.messages import addresses, limits, pacing, secret, store, wording
from rtcc.messages.model import CARRYING_A_REQUEST, Channel, Message, State, Template

_TRIES = 5  # when the provider says that it is busy
_LEFT_SECONDS = 300  # what no function took by then, the sweep takes up
_SWEEP_SECONDS = 180
_DOUBT_SECONDS = 900  # how long after its lease a provider's event is waited for
_OUTCOMES = {State.SENT: Outcome.DONE, State.REFUSED: Outcome.REFUSED, State.CANCELLED: Outcome.REFUSED}
_log = logging.getLogger(__name__)


def send(actor: Actor, message_id: str) -> None:
    """Send a queued message, once, when its turn comes. One that somebody claimed, sent or forgot is left alone.

    So is one whose reader still sleeps: the sweep takes it up when its time has come.

    Whoever dies before the provider is told leaves the message to another try. Whoever dies after that leaves it to
    the provider's events: it is never sent blindly again (abuse 81).
    """
    message = store.find(message_id)
    held = store.claim(message) if message and _is_due(message) else None
    if held is None:
        return
    why = limits.why_closed(held) or limits.why_never(held)
    if not why:
        _take_turn(held)
        # Whoever said STOP while this waited for its turn is heard (abuse 79).
        why = limits.why_closed(held) or limits.why_capped(held)
    if why:
        _end(actor, held, State.CANCELLED if why == limits.OVER else State.REFUSED, why=why)
        return
    addresses.remember(limits.mark(held), about=held.about, language=held.language)
    handed = store.hand(held)
    if handed is not None:  # else its lease ran out while it waited, and it is somebody else's
        _tell(actor, handed)


def reconcile(actor: Actor) -> None:
    """Take up what nobody finished: send what was surely not sent, and name what nobody can say anything of."""
    now = clock.now()
    for message in _left(State.CLAIMED, before=now):
        if _is_over(message, now):
            store.give_back(message, was=State.CLAIMED)
    for message in _left(State.HANDED, before=now):
        if _is_over(message, now, more=_DOUBT_SECONDS):
            _end(actor, message, State.DOUBTFUL, why="the provider never said")
    for message in _left(State.QUEUED, before=clock.after(now, seconds=-_LEFT_SECONDS)):
        if (clock.now() - now).total_seconds() > _SWEEP_SECONDS:
            return
        send(actor, message.id)


def facts(message: Message, why: str = "") -> dict[str, str]:
    """What a line says of a message: which, how, what kind; and why not."""
    said = {"message": message.id, "channel": message.channel.value, "template": message.template.value}
    return said | ({"why": why} if why else {})


def _left(state: State, *, before: datetime) -> list[Message]:
    """Those in this state, read strongly: the index that names them may be behind."""
    found = [store.find(message_id) for message_id in store.left(state, before=before)]
    return [message for message in found if message and message.state is state]


def _is_due(message: Message) -> bool:
    return message.state is State.QUEUED and message.due_at <= clock.now()


def _is_over(message: Message, now: datetime, *, more: int = 0) -> bool:
    return message.lease_until is None or clock.after(message.lease_until, seconds=more) < now


def _take_turn(message: Message) -> None:
    """Wait for a slot of the number (or of the sender) from which the message leaves."""
    lane, rate = "email", settings.number("MAILS_A_SECOND", 14)
    if message.channel is Channel.TEXT:
        lane, rate = settings.need("TEXT_FROM"), settings.number("TEXTS_A_SECOND", 3)
    pacing.wait_until(pacing.slot(lane, rate))


def _tell(actor: Actor, message: Message) -> None:
    for _ in range(_TRIES):
        try:
            provider_id = _deliver(message)
        except providers.Busy:
            _take_turn(message)
        except (providers.Declined, ValueError) as refused:
            why = str(refused) if isinstance(refused, providers.Declined) else "the words"
            return _end(actor, message, State.FAILED, why=why)
        except Exception:  # noqa: BLE001 it may have gone out: the provider's events say so, or nobody can
            return _log.warning("the provider's answer is missing", extra={"message_id": message.id})
        else:
            return _end(actor, message, State.SENT, provider_id=provider_id)
    store.give_back(message, was=State.HANDED)
    raise Unavailable("The provider is busy. The message is sent later.")


def _end(actor: Actor, message: Message, state: State, *, why: str = "", provider_id: str = "") -> None:
    """Write the end and its line. When the provider's event was faster, both are there already."""
    outcome = _OUTCOMES.get(state, Outcome.FAILED)
    line = custody.line(actor, Action.SEND_MESSAGE, message.about, outcome=outcome, facts=facts(message, why))
    ending = store.ending(message, state, at=clock.now(), provider_id=provider_id)
    with suppress(Conflict):
        transact(ending, line)


def _deliver(message: Message) -> str:
    words = _words(message)
    if message.channel is Channel.TEXT:
        return texts.send(message.to, text=wording.text(message.template, message.language, words), mark=message.id)
    letter = wording.letter(message.template, message.language, words)
    return mail.send(message.to, subject=letter.subject, text=letter.text, html=letter.html, mark=message.id)


def _words(message: Message) -> Mapping[str, str]:
    """What the template needs; code and link are made here and rest nowhere."""
    city = settings.city()
    words = {"city": city.name, "agency": city.agency, "phone": city.phone, "site": settings.site(), **message.words}
    if message.template in {Template.CONFIRM, Template.CONFIRM_NEW}:
        words["code"] = secret.code(message.about, message.channel.value, message.issue)
    if message.template in CARRYING_A_REQUEST:
        words["code"] = secret.spelled(secret.check(message.about))
        words["link"] = f"{settings.site()}/r#{secret.token(message.about, message.issue)}"
    if message.template is Template.SIGN_IN:
        words["link"] = f"{settings.site()}/my#{secret.mine(message.about, message.issue)}"
    return words
