"""What an owner allows: deny by default, each right its own, and no grant that contradicts itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtcc.foundation.errors import Invalid
from rtcc.grants import spelling
from rtcc.grants.model import Grant, Hours, Live, Occasion, Purpose, Recall, is_no_wider, why_no_live, why_no_recall

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEAR = Grant(live=Live.PRIORITY_1, radius_m=500, recall=Recall.CASE, depth_hours=24)
CALL = Occasion(Purpose.CALL, NOW, minute=720, priority=1, distance_m=400)

lives = st.sampled_from(Live)
grants = st.builds(
    lambda live, radius, minutes, recall, depth, flags, hours, days: Grant(
        live=live,
        radius_m=radius if live in {Live.PRIORITY_1, Live.ANY_CALL} else 0,
        most_minutes=minutes,
        recall=recall,
        depth_hours=0 if recall is Recall.NEVER else min(depth, days * 24),
        directed=flags[0] and live is not Live.NEVER,
        emergency=flags[1],
        hours=Hours(*hours) if hours and hours[0] != hours[1] else None,
        days_stored=days,
    ),
    lives,
    st.integers(1, 2000),
    st.integers(1, 60),
    st.sampled_from(Recall),
    st.integers(1, 100),
    st.tuples(st.booleans(), st.booleans()),
    st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
    st.integers(1, 30),
)
wishes = st.builds(
    Occasion,
    st.sampled_from(Purpose),
    st.just(NOW),
    minute=st.integers(0, 1439),
    priority=st.integers(0, 4),
    distance_m=st.integers(0, 3000),
    is_approved=st.booleans(),
)


@given(wishes)
def test_nothing_is_allowed_until_somebody_allows_it(wish):
    assert why_no_live(Grant(), wish)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"priority": 2}, "priority-1"),
        ({"distance_m": 501}, "too far"),
        ({"purpose": Purpose.DIRECTED}, "directed"),
        ({"purpose": Purpose.EMERGENCY}, "emergency"),
        ({"priority": 0}, "no call"),
    ],
)
def test_each_condition_refuses_alone(change, says):
    assert why_no_live(NEAR, CALL) == ""
    assert says in why_no_live(NEAR, replace(CALL, **change))


def test_the_hours_of_the_day_hold_past_midnight_too():
    night = replace(NEAR, hours=Hours(22 * 60, 6 * 60))
    assert why_no_live(night, replace(CALL, minute=23 * 60)) == ""
    assert why_no_live(night, replace(CALL, minute=5 * 60 + 59)) == ""
    assert "other hours" in why_no_live(night, replace(CALL, minute=6 * 60))


def test_a_grant_begins_and_ends():
    assert "not begun" in why_no_live(replace(NEAR, starts_at=NOW + timedelta(seconds=1)), CALL)
    assert "has ended" in why_no_live(replace(NEAR, ends_at=NOW), CALL)


def test_an_owner_who_approves_each_time_is_asked_each_time():
    asks = Grant(live=Live.APPROVED)
    assert "not approved" in why_no_live(asks, CALL)
    assert why_no_live(asks, replace(CALL, is_approved=True)) == ""


@pytest.mark.parametrize(
    ("hours_back", "case", "says"), [(1, "26-1", ""), (25, "26-1", "further back"), (1, "", "case number")]
)
def test_recall_reaches_as_far_as_the_owner_says(hours_back, case, says):
    why = why_no_recall(NEAR, start=NOW - timedelta(hours=hours_back), at=NOW, case=case)
    assert says in why
    assert bool(why) is bool(says)


def test_no_footage_from_before_the_grant_began():
    grant = replace(NEAR, starts_at=NOW - timedelta(minutes=10))
    assert "before the grant" in why_no_recall(grant, start=NOW - timedelta(minutes=11), at=NOW, case="26-1")


@given(grants)
def test_a_grant_is_read_as_it_was_spelled(grant):
    assert spelling.read(spelling.spell(grant)) == grant


@given(grants, grants, wishes)
def test_what_is_no_wider_allows_nothing_more(new, old, wish):
    if is_no_wider(new, old) and not why_no_live(new, wish):
        assert not why_no_live(old, wish)


@given(grants)
def test_nothing_is_no_wider_than_anything_and_each_than_itself(grant):
    assert is_no_wider(replace(Grant(), most_minutes=1, days_stored=1, hours=grant.hours), grant)
    assert is_no_wider(grant, grant)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"live": "priority_1"}, "radius_m"),
        ({"live": "never", "radius_m": 5}, "radius_m"),
        ({"recall": "never", "depth_hours": 2}, "depth_hours"),
        ({"recall": "case", "depth_hours": 100, "days_stored": 3}, "depth_hours"),
        ({"directed": True}, "directed"),
        ({"most_minutes": 0}, "most_minutes"),
        ({"days_stored": 400}, "days_stored"),
        ({"hours": [60, 60]}, "hours"),
        ({"starts_at": "2026-01-02T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z"}, "ends_at"),
    ],
)
def test_a_grant_that_contradicts_itself_is_refused_and_says_where(facts, field):
    with pytest.raises(Invalid) as refused:
        spelling.read(facts)
    assert field in {wrong.name for wrong in refused.value.fields}


@pytest.mark.parametrize(
    "facts", [{"live": "yes"}, {"watch": True}, {"directed": 1}, {"radius_m": "5"}, {"hours": [1]}]
)
def test_a_grant_that_cannot_be_read_is_refused(facts):
    with pytest.raises(Invalid):
        spelling.read(facts)
