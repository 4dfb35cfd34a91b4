"""Saying something to somebody once: queue it with the act it belongs to; `sending` does the rest."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws.table import Put, transact
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict
from rtcc.messages import addresses, limits, secret, silences, store
from rtcc.messages.model import CARRYING_A_REQUEST, Channel, Message, State, Template
from rtcc.messages.sending import facts

_KEPT_DAYS = 30
_ONCE = CARRYING_A_REQUEST | {Template.THANKS}  # said once a request, channel, and issue, whoever says so twice
_NOT_HANDED = {State.QUEUED, State.CLAIMED}
_HEARD = {State.HANDED, State.SENT, State.DELIVERED, State.DOUBTFUL}


def queued(
    template: Template,
    channel: Channel,
    to: str,
    *,
    language: str,
    about: str,
    issue: int = 1,
    message_id: str = "",
    not_before: datetime | None = None,
    **words: str,
) -> Put:
    """A message as a write that joins the act it belongs to; the table's stream carries it to the sender.

    What speaks of a request is said once: the same again raises Conflict. Words are the template's own; with
    `safe_word` the message begins with it. Nothing leaves before `not_before`.
    """
    at = clock.now()
    waits = max(at, not_before or at)
    return store.adding(
        Message(
            id=message_id or _id(template, channel, about, issue),
            channel=channel,
            template=template,
            to=to,
            language=language,
            about=about,
            issue=issue,
            words=words,
            state=State.QUEUED,
            queued_at=at,
            forget_at=int(clock.after(waits, days=_KEPT_DAYS).timestamp()),
            not_before=waits if waits > at else None,
        )
    )


def cancelling(about: str) -> Put:
    """Say nothing more about a thing, as a write that joins the act by which it ends; thanks and receipts still go.

    What waits is taken back at its turn at the latest, with a line of its own; `cancel` takes it back at once.
    """
    return silences.keeping(about)


def cancel(actor: Actor, *, about: str, issue: int = 1) -> int:
    """Say nothing more about a request, and take back what was not handed to a provider yet: how many messages.

    `issue` is the newest of the request's links.
    """
    transact(cancelling(about))
    return sum(_take_back(actor, one) for one in _of_request(about, issue) if one.state in _NOT_HANDED)


def is_said(about: str, *, issue: int = 1) -> bool:
    """Whether somebody may have heard of a request: one of its messages was handed to a provider."""
    return any(one.state in _HEARD for one in _of_request(about, issue))


def why_closed(channel: Channel, to: str) -> str:
    """Why nothing is sent to an address (`stopped`, `bounced`, `complained`); empty when it is."""
    return addresses.find(secret.address(channel.value, to)).closed or ""


def _id(template: Template, channel: Channel, about: str, issue: int) -> str:
    if template in _ONCE:
        return ids.derived("msg", template.value, channel.value, about, str(issue))
    return ids.new("msg")


def _of_request(about: str, issue: int) -> list[Message]:
    kinds = {(Template.ASK, 1), (Template.REMIND, issue), (Template.RENEWED, issue)}
    return store.find_all([_id(template, channel, about, n) for template, n in kinds for channel in Channel])


def _take_back(actor: Actor, message: Message) -> bool:
    said = facts(message, limits.OVER)
    line = custody.line(actor, Action.SEND_MESSAGE, message.about, outcome=Outcome.REFUSED, facts=said)
    with suppress(Conflict):  # somebody claimed or handed it this moment: whoever did finds out by themselves
        transact(store.cancelling(message), line)
        return True
    return False
