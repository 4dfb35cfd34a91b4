"""What the tests of releases have in common: asking, more recipients, and what a recipient finds."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

from local import actors, aws
from local.city_file import agencies
from local.play.people import Analyst
from tests.running import People
from tests.watching import CASE

HERE, THERE = agencies()[:2]
SIGNED = {"name": "Recipient 1", "agrees": True}


def recipient(city: dict[str, Any], user: str, *, badge: str, agency: dict[str, str]) -> Analyst:
    """Let in one more recipient, who signs in."""
    endpoint = city["aws"]["endpoint"]
    person = actors.one_more(endpoint, pool=city["pools"]["agency"]["id"], role="recipient", user=user)
    environment = city["environment"] | aws.environment(endpoint)
    actors.enroll_recipient(person, badge=badge, agency=agency, environment=environment)
    return Analyst(city | {"actors": {"recipient": person}}, "recipient")


def ask(people: People, item: dict[str, Any], **changes: Any) -> httpx.Response:
    """The detective asks that the item go to the District Attorney."""
    body = {"key": str(uuid.uuid4()), "item_ids": [item["id"]], "ori": HERE["ori"], "recipient": "D101"}
    body |= {"case": CASE, "reason": "Charging decision"}
    return people.staff("detective").http.post("/releases", json=body | changes)


def share(people: People, release: str) -> dict[str, Any]:
    """The release as its recipient finds it; its state is empty while they find nothing."""
    found = people.staff("recipient").ask("GET", "/shares")["shares"]
    return next((one for one in found if one["id"] == release), {"state": ""})


def download(people: People, release: str) -> dict[str, Any]:
    """A link to the package."""
    return people.staff("recipient").ask("POST", f"/shares/{release}/download", {})
