"""Signing up at the door: what is taken, what is named, and one answer for everybody."""

import hashlib

import pytest

from rtcc.foundation.shapes import Circle
from rtcc.messages import secret
from rtcc.registry import service as registry
from tests.unit.city import CENTER
from tests.unit.doors import ROUTES, SAMPLES

BODY = b"video"
SHA = hashlib.sha256(BODY).hexdigest()
MARKUP = "<script>alert(1)</script>"


def test_a_sign_up_at_the_door_ends_as_a_registrant(city, at):
    said = at("citizen:POST:/registrations")
    assert (said.status, said.body["state"], said.body["confirm"]) == (201, "pending", ["email", "phone"])

    for channel, via in (("email", "email"), ("phone", "text")):
        path, code = {"registrant_id": said.body["id"]}, secret.code(said.body["id"], via, 1)
        last = at(
            "citizen:POST:/registrations/{registrant_id}/confirmations",
            path=path,
            body={"channel": channel, "code": code},
        )

    assert (last.status, last.body["state"], last.body["confirmed"]) == (200, "active", ["email", "phone"])
    assert registry.count_within(Circle(CENTER, 50)) == 1


def test_a_duplicate_is_answered_exactly_alike(city, at):
    city.resident(1, email=SAMPLES["email"])

    known = at("citizen:POST:/registrations")
    unknown = at(
        "citizen:POST:/registrations", body={**body_of("citizen:POST:/registrations"), "email": "b@example.org"}
    )

    assert known.status == unknown.status == 201
    assert {**known.body, "id": 0} == {**unknown.body, "id": 0}


def body_of(name):
    return next(route for route in ROUTES if str(route) == name).body()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "+44 20 7946 0958"),
        ("phone", "+1 900 555 0199"),
        ("phone", "911"),
        ("phone", "call me"),
        ("email", "nobody"),
        ("email", "a@b@example.org"),
        ("safe_word", "ab"),
        ("safe_word", "a" * 17),
        ("safe_word", "{link}"),
        ("safe_word", "漢字漢字"),
        ("cameras", 0),
        ("cameras", 65),
        ("language", "fr"),
        ("kind", "spy"),
    ],
)
def test_what_cannot_be_on_a_sign_up_is_named(city, at, field, value):
    before = city.contents()

    said = at("citizen:POST:/registrations", body={**body_of("citizen:POST:/registrations"), field: value})

    assert (said.status, [fault["name"] for fault in said.body["fields"]]) == (422, [field])
    assert city.contents() == before


@pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", "١٢٣٤٥٦", "123456\n"])
def test_a_code_is_six_digits(city, at, code):
    one = city.sign_up()

    said = at(
        "citizen:POST:/registrations/{registrant_id}/confirmations",
        path={"registrant_id": one.id},
        body={"channel": "email", "code": code},
    )

    assert (said.status, said.body["type"]) in {(422, "urn:rtcc:problem:invalid"), (422, "urn:rtcc:problem:wrong-code")}
