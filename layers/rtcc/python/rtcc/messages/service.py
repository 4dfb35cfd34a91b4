"""Saying something to somebody once: queue it with the act it belongs to; `sending` does the rest."""

from __future__ import annotations

from rtcc.aws.table import Put
from rtcc.foundation import clock, ids
from rtcc.messages import addresses, secret, store
from rtcc.messages.model import Channel, Message, State, Template

_KEPT_DAYS = 30


def queued(
    template: Template,
    channel: Channel,
    to: str,
    *,
    language: str,
    about: str,
    issue: int = 1,
    message_id: str = "",
    **words: str,
) -> Put:
    """A message as a write that joins the act it belongs to; the table's stream carries it to the sender."""
    at = clock.now()
    return store.adding(
        Message(
            id=message_id or ids.new("msg"),
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


def why_closed(channel: Channel, to: str) -> str:
    """Why nothing is sent to an address (`stopped`, `bounced`, `complained`); empty when it is."""
    return addresses.find(secret.address(channel.value, to)).closed or ""
