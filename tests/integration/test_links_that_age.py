"""Links in a running city: one that expired is renewed by the function that has the key, and a code is answered."""

from __future__ import annotations

import re
from typing import Any

import pytest

from local import aws
from local.play.people import Outbox, Visitor
from local.play.telling import wait_for
from tests.integration.asking_around import asked_together, residents
from tests.running import People, is_problem


@pytest.fixture(scope="module")
def asked(people: People) -> list[tuple[dict[str, Any], str]]:
    """Two residents with their links, out of one canvass: one link ends here."""
    both = residents(people, 2)
    return list(zip(both, asked_together(people, both, people.incident()), strict=True))


def aged(city: dict[str, Any], token: str) -> None:
    """Let the days of a link be over."""
    request = Visitor(city, token).ask("GET", "/request")
    aws.client("dynamodb", city["aws"]["endpoint"]).update_item(
        TableName=city["tables"]["canvass"],
        Key={"pk": {"S": f"request#{request['id']}"}, "sk": {"S": "request"}},
        UpdateExpression="SET expires_at = :past",
        ExpressionAttributeValues={":past": {"S": "2026-01-01T00:00:00.00Z"}},
    )


def letters(city: dict[str, Any], person: dict[str, Any], word: str) -> list[str]:
    found = Outbox(city).to(person["email"])
    return [message["text"] for message in found if word in message.get("subject", "") and "/r#" in message["text"]]


def test_an_expired_link_is_renewed_for_its_registrant_and_the_old_one_is_dead(city, asked):
    person, token = asked[0]
    aged(city, token)
    page = Visitor(city)

    is_problem(Visitor(city, token).http.get("/request"), 410, "expired")
    told = page.ask("POST", "/links/renewal", {"token": token}, wants=202)
    letter = wait_for("the new link", lambda: letters(city, person, "new link"))[-1]
    fresh = letter.split("/r#")[1][:26]

    assert told == {"to": f"{person['email'][0]}•••@example.com"}
    assert letter.startswith("Your safe word is porch swing.")
    assert Visitor(city, fresh).ask("GET", "/request")["state"] == "asked"
    is_problem(Visitor(city, token).http.get("/request"), 404, "not-found")


def test_the_same_code_stands_in_text_and_e_mail_and_says_that_they_are_real(city, asked):
    person, token = asked[1]
    page, code = Visitor(city), Visitor(city, token).ask("GET", "/request")["code"]
    mail = wait_for("the e-mail", lambda: [text for text in letters(city, person, "ask for video") if token in text])[0]
    text = next(one["text"] for one in Outbox(city).to(person["phone"]) if token in one["text"])

    assert re.fullmatch(r"[2-9A-Z]{3}-[2-9A-Z]{3}", code)
    assert code in mail
    assert code in text.split()
    answer = page.ask("GET", f"/real/{code.lower()}")
    assert (answer["real"], answer["phone"]) == (True, "318-555-0100")
    is_problem(page.http.get("/real/AAA-AAA"), 404, "not-found")


def test_the_link_is_drawn_for_a_computer(city, asked):
    assert Visitor(city, asked[1][1]).ask("GET", "/request/qr")["svg"].startswith("<svg ")


def test_the_questions_are_answered_with_todays_figures(city):
    page = Visitor(city)
    told = page.ask("GET", "/faq")

    assert "$200 for up to 4 cameras or $600 for up to 16 cameras" in str(told["entries"])
    assert told["unreviewed"] == ["es"]
    assert page.ask("POST", "/faq/helpful", {"version": told["version"], "helpful": True}, wants=202) == {}
