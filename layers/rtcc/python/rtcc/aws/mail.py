"""The gate to SES: one e-mail to one person."""

from __future__ import annotations

from typing import cast

from email_validator import validate_email

from rtcc.aws import providers, settings
from rtcc.aws.clients import client_that_asks_once


def send(to: str, *, subject: str, text: str, html: str, mark: str) -> str:
    """Send one e-mail and return the provider's id. `mark` is our message id, for the delivery events.

    Raises Busy or Declined when it surely was not taken; after any other error nobody knows.
    """
    body = {"Text": {"Data": text, "Charset": "UTF-8"}, "Html": {"Data": html, "Charset": "UTF-8"}}
    events = settings.perhaps("MAIL_EVENTS")
    with providers.answering():
        answer = client_that_asks_once("sesv2").send_email(
            FromEmailAddress=settings.need("MAIL_FROM"),
            Destination={"ToAddresses": [_on_the_wire(to)]},
            Content={"Simple": {"Subject": {"Data": subject, "Charset": "UTF-8"}, "Body": body}},
            EmailTags=[{"Name": "message", "Value": mark}],
            **({"ConfigurationSetName": events} if events else {}),
        )
    return cast(str, answer["MessageId"])


def _on_the_wire(to: str) -> str:
    """The address as SES takes it: a domain in other letters as Punycode. The registry keeps it as people write it."""
    return to if to.isascii() else str(validate_email(to, check_deliverability=False).ascii_email)
