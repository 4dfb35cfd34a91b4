"""Releases on the running city: two people, one recipient, one package, and a receipt that only fits what was sent."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from local import aws
from local.play.people import Analyst
from local.play.telling import wait_for
from tests.integration.handing_over import HERE, SIGNED, THERE, ask, download, recipient, share
from tests.running import People, is_problem, unchanged
from tests.watching import Shop


@pytest.fixture(scope="module")
def item(city, people: People) -> dict[str, Any]:
    """A recorded clip, sealed in the vault."""
    shop, call = Shop(city, people), people.incident("412 Alder St")
    clip = shop.answered(call, shop.order(call).json())
    assert clip["state"] == "admitted", clip
    return people.staff("detective").ask("GET", f"/evidence/{clip['item_id']}")


@pytest.fixture(scope="module")
def others(city) -> dict[str, Analyst]:
    """A second person at the agency, and one at the other agency."""
    return {
        "colleague": recipient(city, "colleague", badge="D102", agency=HERE),
        "neighbor": recipient(city, "neighbor", badge="D101", agency=THERE),
    }


@pytest.fixture
def asked(people: People, item) -> str:
    return ask(people, item).json()["id"]


@pytest.fixture(scope="module")
def packed(people: People, item) -> str:
    """A release that was approved and packed."""
    one = ask(people, item).json()["id"]
    people.staff("supervisor").ask("POST", f"/releases/{one}/approval", {})
    wait_for("the package", lambda: share(people, one)["state"] == "packed" or None, seconds=60)
    return one


@pytest.fixture
def promoted(city) -> Iterator[None]:
    """The detective becomes a supervisor, and in the end a detective again."""
    tables, table = aws.client("dynamodb", city["aws"]["endpoint"]), city["tables"]["access"]
    row = next(row for row in tables.scan(TableName=table)["Items"] if row["role"]["S"] == "detective")
    tables.put_item(TableName=table, Item=row | {"role": {"S": "supervisor"}})
    yield
    tables.put_item(TableName=table, Item=row)


def test_whoever_asks_does_not_approve_whatever_they_have_become(city, people: People, asked, promoted):
    same = unchanged(city, "release")

    told = is_problem(people.staff("detective").http.post(f"/releases/{asked}/approval", json={}), 403, "own-request")

    assert "Another person" in told["detail"]
    same()


@pytest.mark.parametrize("who", ["analyst", "detective", "auditor"])
def test_nobody_but_a_supervisor_approves(city, people: People, asked, who):
    same = unchanged(city, "release")

    is_problem(people.staff(who).http.post(f"/releases/{asked}/approval", json={}), 403, "refused")

    same()


def test_the_same_key_asks_once(people: People, item):
    key = str(uuid.uuid4())

    first, second = ask(people, item, key=key), ask(people, item, key=key, reason="Another")

    assert (first.status_code, second.status_code) == (201, 200)
    assert (second.json()["id"], second.json()["reason"]) == (first.json()["id"], "Charging decision")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"ori": "XX0009999"}, 403),
        ({"ori": "xx"}, 422),
        ({"item_ids": []}, 422),
        ({"item_ids": ["evi_" + "0" * 26]}, 404),
        ({"case": ""}, 422),
        ({"reason": ""}, 422),
        ({"recipient": "D101; D102"}, 422),
    ],
    ids=["an agency that is not listed", "no agency", "nothing", "an unknown item", "no case", "no reason", "two"],
)
def test_what_cannot_be_released_is_not_asked_for(city, people: People, item, changes, status):
    same = unchanged(city, "release", "vault")

    is_problem(ask(people, item, **changes), status)

    same()


def test_what_was_denied_stays_here(people: People, asked):
    supervisor = people.staff("supervisor")
    is_problem(supervisor.http.post(f"/releases/{asked}/denial", json={}), 422)

    assert supervisor.ask("POST", f"/releases/{asked}/denial", {"why": "Not this case."})["why"] == "Not this case."

    is_problem(supervisor.http.post(f"/releases/{asked}/approval", json={}), 409, "not-waiting")
    assert share(people, asked)["state"] == ""


def test_a_package_is_there_for_its_recipient_and_for_nobody_else(people: People, packed, others):
    assert share(people, packed)["items"] == 1

    for who in others.values():
        assert packed not in [one["id"] for one in who.ask("GET", "/shares")["shares"]]
        is_problem(who.http.get(f"/shares/{packed}"), 404)
        is_problem(who.http.post(f"/shares/{packed}/download", json={}), 404)
        receipt = SIGNED | {"sha256": "0" * 64, "bytes": 1}
        is_problem(who.http.post(f"/shares/{packed}/receipt", json=receipt), 404)


def test_the_link_works_for_five_minutes_and_for_that_version_only(people: People, packed):
    given = download(people, packed)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(given["url"]).query).items()}

    arrived = httpx.get(given["url"]).raise_for_status().content
    assert (len(arrived), hashlib.sha256(arrived).hexdigest()) == (given["bytes"], given["sha256"])
    assert 0 < int(asked["X-Amz-Expires"]) <= 300
    version = asked["versionId"]
    for other in (given["url"].replace(version, "null"), given["url"].replace(f"versionId={version}&", "")):
        assert httpx.get(other).status_code == 403
    assert httpx.get(given["url"].replace(".zip?", ".txt?")).status_code == 403
    assert httpx.put(given["url"], content=b"other").status_code == 403
    assert httpx.delete(given["url"]).status_code == 403


def test_a_receipt_before_the_download_is_none(people: People, item):
    one = ask(people, item).json()["id"]
    people.staff("supervisor").ask("POST", f"/releases/{one}/approval", {})
    wait_for("the package", lambda: share(people, one)["state"] == "packed" or None, seconds=60)
    there = share(people, one)

    receipt = SIGNED | {name: there[name] for name in ("sha256", "bytes")}
    answer = people.staff("recipient").http.post(f"/shares/{one}/receipt", json=receipt)

    is_problem(answer, 409, "not-downloaded")


def test_a_receipt_for_something_else_moves_no_custody_and_the_right_one_moves_it_once(
    city, people: People, shop: Shop, item, packed
):
    given, path = download(people, packed), f"/shares/{packed}/receipt"
    person, same = people.staff("recipient"), unchanged(city, "vault", "release")
    right = SIGNED | {name: given[name] for name in ("sha256", "bytes")}

    for wrong in ({"sha256": "0" * 64}, {"bytes": given["bytes"] - 1}):
        told = is_problem(person.http.post(path, json=right | wrong), 409, "digest-differs")
        assert "Custody stays" in told["detail"]
    same()
    refused = [line for line in shop.lines(packed) if line["outcome"] == "refused"]
    assert [(line["event"], line["badge"]) for line in refused][-1:] == [("share.receipt", "D101")]

    first = person.ask("POST", path, right)
    again = person.ask("POST", path, right)

    assert first == again
    assert first["state"] == "transferred"
    receipts = [line for line in shop.lines(item["id"]) if line["event"] == "share.receipt"]
    assert [line["facts"]["release"] for line in receipts if line["facts"]["release"] == packed] == [packed]
    is_problem(person.http.post(path, json=right | {"sha256": "0" * 64}), 409, "digest-differs")
