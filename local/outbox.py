"""Every text and e-mail of the city in one list: what would have left for people, and does not.

Stands in for telephones and mailboxes. Nothing in it was delivered to anybody.
"""

from __future__ import annotations

import json
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local import aws
from local.texts import Texts

PAGE = Path(__file__).parent / "outbox_page"


def verify_sender(endpoint: str, address: str) -> None:
    """Say that the city's domain is its own. An operator proves that to Amazon in the domain's DNS."""
    mail, domain = aws.client("sesv2", endpoint), address.rpartition("@")[2]
    with suppress(mail.exceptions.AlreadyExistsException):
        mail.create_email_identity(EmailIdentity=domain)


def messages(endpoint: str, texts: Texts) -> list[dict[str, Any]]:
    """Texts and e-mails, oldest first."""
    with urllib.request.urlopen(f"{endpoint}/_ministack/ses/messages", timeout=10) as answer:
        accounts: dict[str, list[dict[str, Any]]] = json.load(answer)["messages"]
    mails = [_mail(message, to) for sent in accounts.values() for message in sent for to in message["To"]]
    return sorted([*texts.all(), *mails], key=lambda message: str(message["at"]))


def _mail(message: dict[str, Any], to: str) -> dict[str, Any]:
    return {
        "at": _time(message["Timestamp"]),
        "channel": "email",
        "to": to,
        "subject": message["Subject"],
        "text": message["BodyText"] or "",
        "html": message["BodyHtml"] or "",
    }


def _time(told: str | float) -> str:
    """The engine's time in our form: ISO 8601, UTC, with a Z."""
    at = (
        datetime.fromtimestamp(told, UTC)
        if isinstance(told, (int, float))
        else datetime.fromisoformat(told.replace("Z", "+00:00"))
    )
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
