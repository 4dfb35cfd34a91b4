"""The store follows the holds: on while anybody holds the item, off when nobody does, and a line either way."""

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.settle_holds import handler as settle_holds
from rtcc.access.model import system
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Unavailable
from rtcc.vault import ending, holds, keeping, settling, store
from rtcc.vault import service as vault
from tests.unit.fakes import Died
from tests.unit.test_holds import SUPERVISOR, only, put
from tests.unit.test_vault import admitted, received

SELF = system("settle_holds")
ALL = {"source": "aws.events"}


@pytest.fixture
def item(city):
    return admitted(city, received(city))


@pytest.fixture
def let_go(item):
    """An item that two people let go of."""
    transact(keeping.holding(item, ()))
    return item


def settled(item):
    return [
        (line.facts["hold"], line.facts["holds"], line.outcome.value)
        for line in custody.lines(item.id)
        if line.event == "hold.settle"
    ]


def image(item):
    """The row as the stream brings it."""
    (row,) = (row.image for row in store.every() if row.item.id == item.id)
    return {"eventID": "1", "eventName": "MODIFY", "dynamodb": {"NewImage": row, "SequenceNumber": "7"}}


def test_the_store_s_hold_goes_off_with_the_last_one_and_on_with_the_next(let_go):
    assert settling.settle(SELF, let_go.id)
    assert not vault.lock_of(let_go).hold

    put(let_go)
    assert settling.settle(SELF, let_go.id)
    assert vault.lock_of(let_go).hold
    assert settled(let_go) == [(False, 0, "done"), (True, 1, "done")]


def test_one_hold_of_two_leaves_the_store_s_hold_on(item):
    hold = put(item)
    holds.ask_lift(SUPERVISOR, item.id, hold.id, why="closed")

    settling.settle(SELF, item.id)

    assert vault.lock_of(item).hold
    assert settled(item) == [(True, 2, "done")]


def test_what_is_settled_is_settled_once(city, let_go):
    settling.settle(SELF, let_go.id)
    before = city.contents()

    assert not settling.settle(SELF, let_go.id)
    assert city.contents() == before


def test_who_dies_between_store_and_line_leaves_it_due_and_the_next_writes_one_line(let_go, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(settling, "transact", lambda *_: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            settling.settle(SELF, let_go.id)

    assert settling.settle_all(SELF) == (1, [])
    assert settled(let_go) == [(False, 0, "done")]


def test_a_hold_put_while_the_store_s_goes_off_is_on_again_at_once(let_go, monkeypatch):
    real, raced = settling.transact, []

    def race(*writes):
        if not raced:
            raced.append(put(let_go))
        real(*writes)

    monkeypatch.setattr(settling, "transact", race)
    settling.settle(SELF, let_go.id)

    assert vault.lock_of(let_go).hold
    assert settled(let_go) == [(True, 1, "done")]


def test_a_store_that_does_not_follow_is_told_of_and_stays_due(city, let_go):
    city.store.confirms = False

    with pytest.raises(Unavailable):
        settling.settle(SELF, let_go.id)
    assert settled(let_go) == [(False, 0, "failed")]

    city.store.confirms = True
    assert settling.settle_all(SELF) == (1, [])


def test_a_hold_of_the_store_that_nobody_has_any_more_is_taken_off_by_the_hourly_look(let_go):
    settling.settle(SELF, let_go.id)
    vault.locks.hold_on(vault.stored(let_go))

    assert settling.settle_all(SELF) == (1, [])
    assert not vault.lock_of(let_go).hold


def test_what_was_expunged_is_held_by_nothing(item):
    transact(ending.expunging(item, disposal_id="dsp_1", at=clock.now()))

    assert settling.settle(SELF, item.id)
    assert not vault.lock_of(item).hold


def test_one_that_fails_does_not_keep_the_others_as_they_are(city, let_go, monkeypatch):
    other = admitted(city, received(city, 2))
    transact(keeping.holding(other, ()))
    real = vault.lock_of
    first = next(store.every()).item.id

    def broken(one):
        if one.id == first:
            raise RuntimeError("no answer")
        return real(one)

    monkeypatch.setattr(vault, "lock_of", broken)
    with pytest.raises(RuntimeError, match="no answer"):
        settle_holds.handle(ALL, None)

    kept = {let_go.id, other.id} - {first}
    assert [store.is_hold_due(one) for one in kept] == [False]


def test_the_function_settles_what_the_stream_brings_and_nothing_else(city, let_go):
    record = image(let_go) | {"eventSource": "aws:dynamodb"}
    del record["dynamodb"]["NewImage"]["hold_due"]
    assert settle_holds.handle({"Records": [record]}, None) == {"batchItemFailures": []}
    assert settled(let_go) == []

    assert settle_holds.handle({"Records": [image(let_go)]}, None) == {"batchItemFailures": []}
    assert settled(let_go) == [(False, 0, "done")]


def test_what_the_function_cannot_settle_comes_again(city, let_go):
    city.store.confirms = False

    with pytest.raises(BatchProcessingError):
        settle_holds.handle({"Records": [image(let_go)]}, None)

    assert store.is_hold_due(let_go.id)


def test_admission_needs_no_settling(item):
    assert only(item).reason == "admission"
    assert not settling.settle(SELF, item.id)
    assert settled(item) == []
