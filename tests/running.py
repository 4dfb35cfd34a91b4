"""A running city for the suites that need one, and short words for what people do in it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from local import call
from local.city import City
from local.play.people import Analyst, Outbox, Visitor
from local.play.telling import wait_for
from local.seed import CAMERAS
from rtcc.registry import consent

_NUMBERS = iter(range(20, 99))
_PREVIEW = {"preview", "sheet_sha256", "movie_sha256"}  # what is written of an item once it was looked at


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One city for the whole run, as `make demo` starts it, without its fictional people."""
    with City.start(path=tmp_path_factory.mktemp("city") / "city.json") as running:
        yield running


class People:
    """Whoever a test needs, each through the doors that they would use."""

    def __init__(self, city: dict[str, Any]) -> None:
        self.city = city
        self._staff: dict[str, Analyst] = {}

    def staff(self, who: str) -> Analyst:
        """A signed-in member of the staff."""
        if who not in self._staff:
            self._staff[who] = Analyst(self.city, who)
        return self._staff[who]

    def form(self, **changes: Any) -> dict[str, Any]:
        """A sign-up that would be taken, of somebody not seen before."""
        number = next(_NUMBERS)
        person = {
            "kind": "resident",
            "name": f"Resident {number}",
            "email": f"test-{uuid.uuid4().hex[:8]}@example.com",
            "phone": f"+131855501{number}",
            "address": "715 Elm St",
            "cameras": [CAMERAS],
            "language": "en",
            "safe_word": "porch swing",
            "consent": consent.VERSION,
        }
        return person | changes

    def resident(self, **changes: Any) -> dict[str, Any]:
        """Somebody who signed up and confirmed both channels."""
        person, page, outbox = self.form(**changes), Visitor(self.city), Outbox(self.city)
        registration = page.ask("POST", "/registrations", person, wants=201)["id"]
        for channel in ("email", "phone"):
            code = {"channel": channel, "code": outbox.code(person[channel])}
            page.ask("POST", f"/registrations/{registration}/confirmations", code)
        return person | {"id": registration}

    def incident(self, at: str = "715 Elm St", **changes: Any) -> dict[str, Any]:
        """An open priority-1 call."""
        body = call.call_at(self.city, at, priority=1, kind="robbery") | changes
        status, answer = call.put(self.city, f"26-{uuid.uuid4().hex[:8]}", body)
        assert status == 201, answer
        return answer

    def asked(self, person: dict[str, Any], incident: dict[str, Any]) -> str:
        """The token of the link that comes to a person when an analyst asks around a call."""
        now = time.time()
        body = {
            "key": uuid.uuid4().hex,
            "radius_m": 300,
            "from": _spell(now - 7200),
            "to": _spell(now),
            "purpose": "investigate",
        }
        known = len(self._links(person))
        self.staff("analyst").ask("POST", f"/incidents/{incident['id']}/canvasses", body, wants=201)
        return wait_for("the link", lambda: self._links(person)[known:])[0]

    def _links(self, person: dict[str, Any]) -> list[str]:
        texts = [message["text"] for message in Outbox(self.city).to(person["phone"])]
        return [text.split("#")[1][:26] for text in texts if "#" in text]


@pytest.fixture(scope="session")
def people(city: dict[str, Any]) -> People:
    """The people of the running city."""
    return People(city)


def is_problem(answer: httpx.Response, status: int, slug: str = "") -> dict[str, Any]:
    """The problem that an answer must be (RFC 9457)."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"].endswith((".", "!", "?"))
    if slug:
        assert told["type"] == f"urn:rtcc:problem:{slug}"
    return told


def unchanged(city: dict[str, Any], *rooms: str) -> Callable[[], None]:
    """Remember what stands in the tables of these rooms; the answer asserts that it still does.

    What earlier tests set going must be at its end first: a text is heard of some time after it went. An item's preview
    may come at any moment and is no part of the item.
    """
    wait_for("the end of earlier messages", lambda: not _under_way(city), seconds=60)
    before = {room: _rows(city, room) for room in rooms}

    def look() -> None:
        for room, rows in before.items():
            assert _rows(city, room) == rows, f"{room} changed"

    return look


def _under_way(city: dict[str, Any]) -> list[Any]:
    """Errands that are due, and messages that something will still happen to; of e-mails nothing is told once sent."""
    waits = {"queued", "claimed", "handed"}
    due = [row for row in _rows(city, "canvass") if "due" in row]
    return due + [
        row
        for row in _rows(city, "messages")
        if "not_before" not in row
        and "to" in row
        and (row["state"]["S"] in waits or (row["state"]["S"], row["channel"]["S"]) == ("sent", "text"))
    ]


def _rows(city: dict[str, Any], room: str) -> list[Any]:
    from local import aws

    pages = aws.client("dynamodb", city["aws"]["endpoint"]).get_paginator("scan")
    rows = (row for page in pages.paginate(TableName=city["tables"][room]) for row in page["Items"])
    found = [{name: value for name, value in row.items() if name not in _PREVIEW} for row in rows]
    return sorted(found, key=repr)


def _spell(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
