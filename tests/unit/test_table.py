"""Acts committed whole or not at all, and refusals read in the order in which they were given."""

import pytest

from rtcc.access.model import Action, Role, Staff
from rtcc.access.store import StaffRow
from rtcc.aws import patience
from rtcc.aws.table import Put, Update, transact
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Unavailable
from tests.unit.city import ANALYST, ROWS


def row(identity="staff:1", role=Role.ANALYST):
    return StaffRow.of(Staff(identity, "usr_1", "A", "7", role, "PD", "LA0", clock.now()))


def changing(identity, error=None):
    actions, condition = [StaffRow.badge.set("8")], StaffRow.identity.exists()
    return Update(row(identity), actions, condition, error)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_condition_that_fails_raises_its_own_error_wherever_it_stands(city, place):
    transact(Put(row("staff:known")))
    before = city.contents()
    writes = [
        changing("staff:known", Conflict("an update")),
        Put(row("staff:new"), StaffRow.identity.does_not_exist(), Conflict("a put")),
        custody.line(ANALYST, Action.READ_SELF, "usr_1"),
    ]
    writes.insert(place, changing("staff:unknown", Conflict("this one")))

    with pytest.raises(Conflict, match="this one"):
        transact(*writes)

    assert city.contents() == before


def test_a_lost_race_for_a_line_is_tried_again_even_beside_an_update(city, monkeypatch):
    transact(Put(row()))
    custody.note(ANALYST, Action.READ_SELF, "usr_1")
    monkeypatch.setattr(patience.time, "sleep", lambda _: None)
    real, looks = custody.store.last, []

    def stale_once(subject):
        looks.append(subject)
        return None if len(looks) == 1 else real(subject)

    monkeypatch.setattr(custody.store, "last", stale_once)

    transact(changing("staff:1", Conflict("an update")), custody.line(ANALYST, Action.READ_SELF, "usr_1"))

    assert len(looks) == 2
    assert [line.seq for line in custody.lines("usr_1")] == [1, 2]
    assert StaffRow.get("staff:1").badge == "8"


def test_a_record_that_stays_busy_is_unavailable_and_nothing_was_changed(city, monkeypatch):
    custody.note(ANALYST, Action.READ_SELF, "usr_1")
    monkeypatch.setattr(patience.time, "sleep", lambda _: None)
    monkeypatch.setattr(custody.store, "last", lambda _: None)
    before = city.contents()

    with pytest.raises(Unavailable):
        transact(Put(row()), custody.line(ANALYST, Action.READ_SELF, "usr_1"))

    assert city.contents() == before


def test_a_transaction_carries_a_hundred_writes_at_most(city):
    with pytest.raises(ValueError, match="at most 100"):
        transact(*[Put(row(f"staff:{n}")) for n in range(101)])


def test_a_row_gives_back_the_entity_that_it_was_made_of(city):
    staff = Staff("staff:1", "usr_1", "A", "7", Role.AUDITOR, "PD", "LA0", clock.now(), None)
    StaffRow.of(staff).save()

    assert StaffRow.get("staff:1").to_entity() == staff


def test_all_tables_are_reached_through_one_client(city):
    clients = {id(row._get_connection().connection.client) for row in ROWS}

    assert len(ROWS) > 10
    assert len(clients) == 1
