"""Whatever keeps evidence keeps it from disposal: a hold, another disposal, whatever was seen before."""

from dataclasses import replace

import pytest

from rtcc.aws import erasing
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.retention import disposals, endings
from rtcc.retention.ending import State
from rtcc.vault import service as vault
from rtcc.vault.model import admission_hold
from rtcc.vault.store import ItemRow
from tests.unit.retaining import SECOND, aged, asked

OLD = 1_200  # days: longer than a misdemeanor's schedule keeps


@pytest.fixture
def item(center):
    """Evidence that nothing keeps any more."""
    return aged(center.item(), days=OLD)


def hold(item):
    """Somebody holds it, whatever else is going on."""
    one = admission_hold(item.id, case="26-1", at=clock.now())
    ItemRow.get(item.id).update([ItemRow.holds.set((one,))])


def test_a_hold_that_came_since_is_seen_at_the_approval(center, item):
    one = asked(item)
    hold(item)

    with pytest.raises(Conflict) as refused:
        disposals.approve(SECOND, one.id)

    assert refused.value.slug == "kept"


def test_abuse_030_the_table_itself_keeps_what_somebody_holds_when_the_look_before_it_is_fooled(
    center, item, monkeypatch
):
    one = asked(item)
    hold(item)
    with monkeypatch.context() as fooled:
        fooled.setattr(disposals, "must_be_free", lambda *_, **__: None)
        with pytest.raises(Conflict):
            disposals.approve(SECOND, one.id)

    assert endings.find(one.id).state is State.ASKED
    assert vault.item(item.id).disposal_id == ""


def test_two_disposals_of_one_item_are_not_both_approved(center, item, monkeypatch):
    first, second = asked(item), asked(item)
    disposals.approve(SECOND, first.id)

    with pytest.raises(Conflict) as refused:
        disposals.approve(SECOND, second.id)
    assert refused.value.slug == "kept"
    with monkeypatch.context() as fooled:
        fooled.setattr(disposals, "must_be_free", lambda *_, **__: None)
        with pytest.raises(Conflict):
            disposals.approve(SECOND, second.id)
    assert vault.item(item.id).disposal_id == first.id


def test_a_delete_without_a_version_is_never_asked_of_the_store(item):
    with pytest.raises(ValueError, match="version"):
        erasing.erase(replace(vault.stored(item), version_id=""))
