"""Where messages rest until they are said: claimed before sending, so that one intent is one send."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.foundation import clock, ids
from rtcc.messages.model import Channel, Message, State, Template

HASH_KEY = "id"
INDEXES = {"by_state": ("state", "due_at")}
LEASE_SECONDS = 120  # longer than any wait for a slot, and than the provider may take to answer
_MOST_LEFT = 1000


class ByState(GlobalSecondaryIndex["MessageRow"]):  # type: ignore[no-untyped-call]
    """Those in one state, by when they may be sent first."""

    class Meta:
        """What the index holds."""

        index_name = "by_state"
        projection = AllProjection()

    state = OneOf(State, hash_key=True)
    due_at = Time(range_key=True)


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
    claimed_by = UnicodeAttribute(null=True)
    lease_until = Time(null=True)
    not_before = Time(null=True)
    due_at = Time(null=True)
    by_state = ByState()


def adding(message: Message) -> Put:
    """Queue a message; the same id is never queued twice."""
    return Put(MessageRow.of(message, due_at=message.due_at), MessageRow.id.does_not_exist())


def find(message_id: str) -> Message | None:
    """One message, read strongly. None for what lies in the table and is no message."""
    if not message_id.startswith("msg_"):
        return None
    try:
        return cast(Message, MessageRow.get(message_id, consistent_read=True).to_entity())
    except MessageRow.DoesNotExist:
        return None


def find_all(message_ids: list[str]) -> list[Message]:
    """Those of at most a hundred messages that there are, read strongly, in no order."""
    return [cast(Message, row.to_entity()) for row in MessageRow.batch_get(message_ids, consistent_read=True)]


def claim(message: Message) -> Message | None:
    """Take a queued message for sending, for the length of a lease. None when somebody else has it, or it was sent."""
    until = clock.after(clock.now(), seconds=LEASE_SECONDS)
    held = replace(message, state=State.CLAIMED, claimed_by=ids.new("try"), lease_until=until)
    return held if _moved(held, MessageRow.state == State.QUEUED) else None


def hand(message: Message) -> Message | None:
    """Say that the provider is about to be told. None when the claim was lost meanwhile."""
    held = replace(message, state=State.HANDED)
    return held if _moved(held, _mine(message, State.CLAIMED)) else None


def give_back(message: Message, *, was: State) -> bool:
    """Let somebody else send what surely was not: its lease ran out before its turn, or the provider was busy."""
    return _moved(replace(message, state=State.QUEUED), _mine(message, was))


def ending(message: Message, state: State, *, at: datetime, provider_id: str = "") -> Update:
    """Write down what became of a message that this try holds. Raises Conflict when its end was written already."""
    actions: list[Action] = [MessageRow.state.set(state), MessageRow.sent_at.set(at)]
    if provider_id:
        actions.append(MessageRow.provider_id.set(provider_id))
    return Update(MessageRow.of(message), actions, _mine(message, message.state))


def cancelling(message: Message) -> Update:
    """Take a message back that nobody handed over yet. Raises Conflict when somebody moved it since it was read."""
    return hearing(message, State.CANCELLED)


def hearing(message: Message, state: State) -> Update:
    """Write down what the provider says became of a message. Raises Conflict when it changed since it was read."""
    return Update(MessageRow.of(message), [MessageRow.state.set(state)], MessageRow.state == message.state)


def left(state: State, *, before: datetime) -> list[str]:
    """The ids of at most `_MOST_LEFT` messages in this state that were due before then, oldest first."""
    found = MessageRow.by_state.query(state, MessageRow.due_at < before, limit=_MOST_LEFT)
    return [row.id for row in found]


def _mine(message: Message, state: State) -> Condition:
    same: Condition = (MessageRow.state == state) & (MessageRow.claimed_by == message.claimed_by)
    return same


def _moved(message: Message, condition: Condition) -> bool:
    assert message.claimed_by is not None
    assert message.lease_until is not None
    actions: list[Action] = [
        MessageRow.state.set(message.state),
        MessageRow.claimed_by.set(message.claimed_by),
        MessageRow.lease_until.set(message.lease_until),
    ]
    try:
        MessageRow.of(message).update(actions, condition=condition)
    except UpdateError as refused:
        if refused.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True
