"""The citizens' door of a running city: what is refused, how kindly, and that nothing changes by it."""

from __future__ import annotations

import pytest

from local.play.people import Outbox, Visitor
from tests.running import People, is_problem, unchanged

AFAR, UNKNOWN = "12 Main St, Eastport", "1 Nowhere Lane"
WRONG = [
    ({"phone": "12345"}, "phone"),
    ({"phone": "+44 20 7946 0958"}, "phone"),
    ({"email": "not an address"}, "email"),
    ({"cameras": "two"}, "cameras"),
    ({"cameras": []}, "cameras"),
    ({"kind": "spy"}, "kind"),
    ({"name": ""}, "name"),
    ({"name": "a\u202eb"}, "name"),
    ({"safe_word": "\u4f60\u597d\u4f60"}, "safe_word"),
    ({"verified": True}, "verified"),
    ({"stream": "rtsp://camera"}, "stream"),
]
UNREADABLE = [
    (b"{", {"Content-Type": "application/json"}, 400),
    (b"[]", {"Content-Type": "application/json"}, 422),
    (b"{}", {"Content-Type": "text/plain"}, 415),
    (b'{"name": "' + b"a" * 70_000 + b'"}', {"Content-Type": "application/json"}, 413),
]


@pytest.fixture
def page(city):
    return Visitor(city).http


@pytest.fixture(scope="module")
def refused(city, people: People):
    """The answers to what cannot be taken, all asked for between two looks at the tables: none changed anything."""
    page, same = Visitor(city).http, unchanged(city, "registry", "messages", "custody")
    answers = {str(changes): page.post("/registrations", json=people.form(**changes)) for changes, _ in WRONG}
    answers |= {where: page.post("/registrations", json=people.form(address=where)) for where in (AFAR, UNKNOWN)}
    for content, headers, _ in UNREADABLE:
        answers[str(content)] = page.post("/registrations", content=content, headers=headers)
    assert [what for what, answer in answers.items() if answer.is_success] == []
    same()
    return answers


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_a_sign_up_that_cannot_be_taken_names_the_field_and_changes_nothing(refused, changes, field):
    told = is_problem(refused[str(changes)], 422, "invalid")

    assert [f["name"] for f in told["fields"]] == [field]


def test_an_address_outside_the_city_gets_a_kind_answer(refused):
    told = is_problem(refused[AFAR], 422, "outside-city")

    assert "Thank you" in told["detail"]


def test_an_address_that_nobody_knows_is_asked_for_again(refused):
    is_problem(refused[UNKNOWN], 422, "address-not-found")


def test_a_second_sign_up_answers_alike_and_tells_only_the_holder(city, people: People, page):
    person = people.resident()
    stranger = people.form(phone=person["phone"])

    first = page.post("/registrations", json=people.form())
    second = page.post("/registrations", json=stranger)

    assert (first.status_code, second.status_code) == (201, 201)
    assert {**first.json(), "id": ""} == {**second.json(), "id": ""}
    outbox = Outbox(city)
    from local.play.telling import wait_for

    wait_for("the word to the holder", lambda: [m for m in outbox.to(person["email"]) if "already" in m["subject"]])
    # The stranger's own e-mail gets its code as ever: its silence would say whose the telephone is.
    assert wait_for("the code", lambda: [m for m in outbox.to(stranger["email"]) if "code" in m["subject"]])
    assert not [m for m in outbox.to(stranger["email"]) if "already" in m["subject"]]


@pytest.mark.parametrize(("content", "headers", "status"), UNREADABLE)
def test_a_body_that_cannot_be_read_is_a_problem(refused, content, headers, status):
    is_problem(refused[str(content)], status)


def test_a_route_that_does_not_exist_is_a_problem_too(page):
    is_problem(page.get("/everything"), 404)


def test_a_code_for_a_registration_that_does_not_exist_is_as_wrong_as_any(city, people: People, page):
    real = page.post("/registrations", json=people.form()).json()["id"]
    code = {"channel": "email", "code": "000000"}

    known = page.post(f"/registrations/{real}/confirmations", json=code)
    unknown = page.post(f"/registrations/reg_{'0' * 26}/confirmations", json=code)

    assert known.status_code == unknown.status_code == 422
    assert known.json() == unknown.json()
