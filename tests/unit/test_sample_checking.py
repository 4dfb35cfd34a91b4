"""Whoever doubts a draw makes it again: what was changed in the kept sample is named (abuse 41)."""

import pytest

from rtcc.custody import service as custody
from rtcc.custody.store import LineRow
from rtcc.foundation.errors import NotFound
from rtcc.sample import checking, rows
from rtcc.sample import service as sample
from rtcc.sample.rows import DayRow, LookRow
from tests.unit.sampling import day_now, drawn, looked, next_day, to_noon
from tests.unit.watching import OTHER


@pytest.fixture
def day(city, later):
    to_noon(later)
    looked(n=5, purpose="call")
    looked(OTHER)
    day = day_now()
    next_day(later)
    drawn()
    return day


def without_a_look(day):
    LookRow.get(sample.looks(day)[0].id).delete()
    return "was drawn and is not in the sample"


def with_a_look_more(day):
    row = LookRow.get(sample.looks(day)[0].id)
    row.id, row.hash = "smp_" + "0" * 26, "ab" * 32
    row.save()
    return "is in the sample and was not drawn"


def by_another(day):
    row = LookRow.get(sample.looks(day)[0].id)
    row.badge = "99"
    row.save()
    return "is not told as its line tells it"


def for_another_purpose(day):
    row = LookRow.get(next(look.id for look in sample.looks(day) if look.facts))
    row.facts = {"purpose": "directed"}
    row.save()
    return "is not told as its line tells it"


def of_another_seed(day):
    row = DayRow.get(rows.day_id(day))
    row.seed = "nonsense"
    row.save()
    return "is not what its line says"


def of_fewer_looks(day):
    row = DayRow.get(rows.day_id(day))
    row.looks = row.looks - 1
    row.save()
    return "is not what its line says"


def after_a_look_was_taken_out_of_its_day(day):
    one = custody.looks_of(day)[0]
    row = LineRow.get(one.subject, one.seq)
    row.look_day = "2020-01-01"
    row.save()
    return "are not those of which the sample was drawn"


def test_a_sample_that_nobody_touched_holds(day):
    assert checking.faults(day) == []


@pytest.mark.parametrize(
    "change",
    [
        *(without_a_look, with_a_look_more, by_another, for_another_purpose),
        *(of_another_seed, of_fewer_looks, after_a_look_was_taken_out_of_its_day),
    ],
)
def test_what_was_changed_is_named(day, change):
    said = change(day)

    assert any(said in fault for fault in checking.faults(day))


def test_the_console_says_it(day, at):
    route = "console:GET:/sample/{day}/check"
    assert at(route, path={"day": day}).body == {"holds": True, "faults": []}
    without_a_look(day)
    assert at(route, path={"day": day}).body["holds"] is False
    assert at(route, path={"day": "2020-01-01"}).status == 404


def test_a_day_that_is_not_drawn_has_nothing_to_check(city):
    with pytest.raises(NotFound):
        checking.faults("2020-01-01")
