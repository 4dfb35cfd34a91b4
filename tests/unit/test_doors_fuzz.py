"""Whatever JSON is thrown at a door, it ends as an answer and not as an accident."""

import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from rtcc.http.declaration import SignIn
from tests.unit.doors import SAMPLES, TAKING, identity_for

NUMBERS = [2**63, -(2**63), 1e308, 5e-324, -0.0]
WORDS = ["\u0663", "\ufb00", "\u2028", "a\u0301", "\u202e", "9" * 190, "+1 318 222 0199 ext 5"]
TIMES = ["2026-02-30T00:00:00Z", "2026-11-20T10:00:60Z", "2000-01-01T00:00:00+23:59"]
MAILS = ["A@EXAMPLE.ORG", '"a b"@example.org', "\u00e9@example.org"]
ODD = some.sampled_from([*NUMBERS, *WORDS, *TIMES, *MAILS, [], {}, None, True])
ANYTHING = ODD | some.text(max_size=30) | some.integers() | some.floats(allow_nan=False) | some.booleans()


# Made once: what is made anew for each draw is weighed and judged anew too.
@functools.cache
def names(route):
    return some.sets(some.sampled_from([*route.fields, "more"]), min_size=1)


@functools.cache
def value_of(name):
    return ANYTHING | some.just(SAMPLES.get(name))


@pytest.mark.parametrize("route", TAKING, ids=str)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(chance=some.data())
def test_no_body_makes_a_door_fall(city, route, chance):
    who, token = identity_for(route.declared), None
    if who and not city.contents()["access"]:
        city.enroll(who, next(iter(route.admitted)))
    if route.declared.sign_in is SignIn.LINK:
        if not city.contents()["canvass"]:
            city.asked()
        token = city.remembered["link"][1]
    if route.declared.sign_in is SignIn.MEMBER:
        if not city.contents()["registry"]:
            city.member()
        token = city.remembered["member"][1]
    chosen = chance.draw(names(route))
    body = route.body(**{name: chance.draw(value_of(name)) for name in chosen})
    before = city.contents(without=("custody",))

    answer = route.knock(who=who, token=token, body=body)

    assert answer.status < 500
    assert answer.status < 400 or answer.is_problem
    assert answer.status < 400 or city.contents(without=("custody",)) == before
