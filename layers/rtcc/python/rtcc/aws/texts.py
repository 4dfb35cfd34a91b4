"""The gate to the text-message provider (pinpoint-sms-voice-v2): one text to one telephone."""

from __future__ import annotations

from typing import cast

from rtcc.aws import providers, settings
from rtcc.aws.clients import client_that_asks_once


def send(to: str, *, text: str, mark: str) -> str:
    """Send one text and return the provider's id. `to` is E.164; `mark` is our message id, for delivery events.

    Raises Busy or Declined when it surely was not taken; after any other error nobody knows.
    """
    events = settings.perhaps("TEXT_EVENTS")
    with providers.answering():
        answer = client_that_asks_once("pinpoint-sms-voice-v2").send_text_message(
            DestinationPhoneNumber=to,
            OriginationIdentity=settings.need("TEXT_FROM"),
            MessageBody=text,
            MessageType="TRANSACTIONAL",
            Context={"message": mark},
            **({"ConfigurationSetName": events} if events else {}),
        )
    return cast(str, answer["MessageId"])
