"""Saying something to somebody once: queue it with the act, claim it, send it, write down what became of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from rtcc.access.model import Action, Actor
from rtcc.aws import mail, settings, texts
from rtcc.aws.table import Put, transact
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock, ids
from rtcc.messages import secret, store, wording
from rtcc.messages.model import Channel, Message, State, Template

_KEPT_DAYS = 30
_log = logging.getLogger(__name__)


def queued(
    template: Template, channel: Channel, to: str, *, language: str, about: str, issue: int = 1, **words: str
) -> Put:
    """A message as a write that joins the act it belongs to; the table's stream carries it to the sender."""
    at = clock.now()
    return store.adding(
        Message(
            id=ids.new("msg"),
            channel=channel,
            template=template,
            to=to,
            language=language,
            about=about,
            issue=issue,
            words=words,
            state=State.QUEUED,
            queued_at=at,
            forget_at=int(clock.after(at, days=_KEPT_DAYS).timestamp()),
        )
    )


def send(actor: Actor, message_id: str) -> None:
    """Send a queued message, once. A message that somebody claimed, sent or forgot is left alone.

    Whoever dies between claim and answer leaves it claimed: an operator sees it; it is not sent blindly again.
    """
    message = store.find(message_id)
    if message is None or not store.claim(message):
        return
    state, provider_id, why = State.SENT, "", ""
    try:
        provider_id = _deliver(message)
    except Exception as refused:  # noqa: BLE001 whatever the provider says must end in a line, not in a second text
        state, why = State.FAILED, type(refused).__name__
        _log.warning("message not sent", extra={"message_id": message.id, "why": why})
    line = custody.line(
        actor,
        Action.SEND_MESSAGE,
        message.about,
        outcome=Outcome.DONE if state is State.SENT else Outcome.FAILED,
        facts={"message": message.id, "channel": message.channel.value, "template": message.template.value}
        | ({"why": why} if why else {}),
    )
    transact(store.ending(message, state, at=clock.now(), provider_id=provider_id), line)


def _deliver(message: Message) -> str:
    words = _words(message)
    if message.channel is Channel.TEXT:
        return texts.send(message.to, text=wording.text(message.template, message.language, words), mark=message.id)
    letter = wording.letter(message.template, message.language, words)
    return mail.send(message.to, subject=letter.subject, text=letter.text, html=letter.html, mark=message.id)


def _words(message: Message) -> Mapping[str, str]:
    """What the template needs; code and link are made here and rest nowhere."""
    city = settings.city()
    words = {"city": city.name, "agency": city.agency, "phone": city.phone, **message.words}
    if message.template is Template.CONFIRM:
        words["code"] = secret.code(message.about, message.channel.value, message.issue)
    if message.template is Template.ASK:
        words["link"] = f"{settings.site()}/r#{secret.token(message.about, message.issue)}"
    return words
