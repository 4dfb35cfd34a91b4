"""The sweep of what is kept: versions, locks and previews of the vault against the record."""

import json
from dataclasses import replace

import pytest

from functions.probe_media import handler as probe_media
from rtcc.access.model import Action, system
from rtcc.aws.blobs import Lock, Stored
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.preview import making, telling
from rtcc.preview.model import TOLD, Preview, State
from rtcc.sweep.model import Amiss
from rtcc.vault import keeping
from rtcc.vault import service as vault
from rtcc.vault.model import State as Standing
from rtcc.vault.store import ItemRow
from tests.unit.sweeping import stocked, swept, told
from tests.unit.test_vault import admitted, received


@pytest.fixture
def shelf(city, monkeypatch):
    return stocked(city, monkeypatch)


@pytest.fixture
def item(city, shelf, later):
    """Sealed evidence that was looked at, an hour ago."""
    one = admitted(city, received(city))
    transact(vault.previewing(one.id, telling.spell(Preview(State.NONE, why="it is empty"))))
    later(hours=1)
    return one


def test_abuse_025_another_version_under_an_item_s_key_is_told_of_and_the_item_stays_what_it_is(city, shelf, item):
    city.store.keep("vault", item.key, b"something else")

    assert swept() == {"stray": 1}
    assert vault.item(item.id) == item
    assert b"".join(city.store.read(vault.stored(item))) != b"something else"


def test_an_item_whose_version_is_gone_is_told_of(shelf, item):
    shelf.gone = {item.version_id}

    assert swept() == {"missing": 1}
    assert told(item.id) == [("missing", False, "done")]


@pytest.mark.parametrize("left", [Lock("", None, True), Lock("GOVERNANCE", None, True), None])
def test_a_lock_or_hold_that_is_missing_is_put_again(city, item, left):
    what = vault.stored(item)
    city.store.locks[what] = left or replace(city.store.locks[what], hold=False)

    def again(one, *, until, hold):
        city.store.locks[one] = Lock("COMPLIANCE", until, True)
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rtcc.aws.locks.proven", again)
        assert swept() == {"unlocked": 1}

    assert vault.lock_of(item) == Lock("COMPLIANCE", item.locked_until, True)
    assert told(item.id) == [("unlocked", True, "done")]
    assert swept() == {}


def test_a_lock_that_the_store_does_not_take_again_is_a_failure_and_keeps_nothing_else_unseen(city, shelf, item):
    city.store.locks[vault.stored(item)] = Lock("", None, False)
    city.store.keep("vault", "evidence/evi_1", b"whose?")

    with pytest.raises(RuntimeError, match="does not confirm"):
        swept()

    assert told(item.id) == [("unlocked", True, "failed")]
    assert [line.facts["found"] for line in city.lines() if line.event == "stores.sweep"].count("unspoken") == 1


def test_a_lock_that_ran_out_when_it_should_is_nothing_amiss_while_the_hold_is_on(city, item, later):
    what = vault.stored(item)
    city.store.locks[what] = Lock("", None, True)
    later(days=15)

    found = [swept() for _ in range(96) if later(minutes=15) is None]

    assert not any(found)


def test_a_hold_that_is_missing_is_put_again_also_when_the_lock_ran_out(city, item, later):
    what = vault.stored(item)
    later(days=15)
    city.store.locks[what] = Lock("", None, False)

    found = [swept() for _ in range(96) if later(minutes=15) is None]

    assert sum(one.get("unlocked", 0) for one in found) == 1
    assert vault.lock_of(item).hold


def test_what_nobody_holds_any_more_is_not_put_on_hold_by_a_sweep(city, item, later):
    transact(keeping.holding(item, ()))
    city.store.locks[vault.stored(item)] = Lock("COMPLIANCE", item.locked_until, False)

    found = [swept() for _ in range(96) if later(minutes=15) is None]

    assert not any("unlocked" in one for one in found)


def test_every_item_s_lock_is_asked_for_once_a_day(city, item, later):
    later(days=1)
    city.store.locks[vault.stored(item)] = Lock("COMPLIANCE", item.locked_until, False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rtcc.aws.locks.proven", lambda *_, **__: True)
        found = [swept() for _ in range(96) if later(minutes=15) is None]

    assert sum(one.get("unlocked", 0) for one in found) == 1


def test_sealed_evidence_that_nobody_looked_at_is_looked_at_again(city, shelf, later, monkeypatch):
    item = admitted(city, received(city))
    assert swept() == {}
    later(hours=1)
    seen = []
    monkeypatch.setattr(making, "make", lambda one: seen.append(one) or Preview(State.NONE))

    assert swept() == {"unprobed": 1}

    ((url, words),) = shelf.asked
    assert url == "probes"
    record = {"messageId": "m", "body": words, "eventSource": "aws:sqs"}
    assert probe_media.handle({"Records": [record]}, None) == {"batchItemFailures": []}
    assert seen == [item]


def test_what_a_probe_left_and_nobody_wrote_down_is_brought_again(city, shelf, later):
    item = admitted(city, received(city))
    kept = city.store.keep("preview", making.key_of(item.id, TOLD), b"{}")
    later(hours=1)

    assert swept() == {"unprobed": 1}
    ((url, words),) = shelf.asked
    assert url == "previews"
    told = json.loads(words)["detail"]
    assert Stored(told["bucket"]["name"], told["object"]["key"], told["object"]["version-id"], 2) == kept


@pytest.mark.parametrize("state", [Standing.DISPOSED, Standing.EXPUNGED])
@pytest.mark.parametrize("is_there", [True, False])
def test_abuse_031_what_two_people_let_go_may_be_missing_and_what_is_sealed_may_not(
    city, shelf, item, later, state, is_there
):
    transact(custody.line(system("retire_evidence"), Action.RETIRE_EVIDENCE, item.id))
    row = ItemRow.get(item.id)
    row.update([ItemRow.state.set(state), ItemRow.holds.set(())])
    city.store.locks[vault.stored(item)] = Lock("", None, False)
    shelf.gone = set() if is_there else {item.version_id}
    assert swept() == {}

    row.update([ItemRow.disposed_at.set(clock.now())])  # somebody certified that it is gone
    assert swept() == ({"stray": 1} if is_there else {})

    if not is_there:
        row.update([ItemRow.state.set(Standing.SEALED)])
        assert swept() == {"missing": 1, "rewritten": 1}  # and no line says who let go of its hold


def test_what_is_in_quarantine_is_not_probed(city, shelf, later):
    admitted(city, received(city), verdict="THREATS_FOUND")
    later(hours=1)

    assert swept() == {}


def test_each_kind_of_finding_has_a_metric_that_says_how_many(city, shelf, later, capsys):
    city.store.keep("vault", "evidence/evi_1", b"whose?")
    later(hours=1)

    swept()

    emitted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [one[Amiss.UNSPOKEN.metric] for one in emitted] == [[1.0]]
    assert Amiss.UNSPOKEN.metric == "FoundUnspoken"
