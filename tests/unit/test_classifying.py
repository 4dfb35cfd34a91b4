"""Of which kind of case an item is, and until when that keeps it."""

from datetime import timedelta

import pytest

from functions.retire_evidence import handler as retire_evidence
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Gone, Invalid, NotFound
from rtcc.retention import classifying
from rtcc.vault import service as vault
from rtcc.vault.model import State, Verdict
from rtcc.vault.store import ItemRow
from tests.unit.retaining import (
    DETECTIVE,
    SUPERVISOR,
)


def test_an_item_is_kept_as_long_as_its_kind_says_from_the_day_on_which_it_came(center):
    item = center.item()
    assert vault.item(item.id).keep_until is None

    after = classifying.classify(DETECTIVE, item.id, kind="felony", case="26-000123")

    assert (after.kind, after.classified_by) == ("felony", "21")
    assert after.keep_until == clock.cut(item.received_at + timedelta(days=2_192))
    line = custody.last(item.id)
    assert (line.event, line.reason, line.facts["kind"]) == ("evidence.classify", "26-000123", "felony")
    classifying.classify(DETECTIVE, item.id, kind="felony", case="26-000123")
    assert custody.last(item.id) == line
    assert classifying.classify(SUPERVISOR, item.id, kind="", case="26-000123").keep_until is None


def test_a_kind_that_the_schedule_does_not_name_an_item_that_is_not_there_and_one_that_ended(center):
    item = center.item()
    with pytest.raises(Invalid):
        classifying.classify(DETECTIVE, item.id, kind="parking", case="26-1")
    with pytest.raises(NotFound):
        classifying.classify(DETECTIVE, "evi_" + "0" * 26, kind="felony", case="26-1")
    row = ItemRow.get(item.id)
    row.update([ItemRow.state.set(State.DISPOSED)])
    with pytest.raises(Gone):
        classifying.classify(DETECTIVE, item.id, kind="felony", case="26-1")


def test_what_was_looked_at_and_not_needed_has_a_kind_of_its_own_until_somebody_names_another(center):
    item = center.item()
    ItemRow.get(item.id).update([ItemRow.verdict.set(Verdict.NOT_NEEDED)])

    retire_evidence.handle({}, None)

    assert vault.item(item.id).keep_until == clock.cut(item.received_at + timedelta(days=1_096))
    assert classifying.classify(DETECTIVE, item.id, kind="homicide", case="26-1").keep_until > clock.after(
        clock.now(), days=36_000
    )
