"""Short ways to look at messages, to queue one, and to let a provider tell what became of it."""

import json

from functions.hear_provider import handler
from rtcc.access.model import system
from rtcc.messages import sending, store
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.messages.store import MessageRow

SENDER = system("send_messages")


def rows(channel="text"):
    found = [store.find(row.id) for row in MessageRow.scan(MessageRow.id.startswith("msg_"))]
    return sorted((one for one in found if one.channel.value == channel), key=lambda one: one.queued_at)


def asks(one, n=1):
    """One more text that is meant for this telephone; its message."""
    sending.transact(
        messages.queued(Template.ASK, Channel.TEXT, one.phone, language="en", about=f"req_{n}", safe_word="b")
    )
    return next(message for message in rows() if message.about == f"req_{n}")


def news(**told):
    body = json.dumps({"Message": json.dumps(told)})
    return handler.handle({"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": body}]}, None)
