"""Names and addresses in letters that look like others: stored as they were said, compared by what they look like."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rtcc.foundation import likeness


@pytest.mark.parametrize(
    "other",
    [
        "ANNA@EXAMPLE.ORG",
        "anna@ex\u0430mple.org",  # a Cyrillic a
        "\u0430nn\u0430@example.\u043erg",
        "anna@exam\u03c1le.\u03bfrg",  # Greek
        "\uff41nna@example.org",  # full width
        "anna@exa\u0301mple.org",  # an accent
        "anna@ex\u00e1mple.org",
        "an\u200bna@example.org",  # nothing to see
        "anna@example\u2024org",
    ],
)
def test_abuse_096_what_looks_alike_is_compared_as_alike(other):
    assert likeness.skeleton(other) == likeness.skeleton("anna@example.org")


@pytest.mark.parametrize("other", ["anne@example.org", "anna1@example.org", "annal@example.org", "anna@example.com"])
def test_honest_neighbors_stay_apart(other):
    assert likeness.skeleton(other) != likeness.skeleton("anna@example.org")


@pytest.mark.parametrize(("one", "other"), [("john1", "johnl"), ("bo0", "boo"), ("rn", "m")])
def test_plain_letters_and_digits_that_look_alike_stay_apart(one, other):
    assert likeness.skeleton(one) != likeness.skeleton(other)


def test_names_are_alike_whatever_stands_between_their_letters():
    assert likeness.are_alike("Rivermark Police Dept.", "R\u0456v\u0435rm\u0430rk  police dept")
    assert not likeness.are_alike("Rivermark Police", "Rivermark Bakery")


@given(some.text(max_size=40))
def test_a_skeleton_has_no_other_skeleton_and_does_not_mind_how_a_letter_is_spelled(text):
    bare = likeness.skeleton(text)

    assert likeness.skeleton(bare) == bare
    assert likeness.skeleton(unicodedata.normalize("NFD", text)) == likeness.skeleton(
        unicodedata.normalize("NFC", text)
    )
