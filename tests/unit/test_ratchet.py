"""The ratchet: locks are prolonged while anybody holds an item or its schedule runs, and never otherwise."""

import json
from datetime import timedelta

import pytest

from functions.prolong_locks import handler as prolong_locks
from rtcc.access.model import system
from rtcc.aws import listing
from rtcc.aws.blobs import Lock, Stored
from rtcc.aws.listing import Listed
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.vault import ending, keeping, log_locks, ratchet
from rtcc.vault import service as vault
from tests.unit.fakes import Died
from tests.unit.test_vault import admitted, received

SELF = system("prolong_locks")
DAY = timedelta(days=1)


@pytest.fixture
def item(city):
    return admitted(city, received(city))


def prolonged(item):
    return [line.outcome.value for line in custody.lines(item.id) if line.event == "lock.prolong"]


def turn():
    return ratchet.prolong_all(SELF, by=clock.now() + DAY)


def let_go(item):
    transact(keeping.holding(item, ()))
    return vault.item(item.id)


def test_a_lock_with_more_than_half_left_is_left_as_it_is(item, later):
    later(days=6)

    assert turn().done == 0
    assert vault.item(item.id) == item


def test_a_lock_with_less_than_half_left_is_prolonged_read_back_and_written_down(item, later):
    later(days=8)

    assert turn().done == 1
    after = vault.item(item.id)
    assert after.locked_until - clock.now() > 13 * DAY
    assert vault.lock_of(item) == Lock("COMPLIANCE", after.locked_until, True)
    line = custody.last(item.id)
    assert (line.event, line.outcome.value, line.facts["until"]) == (
        "lock.prolong",
        "done",
        clock.spell(after.locked_until),
    )
    assert turn().done == 0


def test_years_of_turns_keep_a_held_item_locked_without_a_day_between(city, item, later):
    for _ in range(30):
        later(days=5)
        turn()
        assert vault.lock_of(item).until > clock.now()


@pytest.mark.parametrize("kept", ["hold", "schedule", "unclassified"])
def test_one_reason_is_enough(item, later, kept):
    if kept != "hold":
        item = let_go(item)
    if kept == "schedule":
        soon = clock.now() + 30 * DAY
        transact(ending.classifying(item, kind="theft", keep_until=soon, by="7", at=clock.now()))
    later(days=8)

    assert turn().done == 1


@pytest.mark.parametrize("why", ["schedule over", "being disposed of"])
def test_what_nothing_keeps_is_let_go_by_doing_nothing(city, item, later, why):
    item = let_go(item)
    transact(ending.classifying(item, kind="theft", keep_until=clock.now() + DAY, by="7", at=clock.now()))
    if why == "being disposed of":
        (row,) = city.backend.tables["vault"].all_items()
        row.attrs["disposal_id"].value = "dsp_1"
    else:
        later(days=2)
    later(days=8)

    assert turn().done == 0
    assert prolonged(item) == []


def test_a_hold_keeps_also_what_is_being_disposed_of(city, item, later):
    (row,) = city.backend.tables["vault"].all_items()
    row.attrs["disposal_id"].value = "dsp_1"
    later(days=8)

    assert turn().done == 1


def test_what_was_expunged_is_not_prolonged(item, later):
    transact(ending.expunging(item, disposal_id="dsp_1", at=clock.now()))
    later(days=8)

    assert turn().done == 0


def test_what_is_in_quarantine_is_kept_like_any_evidence(city, later):
    admitted(city, received(city), verdict="THREATS_FOUND")
    later(days=8)

    assert turn().done == 1


def test_a_city_s_days_are_capped(item, later, monkeypatch):
    monkeypatch.setenv("LOCK_DAYS", "3650")
    later(days=1)

    turn()

    assert vault.item(item.id).locked_until - clock.now() <= 30 * DAY


def test_what_the_store_does_not_confirm_is_a_line_a_metric_and_a_failure(city, item, later, capsys, monkeypatch):
    monkeypatch.setattr(listing, "versions", lambda _bucket: iter(()))
    later(days=8)
    city.store.confirms = False

    with pytest.raises(RuntimeError, match="does not confirm"):
        prolong_locks.handle({}, None)

    assert prolonged(item) == ["failed"]
    assert vault.item(item.id) == item
    emitted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [one["LockNotConfirmed"] for one in emitted] == [[1.0]]


def test_one_that_fails_does_not_cost_the_others_their_locks(city, item, later, monkeypatch):
    other = admitted(city, received(city, 2))
    real = city.store.proven
    monkeypatch.setattr("rtcc.aws.locks.proven", lambda what, **how: what.key != item.key and real(what, **how))
    later(days=8)

    told = turn()

    assert (told.done, len(told.failed)) == (1, 1)
    assert (prolonged(item), prolonged(other)) == (["failed"], ["done"])


def test_who_dies_between_store_and_line_leaves_a_longer_lock_and_the_next_writes_one_line(item, later, monkeypatch):
    later(days=8)
    with monkeypatch.context() as killed:
        killed.setattr(ratchet, "transact", lambda *_: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            ratchet.prolong(SELF, item.id)
    assert vault.lock_of(item).until > vault.item(item.id).locked_until

    assert turn().done == 1
    assert prolonged(item) == ["done"]


def test_a_turn_that_runs_out_of_time_says_what_it_left(city, item, later):
    later(days=8)

    assert ratchet.prolong_all(SELF, by=clock.now()).left == 1


@pytest.fixture
def log(city, monkeypatch):
    """Ten objects of the log, of which each was locked for thirty days when it was written."""
    at = clock.now()
    kept = [city.store.keep("log", f"batch/{n:012d}", b"x") for n in range(10)]
    for what in kept:
        city.store.locks[what] = Lock("COMPLIANCE", at + 30 * DAY, False)
    held = [Listed(what.key, what.version_id, 1, at) for what in kept]
    monkeypatch.setattr(listing, "versions", lambda _bucket: iter([*held, Listed("x", "m", 0, at, is_marker=True)]))
    return kept


def rounds(later, count):
    """So many runs, six hours apart; how many locks they prolonged."""
    done = 0
    for _ in range(count):
        later(hours=6)
        done += log_locks.prolong_all(SELF, by=clock.now() + DAY).done
    return done


def test_the_record_s_own_objects_stay_locked_for_ever(city, log, later):
    asked = []
    real = city.store.lock_of

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rtcc.aws.locks.read", lambda what: asked.append(what) or real(what))
        assert rounds(later, 59) == 0
        assert asked == []

    assert rounds(later, 40) == 10
    for _ in range(12):
        rounds(later, 20)
        assert all(city.store.lock_of(what).until - clock.now() > 9 * DAY for what in log)
    assert custody.last("log").event == "lock.prolong"


def test_an_object_of_the_log_that_the_store_does_not_lock_longer_is_told_of(city, log, later):
    city.store.confirms = False
    later(days=16)
    failed = []
    for _ in range(20):
        later(hours=6)
        failed += log_locks.prolong_all(SELF, by=clock.now() + DAY).failed

    assert len(failed) == 10
    assert "does not confirm" in failed[0]


def test_a_round_of_the_log_that_runs_out_of_time_says_what_it_left(log, later):
    later(days=16)
    left = 0
    for _ in range(20):
        later(hours=6)
        left += log_locks.prolong_all(SELF, by=clock.now()).left

    assert left == 10
    assert isinstance(log[0], Stored)
