"""The sweep of rows: what an item's row says, one of its custody lines said before."""

from datetime import timedelta

import pytest

from rtcc.access.model import Action, system
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.preview import telling
from rtcc.preview.model import Preview
from rtcc.preview.model import State as Probed
from rtcc.vault import holds
from rtcc.vault import service as vault
from rtcc.vault.model import State
from rtcc.vault.store import ItemRow
from tests.unit.city import ANALYST
from tests.unit.sweeping import stocked, swept, told
from tests.unit.test_vault import admitted, received


@pytest.fixture
def item(city, monkeypatch, later):
    """Sealed evidence that was looked at and that an analyst holds, an hour ago."""
    stocked(city, monkeypatch)
    one = admitted(city, received(city))
    transact(vault.previewing(one.id, telling.spell(Preview(Probed.NONE, why="it is empty"))))
    holds.put(ANALYST, one.id, key="k1", reason="trial", authority="court", case="26-1")
    later(hours=1)
    return vault.item(one.id)


def rewrite(item, **values):
    ItemRow(item.id).update(actions=[getattr(ItemRow, name).set(value) for name, value in values.items()])


def test_a_row_that_says_what_its_lines_say_is_not_told_of(item):
    assert swept() == {}


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"sha256": "0" * 64}, "another digest or size"),
        ({"holds": ()}, "lacks a hold that nobody lifted"),
        ({"state": State.EXPUNGED, "expunged_at": clock.now()}, "says that it ended, and no line does"),
    ],
)
def test_abuse_031_a_row_that_was_written_over_is_told_of_and_wakes_somebody(item, values, why):
    rewrite(item, **values)

    found = swept()

    assert found["rewritten"] == 1
    (about,) = [line.facts["about"] for line in custody.lines(item.id) if line.event == "stores.sweep"]
    assert why in about


def test_abuse_031_an_item_that_a_row_lets_out_of_quarantine_is_told_of(item):
    facts = {"result": "differs"}
    transact(custody.line(system("check_fixity"), Action.CHECK_FIXITY, item.id, facts=facts))

    assert swept() == {"rewritten": 1}
    assert told(item.id) == [("rewritten", False, "done")]


def test_a_hold_that_two_people_lifted_is_not_missed(item):
    (hold,) = [one for one in item.holds if one.reason == "trial"]
    holds.ask_lift(ANALYST, item.id, hold.id, why="the trial ended")
    other = ANALYST.__class__("usr_other", ANALYST.role, badge="99", ori="LA0", how="cognito+totp")
    holds.lift(other, item.id, hold.id)

    assert "rewritten" not in swept()


def test_a_row_that_changes_while_it_is_compared_waits_for_the_next_sweep(item, monkeypatch):
    real = custody.lines

    def busy(subject):
        found = real(subject)
        monkeypatch.setattr(custody, "lines", real)
        holds.put(ANALYST, item.id, key="k2", reason="appeal", authority="court", case="26-1")
        return [line for line in found if line.event != "evidence.admit"]

    monkeypatch.setattr(custody, "lines", busy)

    assert "rewritten" not in swept()
    assert clock.now() - item.received_at > timedelta(minutes=30)
