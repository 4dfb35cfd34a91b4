"""What keeps an item is told to the staff, who may ask for it; its sender learns that it is used or gone, no more."""

from datetime import timedelta

import pytest

from rtcc.foundation import clock
from rtcc.messages import secret
from rtcc.vault import fate, sieve
from rtcc.vault import service as vault
from rtcc.vault.model import State
from rtcc.vault.rows import ItemRow
from rtcc.vault.sieve import Kept, Sieve
from tests.unit.test_vault import admitted, received

LIST, FILE = "console:GET:/evidence", "citizen:GET:/request/files/{submission_id}"


@pytest.fixture
def item(city):
    return admitted(city, received(city))


def now_is(item, **columns):
    ItemRow(item.id).update([getattr(ItemRow, name).set(value) for name, value in columns.items()])


def told(at, item):
    """What the sender's page is told of the file."""
    path = {"submission_id": item.submission_id}
    return at(FILE, token=secret.token(item.request_id, 1), path=path).body


def listed(at, **query):
    return [one["id"] for one in at(LIST, query={name: [value] for name, value in query.items()}).body["items"]]


def test_a_list_says_what_keeps_each_item_and_shows_only_what_is_asked_for(at, item):
    (one,) = at(LIST).body["items"]

    assert (one["standing"], one["held"], one["kind"]) == ("sealed", True, "")
    assert listed(at, standing="sealed", held="yes", kept="none") == [item.id]
    assert [listed(at, standing="released"), listed(at, held="no"), listed(at, kept="over")] == [[], [], []]
    now_is(item, keep_until=clock.now() - timedelta(days=1), released_to="TX1")
    assert listed(at, kept="over", standing="released") == [item.id]
    now_is(item, keep_until=clock.now() + timedelta(days=1))
    assert (listed(at, kept="running"), listed(at, kept="over")) == ([item.id], [])


@pytest.mark.parametrize("query", [{"standing": ["burnt"]}, {"held": ["perhaps"]}, {"kept": ["forever"]}])
def test_a_filter_that_is_none_is_refused(at, item, query):
    said = at(LIST, query=query)

    assert (said.status, said.body["type"]) == (422, "urn:rtcc:problem:bad-filter")


def test_a_list_looks_on_until_it_has_a_page_or_has_looked_long_enough(item, monkeypatch):
    pages = iter([([item], "a"), ([item], "b"), ([item], "")])
    monkeypatch.setattr(vault, "page", lambda _after: next(pages))

    found, following = sieve.page(Sieve(held=True))

    assert (len(found), following) == (3, "")
    endless = iter([([], str(n)) for n in range(1, 99)])
    monkeypatch.setattr(vault, "page", lambda _after: next(endless))
    assert sieve.page(Sieve(kept=Kept.OVER)) == ([], "20")


def test_a_sender_is_told_that_it_is_used_and_never_by_whom(at, item):
    before = told(at, item)
    now_is(item, released_to="TX1", released_at=clock.now())

    after = told(at, item)

    assert ("used" in before, "deleted_on" in before) == (False, False)
    assert after["used"] is True
    assert set(after) - set(before) == {"used"}
    assert "TX1" not in str(after)


def test_a_sender_is_told_the_day_on_which_it_was_or_will_be_deleted(at, item):
    now_is(item, state=State.EXPUNGED, expunged_at=clock.now())
    assert told(at, item)["deleted_on"] == item.locked_until.date().isoformat()

    now_is(item, disposed_at=clock.now())
    assert told(at, item)["deleted_on"] == clock.now().date().isoformat()


def test_of_what_is_not_there_nothing_is_told(city):
    assert fate.of("evi_00000000000000000000000000") == fate.Fate()


@pytest.mark.parametrize("state", [State.EXPUNGED, State.DISPOSED])
def test_of_an_item_that_has_ended_nobody_is_shown_more_than_that_and_it_can_still_be_traced(at, item, state):
    now_is(item, state=state, expunged_at=clock.now(), account={"source": "doorbell"})

    said = at("console:GET:/evidence/{item_id}", path={"item_id": item.id})
    (traced,) = at("console:GET:/evidence/by-digest/{sha256}", path={"sha256": item.sha256}).body["items"]
    people = at("console:GET:/evidence/{item_id}/people", path={"item_id": item.id})

    assert (said.status, said.body["type"]) == (410, f"urn:rtcc:problem:{state.value}")
    assert "doorbell" not in str(said.body)
    assert (traced["standing"], "name" in traced) == (state.value, state is State.DISPOSED)
    assert people.status == 200
    assert {one["role"] for one in people.body["people"]} >= {"registrant", "system"}
