"""Brings a demo city to life: a dozen fictional registrants who confirmed, and two open calls near them.

All of it goes through the doors that people and dispatch use, codes from the outbox included.
"""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from typing import Any

from local import call
from local.city_plan import Address, CityPlan
from local.progress import Progress, Stopped

CALLS = (("412 Alder St", 1, "robbery", 9), ("827 Hickory St", 2, "hit and run", 4))
# What most people say of their camera.
CAMERAS = {
    "count": 1,
    "facing": "n",
    "covers": ["street", "sidewalk"],
    "recording": "motion",
    "days_kept": 14,
    "clock_checked": True,
}
_KINDS = ("resident", "resident", "business", "resident", "institution")
_SAFE_WORDS = ("blue heron", "porch swing", "red wagon", "quiet creek", "tall pine", "warm bread")
_CODE = re.compile(r"\b(\d{6})\b")
_CODES_WITHIN = 30.0


def fill(city: dict[str, Any], progress: Progress) -> None:
    """Register, confirm, then call."""
    plan = CityPlan(tuple(city["city"]["bounds"]))
    consent = _ask(city, "/about")["consent"]["version"]
    homes = [home for place, _, _, count in CALLS for home in _near(plan, place, count)]
    people = [_person(number, home, consent) for number, home in enumerate(homes, start=1)]
    made = {_ask(city, "/registrations", person)["id"]: person for person in people}
    for registration, person in made.items():
        _confirm(city, registration, person)
    progress.say(f"{len(made)} fictional registrants signed up and confirmed")
    for number, (place, priority, kind, _) in enumerate(CALLS, start=1):
        status, answer = call.put(city, f"26-00{number}", call.call_at(city, place, priority=priority, kind=kind))
        if status >= 300:
            raise Stopped(f"The demo's call was refused ({status}): {answer.get('detail', answer)}")
    progress.say(f"{len(CALLS)} calls for service are open")


def _near(plan: CityPlan, place: str, count: int) -> list[Address]:
    number, street = place.split(" ", 1)
    at = plan.find(int(number), street)
    assert at is not None
    return sorted(plan.gazetteer, key=lambda home: (home.lat - at.lat) ** 2 + (0.84 * (home.lon - at.lon)) ** 2)[:count]


def _person(number: int, home: Address, consent: str) -> dict[str, Any]:
    kind = _KINDS[number % len(_KINDS)]
    person: dict[str, Any] = {
        "kind": kind,
        "name": f"Resident {number}",
        "email": f"resident-{number}@example.com",
        "phone": f"+1318555{100 + 20 + number:04d}",  # 555-01xx belongs to nobody
        "address": home.line,
        "cameras": [CAMERAS | {"count": 1 + number % 4}],
        "language": "es" if number % 6 == 0 else "en",
        "safe_word": _SAFE_WORDS[number % len(_SAFE_WORDS)],
        "consent": consent,
    }
    if kind != "resident":
        person["authorized"] = {"name": f"Keeper {number}", "title": "Manager"}
    return person


def _confirm(city: dict[str, Any], registration: str, person: dict[str, Any]) -> None:
    for channel, address in (("email", person["email"]), ("phone", person["phone"])):
        code = _code(city, address)
        _ask(city, f"/registrations/{registration}/confirmations", {"channel": channel, "code": code})


def _code(city: dict[str, Any], address: str) -> str:
    """The code that arrived for an address."""
    deadline = time.monotonic() + _CODES_WITHIN
    while time.monotonic() < deadline:
        with urllib.request.urlopen(city["outbox"], timeout=10) as answer:
            for message in reversed(json.load(answer)):
                if message["to"] == address and (found := _CODE.search(message["text"])):
                    return found[1]
        time.sleep(0.2)
    raise Stopped(f"No code arrived for {address}.")


def _ask(city: dict[str, Any], path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    url = f"{city['site']}/api/citizen{path}"
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as refused:
        raise Stopped(f"The demo could not go on at {path} ({refused.code}): {refused.read().decode()[:300]}") from None
