"""One's own registration in a running city: found, signed in to by e-mail, moved, paused, asked, and left."""

from __future__ import annotations

import re

import httpx
import pytest

from local.play.people import Outbox, Visitor
from local.play.telling import wait_for
from local.seed import CAMERAS
from tests.running import People, is_problem


def mails(city, person):
    return [message for message in Outbox(city).to(person["email"]) if message["channel"] == "email"]


def way_in(city, person):
    """A client of the citizens' door with the newest link of this person's mailbox."""
    known = len(_tokens(city, person))
    assert Visitor(city).http.post("/my/links", json={"email": person["email"]}).status_code == 202
    token = wait_for("the link", lambda: _tokens(city, person)[known:])[0]
    return httpx.Client(base_url=f"{city['site']}/api/citizen", headers={"X-My-Link": token}, timeout=30)


def _tokens(city, person):
    return [found for mail in mails(city, person) for found in re.findall(r"/my#(\w{26})", mail["text"])]


@pytest.fixture(scope="module")
def person(city, people: People):
    return people.resident(address="715 Elm St", cameras=[CAMERAS | {"count": 3}])


def test_the_consent_comes_by_e_mail_as_it_was_shown(city, person):
    text = Visitor(city).ask("GET", "/about")["consent"]["text"]["en"]

    wait_for("the welcome", lambda: [mail for mail in mails(city, person) if text in mail["text"]])


def test_an_address_is_found_for_the_pin(city):
    page = Visitor(city).http

    found = page.post("/registrations/place", json={"address": "715 Elm St"}).json()
    assert found["inside"]
    assert found["label"].startswith("715 Elm St")
    assert not page.post("/registrations/place", json={"address": "12 Main St, Eastport"}).json()["inside"]
    is_problem(page.post("/registrations/place", json={"address": "1 Nowhere Lane"}), 422, "address-not-found")


def test_who_is_not_registered_gets_the_same_answer_and_no_e_mail(city, person):
    answers = [
        Visitor(city).http.post("/my/links", json={"email": email})
        for email in (person["email"], "nobody-at-all@example.com")
    ]

    assert {(one.status_code, one.text) for one in answers} == {(202, "{}")}
    wait_for("the link of whoever is", lambda: _tokens(city, person))
    assert Outbox(city).to("nobody-at-all@example.com") == []


def test_without_a_link_nobody_sees_anything(city):
    for token in ("", "0" * 26):
        headers = {"X-My-Link": token}
        is_problem(httpx.get(f"{city['site']}/api/citizen/my", headers=headers, timeout=30), 401, "sign-in-again")


def test_a_registration_is_seen_changed_paused_and_left(city, people: People, person):
    mine = way_in(city, person)
    held = mine.get("/my").json()
    assert (held["email"], held["state"], held["cameras"][0]["count"]) == (person["email"], "active", 3)

    said = mine.post("/my/changes", json={"quiet": {"from": "22:00", "to": "07:00"}, "language": "es"})
    assert (said.status_code, said.json()["quiet"]["from"]) == (200, "22:00")
    for address in ("412 Alder St", "715 Elm St"):
        assert mine.post("/my/move", json={"address": address}).json()["address"].startswith(address)
    assert mine.post("/my/pause", json={"days": 3}).json()["state"] == "paused"
    assert mine.post("/my/resume", json={}).json()["state"] == "active"
    assert mine.get("/my/download").json()["held"]["registration"]["id"] == person["id"]

    link = people.asked(person, people.incident())
    left = mine.post("/my/leave", json={"sure": True})

    assert (left.status_code, left.json()["evidence"]) == (200, 0)
    is_problem(mine.get("/my"), 401, "sign-in-again")
    is_problem(Visitor(city, link).http.get("/request"), 410, "closed")
    wait_for("the last word", lambda: [m for m in mails(city, person) if "Usted salió" in m["subject"]])
