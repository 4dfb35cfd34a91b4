"""Reads what End User Messaging (texts) and SES (e-mail) tell, in their own shapes, and hands it to the room."""

from __future__ import annotations

from typing import Any

from rtcc.access.model import system
from rtcc.messages import listening
from rtcc.messages.listening import Told

_self = system("hear_provider")
_TEXTS = {
    "TEXT_QUEUED": Told.ACCEPTED,
    "TEXT_PENDING": Told.ACCEPTED,
    "TEXT_SENT": Told.ACCEPTED,
    "TEXT_SUCCESSFUL": Told.ACCEPTED,  # a carrier took it
    "TEXT_DELIVERED": Told.DELIVERED,  # a telephone did
    "TEXT_UNKNOWN": Told.UNKNOWN,
}
_FAILED_TEXTS = {
    "TEXT_BLOCKED",
    "TEXT_CARRIER_BLOCKED",
    "TEXT_CARRIER_UNREACHABLE",
    "TEXT_INVALID",
    "TEXT_INVALID_MESSAGE",
    "TEXT_PROTECT_BLOCKED",
    "TEXT_SPAM",
    "TEXT_TTL_EXPIRED",
    "TEXT_UNREACHABLE",
}
_MAILS = {
    "Send": Told.ACCEPTED,
    "Delivery": Told.DELIVERED,
    "Reject": Told.FAILED,
    "Rendering Failure": Told.FAILED,
}


def hear(told: dict[str, Any]) -> str:
    """Take one piece of news; its kind for the counts. What nobody here knows is `Unknown` and does nothing."""
    if "inboundMessageId" in told:
        word = listening.hear_words(
            _self, told["originationNumber"], told["messageBody"], inbound_id=told["inboundMessageId"]
        )
        return f"Word{word.value.title()}" if word else "WordOther"
    if "mail" in told:
        return _mail(told)
    return _text(told)


def _text(told: dict[str, Any]) -> str:
    kind, message = str(told.get("eventType")), (told.get("context") or {}).get("message", "")
    state = Told.FAILED if kind in _FAILED_TEXTS else _TEXTS.get(kind)
    if state is None or not message:
        return "Unknown"
    listening.hear_delivery(_self, message, state, why=kind if state in {Told.FAILED, Told.UNKNOWN} else "")
    return f"Text{state.value.title()}"


def _mail(told: dict[str, Any]) -> str:
    kind, marks = str(told.get("eventType")), told["mail"].get("tags", {}).get("message") or [""]
    if kind == "Bounce":
        lasting = told["bounce"]["bounceType"] == "Permanent"
        listening.hear_bounce(_self, marks[0], is_lasting=lasting, why=f"bounce {told['bounce']['bounceType']}".lower())
    elif kind == "Complaint":
        listening.hear_complaint(_self, marks[0])
    elif kind in _MAILS:
        listening.hear_delivery(_self, marks[0], _MAILS[kind], why=kind if _MAILS[kind] is Told.FAILED else "")
    else:
        return "Unknown"
    return f"Mail{kind.split()[0]}"
