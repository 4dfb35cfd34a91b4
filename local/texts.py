"""Takes text messages from an unmodified boto3 `pinpoint-sms-voice-v2` client and keeps them for the outbox.

Stands in for AWS End User Messaging. It sends nothing to anybody, verifies no signature, knows no opt-out list and no
rate of a number. Whatever it takes it calls delivered a moment later, on the topic of the providers' news, where it
also puts what somebody answers on the outbox's page: no text ever fails here. It is stricter in one thing: a text that
needs two parts is refused.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local import aws
from local.listener import Answering, Listener, listen

_E164 = re.compile(r"\+[1-9]\d{7,14}")
# GSM 03.38: one septet each, then the characters that take two.
_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = set("^{}\\[~]|€\f")
_ONE_PART = 160
_DELIVERED_AFTER = 0.3  # seconds

Tell = Callable[[dict[str, Any]], None]


class Texts:
    """The texts that were sent, oldest first; kept in a file when the city is kept."""

    def __init__(self, keep: Path | None = None) -> None:
        self._keep = keep
        self._lock = threading.Lock()
        self._sent: list[dict[str, Any]] = json.loads(keep.read_text()) if keep and keep.exists() else []

    def add(self, to: str, text: str) -> str:
        """Keep one text and return its message id."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        with self._lock:
            self._sent.append({"at": now, "channel": "text", "to": to, "text": text})
            if self._keep:
                self._keep.write_text(json.dumps(self._sent), encoding="utf-8")
        return str(uuid.uuid4())

    def all(self) -> list[dict[str, Any]]:
        """Every text, oldest first."""
        with self._lock:
            return list(self._sent)


def septets(text: str) -> int | None:
    """How many 7-bit characters a text takes; None when the GSM alphabet cannot write it."""
    if any(letter not in _BASIC and letter not in _EXTENDED for letter in text):
        return None
    return sum(2 if letter in _EXTENDED else 1 for letter in text)


def refusal(asked: dict[str, Any]) -> str | None:
    """Why a message would not be taken, or None."""
    text = asked.get("MessageBody") or ""
    if not _E164.fullmatch(str(asked.get("DestinationPhoneNumber", ""))):
        return "DestinationPhoneNumber is not in E.164 form."
    if not asked.get("OriginationIdentity"):
        return "OriginationIdentity is missing."
    size = septets(text)
    if size is None:
        return "MessageBody has a letter outside the GSM alphabet: it would go out in short, dear parts."
    return None if 1 <= size <= _ONE_PART else f"MessageBody takes {size} septets: one part holds {_ONE_PART}."


def topic(endpoint: str, arn: str) -> Tell:
    """A way to tell the providers' topic something."""
    sns = aws.client("sns", endpoint)

    def tell(told: dict[str, Any]) -> None:
        try:
            sns.publish(TopicArn=arn, Message=json.dumps(told))
        except (BotoCoreError, ClientError) as trouble:
            print(f"the text provider could not tell its news: {trouble}", file=sys.stderr)

    return tell


def answer_as(tell: Tell, number: str, telephone: str, words: str) -> None:
    """Let a telephone answer the city's number, as a person would."""
    heard = {"originationNumber": telephone, "destinationNumber": number, "messageKeyword": "RTCC"}
    tell(heard | {"messageBody": words, "inboundMessageId": str(uuid.uuid4())})


def _delivered(asked: dict[str, Any], message_id: str) -> dict[str, Any]:
    return {
        "eventType": "TEXT_DELIVERED",
        "eventVersion": "1.0",
        "isFinal": True,
        "messageId": message_id,
        "messageStatus": "DELIVERED",
        "destinationPhoneNumber": asked["DestinationPhoneNumber"],
        "context": asked.get("Context", {}),
    }


def start(texts: Texts, tell: Tell = lambda _: None) -> Listener:
    """Listen for SendTextMessage; `tell` hears what became of each."""

    class Handler(Answering):
        def do_POST(self) -> None:
            """Answer the one operation by its target header."""
            asked = json.loads(self.body() or b"{}")
            operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
            if operation != "SendTextMessage":
                return self._refuse("UnknownOperationException", f"This stand-in does not serve {operation}.")
            if why := refusal(asked):
                return self._refuse("ValidationException", why)
            message_id = texts.add(asked["DestinationPhoneNumber"], asked["MessageBody"])
            later = threading.Timer(_DELIVERED_AFTER, tell, [_delivered(asked, message_id)])
            later.daemon = True
            later.start()
            return self.answer_json(200, {"MessageId": message_id})

        def _refuse(self, kind: str, why: str) -> None:
            self.answer_json(400, {"__type": kind, "Message": why, "message": why})

    return listen(Handler)
