"""The inventory and the way from a digest to people, as the console shows them."""

import pytest

from rtcc.aws import listing
from rtcc.aws.listing import Place
from tests.unit.sweeping import stocked, swept
from tests.unit.test_vault import SHA, admitted, received

TRACE, PEOPLE = "console:GET:/evidence/by-digest/{sha256}", "console:GET:/evidence/{item_id}/people"
INVENTORY = "console:GET:/inventory"


@pytest.fixture
def item(city):
    return admitted(city, received(city))


@pytest.fixture
def shelf(city, monkeypatch):
    one = stocked(city, monkeypatch)

    def page(bucket, behind, *, most):
        assert most == 25
        found = sorted(one.versions(bucket), key=lambda each: each.key)
        here = [each for each in found if behind is None or each.key > behind.key][:1]
        more = len(found) > 1 and here and here[0].key != found[-1].key
        return here, Place(here[0].key, here[0].version_id) if more else None

    monkeypatch.setattr(listing, "page", page)
    return one


def whole(at):
    """Every page of the inventory, its objects in one list."""
    objects, query = [], None
    while True:
        body = at(INVENTORY, query=query).body
        objects += body["objects"]
        if not body.get("next"):
            return body, objects
        query = {"cursor": [body["next"]]}


def test_a_digest_leads_to_its_item_and_on_to_everybody_who_touched_it(city, at, item):
    said = at(TRACE, path={"sha256": SHA.upper()})
    (found,) = said.body["items"]
    people = at(PEOPLE, path={"item_id": found["id"]}).body

    assert (said.status, found["id"], found["matched"], found["standing"]) == (200, item.id, "item", "sealed")
    assert said.body["releases"] == []
    assert {one["role"] for one in people["people"]} == {"registrant", "system"}
    assert people["proof"]["holds"] is True
    assert people["lines"] == len([line for line in city.lines() if line.subject == item.id]) - 1  # this look's own
    assert city.outcomes(item.id)[-1] == ("evidence.trace", "done")


def test_a_digest_that_nothing_has_leads_nowhere_and_the_question_is_written_down(city, at, item):
    said = at(TRACE, path={"sha256": "0" * 64})

    assert (said.status, said.body) == (200, {"items": [], "releases": []})
    assert [line.outcome.value for line in city.lines() if line.event == "evidence.trace"] == ["done"]


@pytest.mark.parametrize("sha256", ["x" * 64, "a" * 63, "abc", "٣" * 64])
def test_what_is_no_digest_is_not_looked_for(at, item, sha256):
    assert at(TRACE, path={"sha256": sha256}).status == 404


def test_every_object_stands_beside_the_act_that_made_it(at, shelf, item):
    _, objects = whole(at)

    made = {one["what"]: one["act"] for one in objects}
    assert set(made) == {"evidence", "upload"}
    assert made["evidence"]["event"] == "evidence.admit"
    assert made["evidence"]["subject"] == item.id
    assert {one["item_id"] for one in objects} == {item.id}


def test_an_object_that_nobody_made_stands_there_without_an_act(city, at, shelf, item):
    city.store.keep("vault", item.key, b"something else")
    city.store.keep("preview", "strange", b"x")

    _, objects = whole(at)

    lonely = {(one["bucket"], one["what"]) for one in objects if "act" not in one}
    assert ("preview", "unknown") in lonely


def test_counts_and_discrepancies_are_those_of_the_newest_sweep(city, at, shelf, item, later):
    assert "counts" not in at(INVENTORY).body
    city.store.keep("preview", "strange", b"x")
    later(hours=1)
    found = swept()

    body = at(INVENTORY).body

    assert found["unspoken"] == 1
    assert (body["counts"]["items"], body["counts"]["by_state"]) == (1, {"sealed": 1})
    assert (body["counts"]["held"], body["counts"]["due"], body["counts"]["unspoken"]) == (1, 0, 1)
    assert ("unspoken", "strange") in {(one["kind"], one["about"].split()[0]) for one in body["discrepancies"]}


def test_a_package_or_preview_of_nothing_is_told_of_and_one_of_something_is_not(city, shelf, item, later):
    for key in (f"previews/{item.id}/sheet.jpg", "previews/evi_00000000000000000000000000/sheet.jpg"):
        city.store.keep("preview", key, b"x")
    city.store.keep("release", "releases/rel_00000000000000000000000000.zip", b"x")
    later(hours=1)

    assert swept()["unspoken"] == 2
