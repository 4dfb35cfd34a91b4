"""Quiet hours, on the clocks of the city: when a message that nobody needs at once may go out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rtcc.registry.model import quiet_until
from rtcc.registry.particulars import Quiet

ZONE = "America/Chicago"
NIGHT = Quiet(22 * 60, 7 * 60)
NOON = Quiet(12 * 60, 13 * 60 + 30)


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-06-10T23:15:00-05:00", "2026-06-11T07:00:00-05:00"),
        (NIGHT, "2026-06-11T06:59:59-05:00", "2026-06-11T07:00:00-05:00"),
        (NIGHT, "2026-06-11T07:00:00-05:00", None),
        (NIGHT, "2026-06-10T21:59:59-05:00", None),
        (NIGHT, "2026-06-10T22:00:00-05:00", "2026-06-11T07:00:00-05:00"),
        (NOON, "2026-06-10T12:30:00-05:00", "2026-06-10T13:30:00-05:00"),
        (NOON, "2026-06-10T13:30:00-05:00", None),
        (NOON, "2026-06-10T00:30:00-05:00", None),
        # The night of March 8 has no hour from 2 to 3; that of November 1 has the hour from 1 to 2 twice.
        (NIGHT, "2026-03-08T01:59:00-06:00", "2026-03-08T07:00:00-05:00"),
        (NIGHT, "2026-11-01T01:30:00-05:00", "2026-11-01T07:00:00-06:00"),
        (NIGHT, "2026-11-01T01:30:00-06:00", "2026-11-01T07:00:00-06:00"),
        (Quiet(23 * 60, 2 * 60 + 30), "2026-03-08T01:00:00-06:00", "2026-03-08T02:30:00-06:00"),
    ],
)
def test_quiet_lasts_until_the_city_s_clocks_say_so(quiet, now, until):
    assert quiet.until(at(now), ZONE) == (at(until) if until else None)


@given(
    some.integers(0, 1439),
    some.integers(0, 1439),
    some.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)),
)
def test_whoever_waits_until_quiet_is_over_does_not_wait_again(begins, ends, now):
    quiet, now = Quiet(begins, ends), now.replace(tzinfo=UTC)

    until = quiet.until(now, ZONE)

    if until is not None and begins != ends:
        assert now < until <= now + timedelta(hours=25)
        assert quiet.until(until, ZONE) is None


def test_one_s_own_quiet_hours_hold_and_else_the_city_s(city):
    one, now = city.resident(), at("2026-06-10T23:15:00-05:00")

    assert quiet_until(one, now, ZONE) is None
    assert quiet_until(one, now, ZONE, usual=NIGHT) == at("2026-06-11T07:00:00-05:00")
