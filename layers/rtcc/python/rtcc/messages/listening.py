"""What providers tell of a message, and what people answer: their STOP holds before anything else is sent."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import ids
from rtcc.foundation.errors import Conflict
from rtcc.messages import addresses, secret, store, tallies
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Message, State, Template
from rtcc.messages.sending import facts
from rtcc.messages.words import Word, is_spanish, meaning

_OPEN = {State.HANDED, State.SENT, State.DOUBTFUL}


class Told(StrEnum):
    """What a provider says of a message."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


# From which states it moves to which. What came twice, or out of order, moves nothing.
_MOVES: dict[Told, tuple[set[State], State]] = {
    Told.ACCEPTED: ({State.HANDED, State.DOUBTFUL}, State.SENT),
    Told.DELIVERED: (_OPEN, State.DELIVERED),
    Told.FAILED: (_OPEN | {State.DELIVERED}, State.FAILED),  # a mailbox may take a letter first and return it later
    Told.UNKNOWN: ({State.HANDED, State.SENT}, State.DOUBTFUL),
}


def hear_delivery(actor: Actor, message_id: str, told: Told, *, why: str = "", tally: str = "") -> Message | None:
    """Write down what became of a message; the message if that was news. This is how a claim of the dead is ended.

    News counts in the day's `tally`, if one is named.
    """
    message, (moves, to) = store.find(message_id), _MOVES[told]
    if message is None or message.state not in moves:
        return None
    outcome = Outcome.DONE if told in {Told.ACCEPTED, Told.DELIVERED} else Outcome.FAILED
    said = facts(message, why) | {"told": told.value}
    line = custody.line(actor, Action.HEAR_MESSAGE, message.about, outcome=outcome, facts=said)
    transact(store.hearing(message, to), *([tallies.counting(tally)] if tally else []), line)
    return message


def hear_bounce(actor: Actor, message_id: str, *, is_lasting: bool, why: str) -> None:
    """An e-mail came back. When it always would, its address gets no more (abuse 84)."""
    hear_delivery(actor, message_id, Told.FAILED, why=why, tally="email_bounced")
    if is_lasting:
        _close(actor, message_id, addresses.BOUNCED)


def hear_complaint(actor: Actor, message_id: str) -> None:
    """Somebody called an e-mail of ours unwanted: they get no more."""
    _close(actor, message_id, addresses.COMPLAINED)


def hear_words(actor: Actor, sender: str, said: str, *, inbound_id: str) -> Word | None:
    """Do what a text from a telephone (E.164) asks, once; what it meant. Its words are kept nowhere."""
    word, address = meaning(said), secret.address(Channel.TEXT.value, sender)
    if word is None:
        return None
    known = addresses.find(address)
    change = {
        Word.STOP: addresses.closing(address, addresses.STOPPED) if not known.closed else None,
        Word.START: addresses.opening(address) if known.closed == addresses.STOPPED else None,
        Word.HELP: None,
    }[word]
    if change is None and (word is not Word.HELP or known.closed):
        return word  # said again, or by whom we may not answer: nothing changes, and nobody is texted twice
    about = known.about or address
    answer = messages.queued(
        _ANSWERS[word],
        Channel.TEXT,
        sender,
        language="es" if is_spanish(said) else known.language or "en",
        about=about,
        message_id=ids.derived("msg", inbound_id),
    )
    line = custody.line(actor, _ACTIONS[word], about, facts={"word": word.value, "address": address})
    if change is not None:
        transact(change, answer, line)
    else:
        with suppress(Conflict):  # this HELP was answered
            transact(answer, line)
    return word


_ANSWERS = {Word.STOP: Template.STOPPED, Word.START: Template.STARTED, Word.HELP: Template.HELP}
_ACTIONS = {Word.STOP: Action.STOP_MESSAGES, Word.START: Action.START_MESSAGES, Word.HELP: Action.HEAR_MESSAGE}


def _close(actor: Actor, message_id: str, why: str) -> None:
    message = store.find(message_id)
    if message is None:
        return
    address = secret.address(message.channel.value, message.to)
    said = facts(message, why) | {"address": address}
    with suppress(Conflict):  # it was closed before
        transact(
            addresses.closing(address, why),
            custody.line(actor, Action.STOP_MESSAGES, message.about, facts=said),
        )
