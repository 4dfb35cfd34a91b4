"""What may be said: every route that takes a body, with every way a body can be wrong."""

import json

import pytest

from rtcc.access.model import Role
from rtcc.http.declaration import SignIn
from rtcc.http.entrance import MOST_BODY
from tests.unit.doors import ROUTES, SAMPLES, SIGNED_IN, TAKING, identity_for, inner, is_text
from tests.unit.every import every

WRONG = {"a number": 7.5, "words": "words", "a list": [[]], "an object": {"a": 1}, "nothing": None, "yes": True}


@pytest.fixture
def knock(city):
    """Somebody who may, so that it is the body alone that is refused."""

    def knock_(route, **how):
        who, token = identity_for(route.declared), None
        if who:
            city.enrolled(who, next(iter(route.admitted)))
        elif route.declared.sign_in is SignIn.LINK:
            _, token = city.asked()
        elif route.declared.sign_in is SignIn.MEMBER:
            _, token = city.member()
        before = city.contents()
        answer = route.knock(who=who, token=token, **how)
        assert answer.is_problem
        assert city.contents() == before
        return answer

    return knock_


def named(answer):
    return {fault["name"] for fault in answer.body.get("fields", [])}


@every(route=TAKING, raw=["{", "nonsense", '{"a": NaN', '{"a":1}}', "\u0000", '{"name": "\\ud800"}'])
def test_what_is_not_json_is_malformed(route, raw, knock):
    assert knock(route, raw=raw).status == 400


@every(route=TAKING, raw=["[]", '"words"', "7", "null", "true"])
def test_json_that_is_no_object_is_refused(route, raw, knock):
    assert knock(route, raw=raw).status == 422


@every(route=TAKING)
def test_a_field_that_nobody_asked_for_is_refused_and_named(route, knock):
    answer = knock(route, body=route.body(role="administrator"))

    assert answer.status == 422
    assert "role" in named(answer)


@every(route=[route for route in TAKING if any(field.is_required() for field in route.fields.values())])
def test_a_field_that_is_needed_and_missing_is_named(city, route):
    needed = {name for name, field in route.fields.items() if field.is_required()}
    who, token = identity_for(route.declared), None
    if who:
        city.enrolled(who, next(iter(route.admitted)))
    elif route.declared.sign_in is SignIn.LINK:
        _, token = city.asked()
    elif route.declared.sign_in is SignIn.MEMBER:
        _, token = city.member()
    before = city.contents()

    answer = route.knock(who=who, token=token, body={})

    assert (answer.status, named(answer)) == (422, needed)
    assert city.contents() == before


@every(route=[route for route in TAKING if route.fields], wrong=list(WRONG))
def test_a_field_of_the_wrong_kind_is_refused_and_named(route, knock, wrong):
    """All fields at once: each must be named, unless a value of that kind is right there."""
    right = {name for name in route.fields if type(SAMPLES[name]) is type(WRONG[wrong])}
    asked = set(route.fields) - right
    body = {name: SAMPLES[name] if name in right else WRONG[wrong] for name in route.fields}
    if not asked:
        other = "words" if WRONG[wrong] is None else None
        body, asked = dict.fromkeys(route.fields, other), set(route.fields)

    answer = knock(route, body=body)

    assert answer.status == 422
    assert {name.split(".")[0] for name in named(answer)} >= asked


@every(
    route=[route for route in TAKING if any(inner(field) for field in route.fields.values())],
    wrong=[{"number": "1"}, {"bytes": -1}, {"sha256": "A" * 64}, {"extra": 1}],
)
def test_what_is_wrong_inside_a_list_is_refused_and_named(route, knock, wrong):
    (name,) = [name for name, field in route.fields.items() if inner(field)]

    answer = knock(route, body=route.body(**{name: [SAMPLES[name][0] | wrong]}))

    assert answer.status == 422
    assert named(answer) == {f"{name}.0.{next(iter(wrong))}"}


@every(route=TAKING)
def test_a_body_that_is_too_large_is_not_read(route, knock):
    assert knock(route, raw=json.dumps(route.body(more="x" * MOST_BODY))).status == 413


@every(route=TAKING, kind=["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_that_does_not_say_it_is_json_is_not_read(route, knock, kind):
    assert knock(route, kind=kind).status == 415


TEXTS = [(route, name) for route in TAKING for name, field in route.fields.items() if is_text(field)]


@every(field=TEXTS, text=["a\r\nBcc: b@example.org", "a\u202eb", "a\x00b", "a\u200bb", " ", "", "x" * 201])
def test_words_that_hide_break_a_line_or_say_nothing_are_refused(field, text, knock):
    route, name = field
    answer = knock(route, body=route.body(**{name: text}))

    assert answer.status == 422
    assert name in named(answer)


MOMENTS = [(route, name) for route in TAKING for name in route.fields if name in {"from", "to", "opened_at"}]


@every(
    field=MOMENTS,
    text=["2026-11-20T10:00:00", "2026-11-20", "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)
def test_a_time_without_offset_or_of_another_age_is_refused(field, text, knock):
    route, name = field
    answer = knock(route, body=route.body(**{name: text}))

    assert answer.status == 422
    assert name in named(answer)


@every(route=ROUTES)
def test_an_error_of_ours_is_a_sentence_and_tells_nothing_of_the_inside(city, route, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("secret table name")

    monkeypatch.setattr("rtcc.http.visit.begin", broken)

    answer = route.knock()

    assert (answer.status, answer.is_problem) == (500, True)
    assert "secret" not in str(answer.body)


@every(route=SIGNED_IN)
def test_nothing_that_is_served_may_be_kept_by_a_cache(city, route):
    city.enrolled(identity_for(route.declared), Role.SUPERVISOR)

    assert route.knock(who=identity_for(route.declared)).headers["Cache-Control"] == "no-store"
