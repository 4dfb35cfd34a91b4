"""Several residents in one canvass: their codes and links come side by side, and cost about what one of them costs."""

from __future__ import annotations

from typing import Any

from local.play.people import Outbox, Visitor
from local.play.telling import wait_for
from tests.running import People


def residents(people: People, count: int) -> list[dict[str, Any]]:
    """So many people who signed up and confirmed both channels."""
    page, outbox = Visitor(people.city), Outbox(people.city)
    forms = [people.form() for _ in range(count)]
    new = [form | {"id": page.ask("POST", "/registrations", form, wants=201)["id"]} for form in forms]
    for person in new:
        for channel in ("email", "phone"):
            code = {"channel": channel, "code": outbox.code(person[channel])}
            page.ask("POST", f"/registrations/{person['id']}/confirmations", code)
    return new


def asked_together(people: People, persons: list[dict[str, Any]], incident: dict[str, Any]) -> list[str]:
    """The token of each one's link, when an analyst asks around a call once. Nobody here was asked before."""
    first, *others = persons
    token = people.asked(first, incident)
    return [token, *(wait_for("the link", lambda one=one: _tokens(people, one))[0] for one in others)]


def _tokens(people: People, person: dict[str, Any]) -> list[str]:
    texts = [message["text"] for message in Outbox(people.city).to(person["phone"])]
    return [text.split("#")[1][:26] for text in texts if "#" in text]
