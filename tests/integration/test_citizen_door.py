"""The citizens' door of a running city: what is refused, how kindly, and that nothing changes by it."""

from __future__ import annotations

import pytest

from local.play.people import Outbox, Visitor
from tests.running import People, is_problem, unchanged


@pytest.fixture
def page(city):
    return Visitor(city).http


@pytest.mark.parametrize(
    ("changes", "field"),
    [
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
    ],
)
def test_a_sign_up_that_cannot_be_taken_names_the_field_and_changes_nothing(city, people: People, page, changes, field):
    same = unchanged(city, "registry", "messages", "custody")

    told = is_problem(page.post("/registrations", json=people.form(**changes)), 422, "invalid")

    assert [f["name"] for f in told["fields"]] == [field]
    same()


def test_an_address_outside_the_city_gets_a_kind_answer(city, people: People, page):
    same = unchanged(city, "registry", "messages", "custody")
    told = is_problem(
        page.post("/registrations", json=people.form(address="12 Main St, Eastport")), 422, "outside-city"
    )

    assert "Thank you" in told["detail"]
    same()


def test_an_address_that_nobody_knows_is_asked_for_again(city, people: People, page):
    same = unchanged(city, "registry", "messages", "custody")

    is_problem(page.post("/registrations", json=people.form(address="1 Nowhere Lane")), 422, "address-not-found")
    same()


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


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {"Content-Type": "application/json"}, 400),
        (b"[]", {"Content-Type": "application/json"}, 422),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b'{"name": "' + b"a" * 70_000 + b'"}', {"Content-Type": "application/json"}, 413),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(city, page, content, headers, status):
    same = unchanged(city, "registry", "messages", "custody")

    is_problem(page.post("/registrations", content=content, headers=headers), status)
    same()


def test_a_route_that_does_not_exist_is_a_problem_too(page):
    is_problem(page.get("/everything"), 404)


def test_a_code_for_a_registration_that_does_not_exist_is_as_wrong_as_any(city, people: People, page):
    real = page.post("/registrations", json=people.form()).json()["id"]
    code = {"channel": "email", "code": "000000"}

    known = page.post(f"/registrations/{real}/confirmations", json=code)
    unknown = page.post(f"/registrations/reg_{'0' * 26}/confirmations", json=code)

    assert known.status_code == unknown.status_code == 422
    assert known.json() == unknown.json()
