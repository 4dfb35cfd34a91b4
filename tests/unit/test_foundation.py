"""The ground floor: ids that sort, times that sort, one spelling for what gets hashed."""

import json
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rtcc.foundation import canonical, clock, ids

FLAT = some.text(max_size=8) | some.integers() | some.booleans()
PLAIN = FLAT | some.lists(FLAT, max_size=3) | some.dictionaries(some.text(max_size=4), FLAT, max_size=3)


def test_an_id_says_what_it_is_and_no_two_are_alike():
    made = {ids.new("evi") for _ in range(500)}

    assert len(made) == 500
    assert all(ids.is_id(one, "evi") and not ids.is_id(one, "inc") for one in made)


def test_ids_sort_by_the_time_of_making(monkeypatch):
    made = []
    for ms in (1, 2, 31, 32, 2**20, 2**41):
        monkeypatch.setattr(time, "time_ns", lambda at=ms: at * 1_000_000)
        made.append(ids.new("evi"))

    assert made == sorted(made)


@pytest.mark.parametrize(
    "text",
    ["", "evi_", "evi_" + "0" * 25, "evi_" + "0" * 27, "evi_8" + "0" * 25, "evi_" + "i" * 26, "evi_" + "0" * 26 + "\n"],
)
def test_what_only_resembles_an_id_is_none(text):
    assert not ids.is_id(text, "evi")


@given(some.integers(0, 2**130 - 1))
def test_a_number_and_its_spelling_are_one_to_one(number):
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    read = 0
    for digit in ids.spell(number, length=26):
        read = read * 32 + alphabet.index(digit)

    assert read == number


def test_the_clock_tells_utc_to_the_hundredth():
    now = clock.now()

    assert now.tzinfo is UTC
    assert now.microsecond % 10_000 == 0


TIMES = some.datetimes(
    datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=some.timedeltas(timedelta(hours=-14), timedelta(hours=14))
    .map(lambda off: timezone(timedelta(minutes=off // timedelta(minutes=1)))),
)  # fmt: skip


@given(TIMES, TIMES)
def test_times_sort_as_text_the_way_they_sort_in_time(one, other):
    assert (clock.spell(one) < clock.spell(other)) == (clock.cut(one) < clock.cut(other))


@given(TIMES)
def test_a_time_reads_back_as_it_was_spelled(at):
    assert clock.read(clock.spell(at)) == clock.cut(at)


def test_an_hour_that_may_be_two_hours_is_no_time():
    with pytest.raises(ValueError, match="offset"):
        clock.read("2026-11-01T01:30:00")


@pytest.mark.parametrize("beyond", ["0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00"])
def test_what_lies_beyond_the_calendar_is_no_time(beyond):
    with pytest.raises(ValueError, match="calendar"):
        clock.read(beyond)


def test_the_oldest_time_reads_back_too():
    assert clock.read(clock.spell(datetime(1, 1, 1, tzinfo=UTC))) == datetime(1, 1, 1, tzinfo=UTC)


def test_the_hour_that_exists_twice_in_autumn_is_two_times_in_utc():
    first = clock.read("2026-11-01T01:30:00-05:00")
    second = clock.read("2026-11-01T01:30:00-06:00")

    assert clock.spell(first) == "2026-11-01T06:30:00.00Z"
    assert second - first == timedelta(hours=1)


@settings(max_examples=60)
@given(some.dictionaries(some.text(max_size=4), PLAIN, max_size=4))
def test_the_same_facts_give_the_same_bytes_in_whatever_order(facts):
    turned = dict(reversed(facts.items()))

    assert canonical.spell(facts) == canonical.spell(turned)
    assert json.loads(canonical.spell(facts)) == facts


@given(some.dictionaries(some.text(), some.text()), some.dictionaries(some.text(), some.text()))
def test_other_facts_give_other_bytes(one, other):
    assert (canonical.spell(one) == canonical.spell(other)) == (one == other)


def test_no_field_can_pretend_to_be_another():
    assert canonical.digest({"a": 'x","b":"y'}) != canonical.digest({"a": "x", "b": "y"})
    assert b"\n" not in canonical.spell({"a": "line\nline"})


@pytest.mark.parametrize("facts", [{"a": 1.0}, {"a": [1, {"b": 0.5}]}, {"a": float("nan")}])
def test_a_float_has_no_spelling(facts):
    with pytest.raises(TypeError, match="float"):
        canonical.spell(facts)
