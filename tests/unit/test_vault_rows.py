"""Rows of items: what was written before there were holds reads as held, and each write asks for what was judged."""

from dataclasses import replace

import pytest

from rtcc.aws.table import transact
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.vault import ending, keeping
from rtcc.vault import service as vault
from rtcc.vault.model import Fixity, Found, Hold, Lift, State, admission_hold
from tests.unit.test_vault import admitted, received


@pytest.fixture
def item(city):
    return admitted(city, received(city))


def aged(city, *names):
    """The row as it was before it had these attributes."""
    (row,) = city.backend.tables["vault"].all_items()
    for name in names:
        row.attrs.pop(name, None)


NEW = ("holds", "hold_due", "kind", "classified_by", "disposal_id", "keep_until", "fixity")


def another(item, **more):
    at = clock.cut(clock.now())
    return Hold("hld_2", "the trial", "the District Attorney", "26-77", "7", "usr_7", at, **more)


def test_an_item_is_held_from_the_moment_of_admission(item):
    (hold,) = item.holds
    assert (hold.reason, hold.case, hold.lift) == ("admission", item.incident_number, None)


def test_a_row_from_before_there_were_holds_is_held_as_admission_holds(city, item):
    aged(city, *NEW)

    assert vault.item(item.id).holds == (admission_hold(item.id, case=item.incident_number, at=item.received_at),)


def test_a_row_from_before_there_were_holds_takes_another_set_and_a_kind(city, item):
    aged(city, *NEW)
    before = vault.item(item.id)

    transact(keeping.holding(before, (*before.holds, another(item))))
    transact(ending.classifying(before, kind="homicide", keep_until=None, by="7", at=clock.now()))

    after = vault.item(item.id)
    assert [hold.id for hold in after.holds] == [before.holds[0].id, "hld_2"]
    assert (after.kind, after.classified_by, after.keep_until) == ("homicide", "7", None)


def test_holds_lifts_and_checks_come_back_as_they_were_written(item):
    lift = Lift("7", "usr_7", clock.cut(clock.now()), "the case is closed")
    fixity = Fixity(clock.cut(clock.now()), Found.HOLDS, item.sha256, item.bytes)
    holds = (*item.holds, another(item, lift=lift))

    transact(keeping.holding(item, holds))
    transact(keeping.checking(item, fixity))

    after = vault.item(item.id)
    assert (after.holds, after.fixity) == (holds, fixity)


def test_a_set_of_holds_that_another_person_changed_meanwhile_is_not_written_over(item):
    transact(keeping.holding(item, (*item.holds, another(item))))

    with pytest.raises(Conflict, match="holds"):
        transact(keeping.holding(item, ()))

    assert len(vault.item(item.id).holds) == 2


def test_what_was_expunged_is_held_by_nothing_and_takes_no_hold(item):
    transact(ending.expunging(item, disposal_id="dsp_1", at=clock.now()))
    after = vault.known(item.id)

    assert (after.standing, after.holds, after.is_here) == ("expunged", (), False)
    for write in (keeping.holding(after, item.holds), keeping.prolonging(after, after.locked_until)):
        with pytest.raises(Conflict):
            transact(write)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "sealed"),
        ({"released_to": "TX1"}, "released"),
        ({"state": State.QUARANTINED, "released_to": "TX1"}, "quarantined"),
        ({"state": State.DISPOSED}, "disposed"),
    ],
)
def test_an_item_s_standing_is_one_word(item, changes, word):
    assert replace(item, **changes).standing == word
