"""The gate to SES: one e-mail to one person."""

from __future__ import annotations

from typing import cast

from rtcc.aws import settings
from rtcc.aws.clients import client


def send(to: str, *, subject: str, text: str, html: str, mark: str) -> str:
    """Send one e-mail and return the provider's id. `mark` is our message id, for the delivery events."""
    answer = client("sesv2").send_email(
        FromEmailAddress=settings.need("MAIL_FROM"),
        Destination={"ToAddresses": [to]},
        Content={
            "Simple": {
                "Subject": {"Data": subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": text, "Charset": "UTF-8"}, "Html": {"Data": html, "Charset": "UTF-8"}},
            }
        },
        EmailTags=[{"Name": "message", "Value": mark}],
    )
    return cast(str, answer["MessageId"])
