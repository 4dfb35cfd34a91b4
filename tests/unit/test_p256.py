"""Multiples of a point on P-256 are those of `cryptography`, at the edges of the group too."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as some

from rtcc.foundation.p256 import _G, _N, _P, _plus, _times, _twice


def theirs(number):
    numbers = ec.derive_private_key(number, ec.SECP256R1()).public_key().public_numbers()
    return numbers.x, numbers.y


@pytest.mark.parametrize("number", [1, 2, 3, 4, 2**128, 2**255, _N // 2, _N - 2, _N - 1])
def test_a_multiple_at_an_edge_is_that_of_cryptography(number):
    assert _times(number, _G) == theirs(number)


@settings(max_examples=40)
@given(some.integers(1, _N - 1), some.integers(1, _N - 1))
def test_a_multiple_of_any_point_is_that_of_cryptography(number, start):
    assert _times(number, theirs(start)) == theirs(number * start % _N)


def test_the_group_ends_and_begins_anew():
    assert _times(0, _G) is None
    assert _times(_N, _G) is None
    assert _times(_N + 1, _G) == _G
    assert _times(_N - 1, _G) == (_G[0], _P - _G[1])


def test_a_point_added_to_itself_is_doubled_and_to_its_opposite_is_none():
    assert _plus(*_G, 1, _G) == _twice(*_G, 1)
    assert _plus(_G[0], _P - _G[1], 1, _G)[2] == 0
