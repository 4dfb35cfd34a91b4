"""What two people let go is deleted exactly, read back, certified once; and whatever keeps it by then keeps it."""

import hashlib
import json

import pytest

from rtcc.aws import erasing
from rtcc.aws.blobs import Lock
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone
from rtcc.retention import disposals, endings, retiring
from rtcc.retention.ending import State
from rtcc.vault import service as vault
from rtcc.vault.model import State as Standing
from rtcc.vault.model import admission_hold
from rtcc.vault.store import ItemRow
from tests.unit.retaining import (
    RETIRING,
    SUPERVISOR,
    aged,
    approved,
)
from tests.unit.retiring import OLD, bared, events, held, locked, old, run


@pytest.fixture
def item(center, monkeypatch):
    """Evidence that nothing keeps any more."""
    return old(bared(center, monkeypatch))


def test_nothing_is_deleted_while_it_cools_off_and_everything_after(center, item, later):
    one = approved(item)
    assert run()["retired"] == 0
    assert vault.item(item.id).is_here
    later(hours=72, seconds=1)

    assert run()["retired"] == 1

    after = endings.find(one.id)
    assert (after.state, after.left) == (State.DONE, {})
    assert (held("vault"), held("inbox"), held("preview")) == (set(), set(), set())
    gone = vault.known(item.id)
    assert (gone.state, gone.disposal_id, gone.sha256) == (Standing.DISPOSED, one.id, item.sha256)
    assert gone.disposed_at is not None
    with pytest.raises(Gone):
        vault.item(item.id)
    assert run()["retired"] == 0


def test_the_certificate_says_who_asked_who_agreed_by_which_rule_and_stands_in_the_record(center, item, later):
    one = approved(item)
    later(hours=73)
    run()

    after = endings.find(one.id)
    for words in (one.id, "badge 5", "badge 6", "version 1", item.id, item.sha256, item.version_id, "its time is over"):
        assert words in after.certificate
    assert hashlib.sha256(after.certificate.encode()).hexdigest() == after.certificate_sha256
    line = custody.last(one.id)
    assert (line.event, line.outcome.value, line.facts["certificate"]) == (
        "evidence.retire",
        "done",
        after.certificate_sha256,
    )
    assert events(item.id)[-2:] == [("evidence.retire", "done", "parted"), ("evidence.retire", "done", "gone")]
    told = custody.last(item.id).facts
    assert (told["asked_by"], told["approved_by"], told["schedule"], told["sha256"], told["bytes"]) == (
        *("5", "6", 1),
        *(item.sha256, item.bytes),
    )


def test_a_hold_that_comes_while_it_cools_off_keeps_it_and_the_rest_goes(center, item, later):
    other = aged(center.item(), days=OLD)
    one = approved(item, other)
    hold = admission_hold(item.id, case="26-1", at=clock.now())
    ItemRow.get(item.id).update([ItemRow.holds.set((hold,))])
    later(hours=73)

    run()

    after = endings.find(one.id)
    assert (after.state, list(after.left)) == (State.DONE, [item.id])
    assert "on hold" in after.left[item.id]
    assert "on hold" in after.certificate
    kept = vault.item(item.id)
    assert (kept.is_here, kept.disposal_id) == (True, "")
    assert events(item.id)[-1] == ("evidence.retire", "refused", None)
    assert held("vault") == {item.key}
    assert vault.known(other.id).state is Standing.DISPOSED


def test_when_nothing_of_it_could_end_it_failed_and_there_is_no_certificate(center, item, later):
    one = approved(item)
    hold = admission_hold(item.id, case="26-1", at=clock.now())
    ItemRow.get(item.id).update([ItemRow.holds.set((hold,))])
    later(hours=73)

    run()

    after = endings.find(one.id)
    assert (after.state, after.certificate) == (State.FAILED, "")
    assert center.outcomes(one.id)[-1] == ("evidence.retire", "failed")


def test_the_table_itself_keeps_what_is_held_at_the_last_moment_though_the_look_was_fooled(
    center, item, later, monkeypatch
):
    one = approved(item)
    hold = admission_hold(item.id, case="26-1", at=clock.now())
    ItemRow.get(item.id).update([ItemRow.holds.set((hold,))])
    later(hours=73)
    monkeypatch.setattr("rtcc.retention.keeping.why_kept", lambda *_, **__: "")

    assert retiring.retire(RETIRING, one.id) is None

    assert held("vault") == {item.key}
    assert vault.item(item.id).is_here
    assert endings.find(one.id).state is State.COOLING


@pytest.mark.parametrize(
    ("lock", "words"),
    [
        (lambda: Lock("COMPLIANCE", clock.after(clock.now(), days=9), False), "locks it until"),
        (lambda: Lock("COMPLIANCE", clock.after(clock.now(), days=-1), True), "own hold is still on"),
    ],
    ids=["the lock runs", "the hold is on"],
)
def test_while_the_store_itself_keeps_it_nothing_is_deleted_and_what_is_left_is_told(
    center, item, later, monkeypatch, lock, words
):
    one = approved(item)
    later(hours=73)
    locked(monkeypatch, lock())

    assert run()["retired"] == 0

    after = endings.find(one.id)
    assert (after.state, list(after.left)) == (State.COOLING, [item.id])
    assert words in after.left[item.id]
    assert (held("vault"), held("preview") != set()) == ({item.key}, True)
    assert vault.item(item.id).is_here
    lines = len(custody.lines(item.id))
    run()
    assert len(custody.lines(item.id)) == lines
    locked(monkeypatch, Lock("COMPLIANCE", clock.after(clock.now(), days=-1), False))
    later(days=10)
    run()
    assert endings.find(one.id).state is State.DONE


def test_a_store_that_does_not_delete_is_asked_again_and_nothing_is_certified(center, item, later, monkeypatch):
    one = approved(item)
    later(hours=73)
    with monkeypatch.context() as stubborn:
        stubborn.setattr(erasing, "erase", lambda _: False)
        run()
    assert endings.find(one.id).state is State.COOLING
    assert vault.known(item.id).disposed_at is None
    assert events(item.id)[-1] == ("evidence.retire", "done", "parted")

    later(hours=2)
    run()

    assert endings.find(one.id).state is State.DONE
    assert [step for _, _, step in events(item.id)].count("parted") == 1


@pytest.mark.parametrize("dies", ["erase_all", "erase", "lock_of", "is_there"])
def test_abuse_085_cut_short_anywhere_and_run_again_it_ends_the_same_with_each_line_once(
    center, item, later, monkeypatch, dies
):
    one = approved(item)
    later(hours=73)
    real, calls = getattr(erasing, dies), []

    def once(*given):
        calls.append(given)
        if len(calls) == 1:
            if dies == "erase":
                real(*given)  # the bytes are gone, and nobody heard of it
            raise ConnectionError
        return real(*given)

    monkeypatch.setattr(erasing, dies, once)
    if dies == "erase_all":
        monkeypatch.setattr("rtcc.retention.copies.erase_all", once)
    with pytest.raises(RuntimeError):
        run()
    assert vault.known(item.id).disposed_at is None

    later(hours=1)
    run()

    assert endings.find(one.id).state is State.DONE
    steps = [step for _, _, step in events(item.id) if step]
    assert steps == ["parted", "gone"]
    assert held("vault") == set()


def test_once_bytes_go_nobody_stops_it(center, item, later, monkeypatch):
    one = approved(item)
    later(hours=73)
    with monkeypatch.context() as stubborn:
        stubborn.setattr(erasing, "erase", lambda _: False)
        run()

    with pytest.raises(Conflict) as refused:
        disposals.stop(SUPERVISOR, one.id, why="wait")

    assert refused.value.slug == "under-way"


def test_what_was_stopped_is_never_carried_out(center, item, later):
    one = approved(item)
    disposals.stop(SUPERVISOR, one.id, why="the appeal")
    later(days=30)

    assert run()["retired"] == 0
    assert retiring.retire(RETIRING, one.id) is None
    assert held("vault") == {item.key}


def test_one_that_fails_keeps_no_other_waiting_and_is_raised_at_the_end(center, item, later, monkeypatch, capsys):
    other = aged(center.item(), days=OLD)
    bad, good = approved(item), approved(other)
    later(hours=73)
    real = retiring.retire

    def broken(actor, disposal_id):
        if disposal_id == bad.id:
            raise ConnectionError
        return real(actor, disposal_id)

    monkeypatch.setattr(retiring, "retire", broken)
    with pytest.raises(RuntimeError):
        run()

    assert endings.find(good.id).state is State.DONE
    emitted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [one["EvidenceRetired"] for one in emitted if "EvidenceRetired" in one] == [[1.0]]
