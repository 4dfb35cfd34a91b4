"""The gate to the text-message provider (pinpoint-sms-voice-v2): one text to one telephone."""

from __future__ import annotations

from typing import cast

from rtcc.aws import settings
from rtcc.aws.clients import client


def send(to: str, *, text: str, mark: str) -> str:
    """Send one text and return the provider's id. `to` is E.164; `mark` is our message id, for delivery events."""
    answer = client("pinpoint-sms-voice-v2").send_text_message(
        DestinationPhoneNumber=to,
        OriginationIdentity=settings.need("TEXT_FROM"),
        MessageBody=text,
        MessageType="TRANSACTIONAL",
        Context={"message": mark},
    )
    return cast(str, answer["MessageId"])
