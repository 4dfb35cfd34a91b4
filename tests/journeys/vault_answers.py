"""What the console's API says in tests of the vault's pages: every answer by its address."""

from __future__ import annotations

from typing import Any

from tests.journeys.sample_answers import SAMPLE
from tests.journeys.vault_items import AT, DISPOSAL, HOLDS, INQUIRY, ITEM, ITEMS, ORDER, PAST, RELEASE, SHA, WHOLE
from tests.journeys.vault_keeping import (
    CERTIFICATE,
    DISPOSALS,
    FIXITY,
    GLASSES,
    INVENTORY,
    PEOPLE,
    SCHEDULES,
    TRACED,
    disposal,
)

__all__ = ["ANSWERS", "AT", "DISPOSAL", "HOLDS", "INQUIRY", "ITEM", "ORDER", "RELEASE", "SCHEDULES", "SHA", "WHOLE"]

INQUIRIES = {
    "inquiries": [
        {
            "id": INQUIRY,
            "case": "26-000123",
            "place": "Alder St and 4th",
            "from": AT,
            "to": "2026-11-20T11:30:00.00Z",
            "words": "A gray van with a ladder on its roof.",
            "state": "open",
            "asked_by": "21",
            "asked_at": AT,
        }
    ],
    "agencies": [
        {"ori": "TX1", "name": "Bexley County Sheriff", "kind": "agency"},
        {"ori": "DEF-1", "name": "Public defender", "kind": "defense"},
    ],
    "now": AT,
}
RELEASED = {
    "id": RELEASE,
    "state": "packed",
    "method": "view",
    "audience": "agency",
    "items": [{"id": ITEM, "name": "front door.mp4", "bytes": 48_212_331, "sha256": SHA}],
    "ori": "TX1",
    "agency": "Bexley County Sheriff",
    "recipient": "4411",
    "case": "26-000123",
    "reason": "Charging decision",
    "limits": "Not for the press.",
    "asked_at": AT,
    "asked_by": "21",
    "approved_at": AT,
    "approved_by": "5",
    "packed_at": AT,
    "expires_at": PAST,
    "renewal_asked_at": AT,
    "renewal_why": "The grand jury meets in December.",
    "bytes": 50_000_000,
    "sha256": SHA,
}
RELEASES = {"releases": [RELEASED], "agencies": INQUIRIES["agencies"], "most_items": 49, "now": AT}
ANSWERS: dict[str, Any] = {
    "GET /evidence": {"items": ITEMS},
    f"GET /evidence/{ITEM}": WHOLE,
    f"GET /evidence/by-digest/{SHA}": TRACED,
    "GET /evidence/by-digest/.*": {"items": [], "releases": []},
    "GET /evidence/.*/people": PEOPLE,
    "GET /schedules": SCHEDULES,
    "GET /disposals": DISPOSALS,
    f"GET /disposals/{DISPOSAL}": disposal(DISPOSAL, "disposal", "asked", certificate=CERTIFICATE),
    f"GET /disposals/{ORDER}": disposal(ORDER, "expunging", "asked", court="First District Court", order_number="44-B"),
    "GET /inquiries": INQUIRIES,
    f"GET /inquiries/{INQUIRY}": INQUIRIES["inquiries"][0],
    "GET /releases": RELEASES,
    f"GET /releases/{RELEASE}": RELEASED,
    "GET /custody/.*": {"lines": WHOLE["custody"]},
    "GET /inventory": INVENTORY,
    "GET /fixity": FIXITY,
    "GET /glass": GLASSES,
    "GET /sample": SAMPLE,
}
