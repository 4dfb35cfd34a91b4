"""A court's order: nobody is shown it at the second person's yes; its bytes go when they can (P3.4)."""

import pytest

from functions.retire_evidence import handler as retire_evidence
from rtcc.aws.blobs import Lock
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, NotFound, Refused
from rtcc.retention import disposals, endings, expunging
from rtcc.retention.ending import State
from rtcc.retention.store import DisposalRow
from rtcc.vault import ending
from rtcc.vault import service as vault
from rtcc.vault.model import State as Standing
from rtcc.vault.model import admission_hold
from rtcc.vault.store import ItemRow
from tests.unit.releasing import records
from tests.unit.retaining import (
    NAMES,
    SECOND,
    SUPERVISOR,
    THE_SAME,
    approved,
    expunged,
    ordered,
)
from tests.unit.retiring import bared, held, locked, old, put, run


@pytest.fixture
def item(center, monkeypatch):
    """Evidence that nothing keeps any more."""
    return old(bared(center, monkeypatch))


def test_at_the_second_person_s_yes_nobody_is_shown_it_and_nothing_holds_it(center, item):
    ItemRow.get(item.id).update([ItemRow.holds.set((admission_hold(item.id, case="26-1", at=clock.now()),))])

    one = expunged(item)

    assert (one.state, one.decided_by, one.order_number) == (State.COOLING, "6", "26-CR-118")
    for way in (vault.item, vault.released, lambda item_id: vault.download(SUPERVISOR, item_id, reason="26-1")):
        with pytest.raises(Gone) as refused:
            way(item.id)
        assert refused.value.slug == "expunged"
    row = ItemRow.get(item.id)
    assert (row.state, row.holds, row.hold_due) == (Standing.EXPUNGED, (), "yes")
    line = custody.last(item.id)
    assert (line.event, line.reason, line.facts["holds"]) == ("expunging.approve", "26-CR-118", 1)
    assert expunging.approve(SECOND, one.id).state is State.COOLING
    assert center.outcomes(one.id).count(("expunging.approve", "done")) == 1


def test_an_expunged_item_cannot_be_asked_for_disposed_of_or_asked_for_again(center, item):
    expunged(item)

    with pytest.raises(Gone):
        approved(item)
    with pytest.raises(Gone):
        ordered(item)
    with pytest.raises(Gone):
        center.asked(item)


def test_pictures_and_packages_go_at_once_and_the_bytes_when_the_lock_ends(center, item, later, monkeypatch):
    release = center.packed(item)
    put("preview", f"previews/{item.id}/video.mp4")
    put("preview", f"marked/{item.id}/{release.id}/2026-11-23/{'0' * 64}-video.mp4")
    one = expunged(item)
    locked(monkeypatch, Lock("COMPLIANCE", clock.after(clock.now(), days=9), False))
    row = DisposalRow.get(one.id)

    # The stream, seconds after the approval.
    assert retire_evidence.handle(records(row), None) == {"batchItemFailures": []}

    assert (held("preview"), held("inbox"), held("release")) == (set(), set(), set())
    assert release.package.key not in held("release")
    assert held("vault") == {item.key}
    assert "locks it until" in endings.find(one.id).left[item.id]
    locked(monkeypatch, Lock("COMPLIANCE", clock.after(clock.now(), days=-1), False))
    later(days=10)
    run()
    after = endings.find(one.id)
    assert (after.state, held("vault")) == (State.DONE, set())
    assert (vault.known(item.id).state, vault.known(item.id).disposed_at is None) == (Standing.EXPUNGED, False)
    for words in ("EXPUNGING", "26-CR-118", "First District Court", item.sha256):
        assert words in after.certificate


@pytest.mark.parametrize("who", THE_SAME, ids=NAMES)
def test_abuse_042_whoever_asked_for_an_expunging_does_not_approve_it(center, item, who, monkeypatch):
    one = ordered(item)

    with pytest.raises(Refused) as refused:
        expunging.approve(who, one.id)
    assert refused.value.slug == "own-request"
    with monkeypatch.context() as fooled:
        fooled.setattr(disposals, "must_wait", lambda *_: None)
        with pytest.raises(Conflict):
            expunging.approve(who, one.id)

    assert endings.find(one.id) == one
    assert vault.item(item.id) == item


def test_an_order_ends_what_a_disposal_had_and_the_disposal_leaves_it_out(center, item, later):
    first = approved(item)
    order = expunged(item)
    later(hours=73)

    run()

    assert endings.find(order.id).state is State.DONE
    assert endings.find(first.id).state is State.FAILED
    assert vault.known(item.id).disposal_id == order.id


def test_a_no_to_an_order_is_final_and_ends_nothing(center, item):
    one = ordered(item)

    after = expunging.deny(SUPERVISOR, one.id, why="the order names another case")

    assert (after.state, after.refusal) == (State.DENIED, "the order names another case")
    for act in (expunging.approve, lambda who, known: expunging.deny(who, known, why="x")):
        with pytest.raises(Conflict):
            act(SECOND, one.id)
    assert vault.item(item.id) == item


def test_a_hold_that_changes_at_that_moment_is_looked_at_again(center, item, monkeypatch):
    one, real = ordered(item), ending.expunging

    def slow(before, **more):
        hold = admission_hold(item.id, case="26-2", at=clock.now())
        ItemRow.get(item.id).update([ItemRow.holds.set((hold,))])
        return real(before, **more)

    with monkeypatch.context() as racing:
        racing.setattr(ending, "expunging", slow)
        with pytest.raises(Conflict):
            expunging.approve(SECOND, one.id)
    assert vault.item(item.id).is_here

    assert expunging.approve(SECOND, one.id).state is State.COOLING


def test_a_double_click_is_one_expunging_and_a_disposal_is_not_decided_on_as_one(center, item):
    assert ordered(item, key="key-00001") == ordered(item, key="key-00001")
    with pytest.raises(NotFound):
        expunging.approve(SECOND, "dsp_" + "0" * 26)
    from tests.unit.retaining import asked

    with pytest.raises(NotFound):
        expunging.approve(SECOND, asked(item).id)
