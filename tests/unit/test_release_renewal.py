"""A share whose time is over is no dead end: its recipient asks, a supervisor gives more, the package is made anew."""

from dataclasses import replace

import pytest

from functions.deliver_release import handler as deliver_release
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Gone, NotFound, Refused
from rtcc.release import delivery, digests, renewal, shares, store
from rtcc.release.model import PACKAGE_DAYS, SHARE_DAYS, State
from rtcc.vault.store import ItemRow
from tests.unit.releasing import PACKER, RECIPIENT, SUPERVISOR, records, row_of, signature


def test_more_time_is_asked_for_once_and_given(center, later):
    one = center.packed()
    later(days=SHARE_DAYS, minutes=1)
    with pytest.raises(Gone):
        shares.download(RECIPIENT, one.id)

    asked = [renewal.ask_for(RECIPIENT, one.id, why="on leave") for _ in range(2)]
    after = renewal.renew(SUPERVISOR, one.id)

    assert asked[0] == asked[1]
    assert asked[0].renewal_why == "on leave"
    assert (after.state, after.renewed_by, after.renewal_asked_at, after.renewal_why) == (State.PACKED, "5", None, "")
    assert store.find(one.id) == after
    assert shares.download(RECIPIENT, one.id)[2] == one.package
    events = [event for event, _ in center.outcomes(one.id)]
    assert events[-3:] == ["share.ask_renewal", "release.renew", "share.download"]


def test_what_the_bucket_would_drop_is_made_anew_under_the_same_release(center, later):
    one = center.packed()
    later(days=PACKAGE_DAYS, minutes=1)

    waiting = renewal.renew(SUPERVISOR, one.id)
    with pytest.raises(Conflict) as refused:
        shares.download(RECIPIENT, one.id)
    assert (waiting.state, refused.value.slug) == (State.RENEWED, "packing")
    assert renewal.renew(SUPERVISOR, one.id) == waiting
    deliver_release.handle(records(row_of(one)), None)

    after = store.find(one.id)
    assert (after.state, after.id) == (State.PACKED, one.id)
    assert after.package.version_id != one.package.version_id
    assert shares.download(RECIPIENT, one.id)[2] == after.package
    assert {digests.release_of(made.package.sha256) for made in (one, after)} == {one.id}
    assert center.outcomes(one.id).count(("release.pack", "done")) == 2


def test_a_package_made_anew_after_its_receipt_stays_receipted(center, later):
    one = center.transferred()
    later(days=PACKAGE_DAYS, minutes=1)
    renewal.renew(SUPERVISOR, one.id)

    after = delivery.pack(PACKER, one.id)

    assert (after.state, after.receipt) == (State.TRANSFERRED, one.receipt)
    assert shares.receipt(RECIPIENT, one.id, signature(after)).receipted_at == one.receipted_at


def test_what_can_no_longer_be_packed_is_over_and_says_why(center, later):
    item = center.item()
    one = center.packed(item)
    later(days=PACKAGE_DAYS, minutes=1)
    renewal.renew(SUPERVISOR, one.id)
    ItemRow(item.id).update(actions=[ItemRow.state.set(type(item.state).QUARANTINED), ItemRow.flaw.set("EICAR")])

    after = delivery.pack(PACKER, one.id)

    assert (after.state, after.is_expired(), "EICAR" in after.why) == (State.PACKED, True, True)
    with pytest.raises(Gone):
        shares.download(RECIPIENT, one.id)


@pytest.mark.parametrize("state", ["asked", "approved"])
def test_only_what_is_shared_gets_more_time(center, state):
    one = getattr(center, state)()

    with pytest.raises(Conflict) as refused:
        renewal.renew(SUPERVISOR, one.id)

    assert refused.value.slug == "not-shared"


def test_an_agency_off_the_list_gets_no_more_time(center, monkeypatch):
    one = center.packed()
    monkeypatch.setenv("AGENCIES", "[]")

    with pytest.raises(Refused):
        renewal.renew(SUPERVISOR, one.id)
    with pytest.raises(NotFound):
        renewal.ask_for(RECIPIENT, one.id, why="please")


@pytest.mark.parametrize("state", ["QUARANTINED", "EXPUNGED", "DISPOSED"])
def test_abuse_024_what_may_not_leave_any_more_is_neither_fetched_nor_renewed(center, state):
    item = center.item()
    one = center.packed(item)
    ItemRow(item.id).update(actions=[ItemRow.state.set(type(item.state)[state])])

    for attempt in (lambda: shares.download(RECIPIENT, one.id), lambda: renewal.renew(SUPERVISOR, one.id)):
        with pytest.raises((Conflict, Gone)):
            attempt()
    assert store.find(one.id) == one
    assert custody.last(one.id).event == "release.pack"


def test_nobody_else_asks_for_more_time(center):
    one = center.packed()

    with pytest.raises(NotFound):
        renewal.ask_for(replace(RECIPIENT, badge="4412"), one.id, why="mine")


def test_abuse_085_more_time_that_was_given_and_never_heard_of_is_given_once(center):
    one = center.packed()
    first = renewal.renew(SUPERVISOR, one.id)
    before = center.outcomes(one.id)

    assert renewal.renew(SUPERVISOR, one.id) == first
    assert center.outcomes(one.id) == before


def test_asked_twice_at_the_same_moment_it_is_one_request(center, monkeypatch):
    one, real = center.packed(), store.asking_renewal

    def slow(after):
        monkeypatch.setattr(store, "asking_renewal", real)
        renewal.ask_for(RECIPIENT, one.id, why="first")
        return real(after)

    monkeypatch.setattr(store, "asking_renewal", slow)

    assert renewal.ask_for(RECIPIENT, one.id, why="second").renewal_why == "first"
    assert center.outcomes(one.id).count(("share.ask_renewal", "done")) == 1


def test_of_two_renewals_at_once_one_counts(center, later, monkeypatch):
    one, real = center.packed(), store.renewing
    later(seconds=1)

    def slow(before, after):
        monkeypatch.setattr(store, "renewing", real)
        renewal.renew(replace(SUPERVISOR, id="usr_second", badge="6"), one.id)
        return real(before, after)

    monkeypatch.setattr(store, "renewing", slow)
    with pytest.raises(Conflict):
        renewal.renew(SUPERVISOR, one.id)

    assert store.find(one.id).renewed_by == "6"
