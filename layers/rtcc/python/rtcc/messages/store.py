"""Where messages rest until they are said: claimed before sending, so that one intent is one send."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.messages.model import Channel, Message, State, Template

HASH_KEY = "id"


class MessageRow(Row):
    """One message."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_MESSAGES")

    entity = Message
    id = UnicodeAttribute(hash_key=True)
    channel = OneOf(Channel)
    template = OneOf(Template)
    to = UnicodeAttribute()
    language = UnicodeAttribute()
    about = UnicodeAttribute()
    issue = NumberAttribute()
    words = Plain()
    state = OneOf(State)
    queued_at = Time()
    forget_at = NumberAttribute()
    sent_at = Time(null=True)
    provider_id = UnicodeAttribute(null=True)


def adding(message: Message) -> Put:
    """Queue a message; the same id is never queued twice."""
    return Put(MessageRow.of(message), MessageRow.id.does_not_exist())


def find(message_id: str) -> Message | None:
    """One message, read strongly."""
    try:
        return cast(Message, MessageRow.get(message_id, consistent_read=True).to_entity())
    except MessageRow.DoesNotExist:
        return None


def claim(message: Message) -> bool:
    """Take a queued message for sending. False when somebody else has it, or it was sent."""
    row = MessageRow.of(message)
    try:
        row.update([MessageRow.state.set(State.CLAIMED)], condition=MessageRow.state == State.QUEUED)
    except UpdateError as refused:
        if refused.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def ending(message: Message, state: State, *, at: datetime, provider_id: str = "") -> Update:
    """Write down what became of a claimed message."""
    actions = [MessageRow.state.set(state), MessageRow.sent_at.set(at)]
    if provider_id:
        actions.append(MessageRow.provider_id.set(provider_id))
    return Update(MessageRow.of(message), actions, MessageRow.state == State.CLAIMED)
