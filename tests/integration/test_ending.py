"""Evidence ends on the running city: two people, a court's order, the roles and policies as they are deployed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from local import aws
from local.play.telling import wait_for
from tests.running import People, is_problem, unchanged
from tests.watching import CASE, Shop


@pytest.fixture(scope="module")
def item(city, people: People) -> dict[str, Any]:
    """A recorded clip, sealed in the vault."""
    shop, call = Shop(city, people), people.incident("412 Alder St")
    clip = shop.answered(call, shop.order(call).json())
    assert clip["state"] == "admitted", clip
    return people.staff("detective").ask("GET", f"/evidence/{clip['item_id']}")


@pytest.fixture
def promoted(city) -> Iterator[None]:
    """The detective becomes a supervisor, and in the end a detective again."""
    tables, table = aws.client("dynamodb", city["aws"]["endpoint"]), city["tables"]["access"]
    row = next(row for row in tables.scan(TableName=table)["Items"] if row["role"]["S"] == "detective")
    tables.put_item(TableName=table, Item=row | {"role": {"S": "supervisor"}})
    yield
    tables.put_item(TableName=table, Item=row)


def stored(city: dict[str, Any], bucket: str, word: str) -> list[str]:
    """The versions in a bucket whose key has that word in it."""
    s3 = aws.client("s3", city["aws"]["endpoint"])
    listed = s3.list_object_versions(Bucket=city["buckets"][bucket]).get("Versions", [])
    return [one["VersionId"] for one in listed if word in one["Key"]]


def lock(city: dict[str, Any], item: dict[str, Any]) -> tuple[str, str]:
    """What the store says of the item's mode and hold."""
    s3, where = aws.client("s3", city["aws"]["endpoint"]), item["storage"]
    named = {"Bucket": where["bucket"], "Key": where["key"], "VersionId": where["version_id"]}
    mode = s3.get_object_retention(**named)["Retention"]["Mode"]
    return mode, s3.get_object_legal_hold(**named)["LegalHold"]["Status"]


def order(people: People, item: dict[str, Any], **changes: Any) -> Any:
    body = {"key": str(uuid.uuid4()), "item_ids": [item["id"]], "order_number": "26-CR-118", "court": "First District"}
    return people.staff("supervisor").http.post("/expungings", json=body | {"why": "acquitted"} | changes)


def test_what_is_held_is_not_disposed_of_by_whomever(city, people: People, item):
    same = unchanged(city, "retention", "vault")
    wish = {"key": str(uuid.uuid4()), "item_ids": [item["id"]], "why": "room", "is_early": True}

    told = is_problem(people.staff("supervisor").http.post("/disposals", json=wish), 409, "kept")
    assert "on hold" in told["detail"]
    for who in ("analyst", "detective", "auditor"):
        is_problem(people.staff(who).http.post("/disposals", json=wish), 403, "refused")

    same()


def test_a_schedule_is_shown_proposed_and_taken_back(people: People):
    supervisor = people.staff("supervisor")
    before = supervisor.ask("GET", "/schedules")["in_force"]
    wish = {"key": str(uuid.uuid4()), "kinds": before["kinds"], "why": "the same once more"}

    told = supervisor.ask("POST", "/schedules", wish, wants=201)

    assert (told["standing"], told["dry_run"]["items"]) == ("proposed", 0)
    is_problem(supervisor.http.post(f"/schedules/{told['version']}/approval", json={}), 403, "own-request")
    supervisor.ask("POST", f"/schedules/{told['version']}/withdrawal", {"why": "only a try"})
    assert supervisor.ask("GET", "/schedules")["in_force"] == before


def test_a_court_s_order_ends_what_is_not_locked_at_once_and_the_lock_keeps_the_rest(
    city, people: People, item, promoted
):
    wait_for("the previews", lambda: stored(city, "preview", item["id"]) or None, seconds=60)
    one = order(people, item).json()
    approval = f"/expungings/{one['id']}/approval"
    is_problem(people.staff("supervisor").http.post(approval, json={}), 403, "own-request")
    assert people.staff("detective").ask("POST", approval, {})["state"] == "cooling"

    is_problem(people.staff("analyst").http.get(f"/evidence/{item['id']}"), 410, "expunged")
    download = {"reason": CASE}
    is_problem(people.staff("analyst").http.post(f"/evidence/{item['id']}/download", json=download), 410, "expunged")
    wait_for("the previews' end", lambda: not stored(city, "preview", item["id"]) or None, seconds=60)
    wait_for("the upload's end", lambda: not stored(city, "inbox", item["source"]["clip_id"]) or None, seconds=60)
    wait_for("the hold's end", lambda: lock(city, item) == ("COMPLIANCE", "OFF") or None, seconds=60)
    assert stored(city, "vault", item["id"]) == [item["storage"]["version_id"]]
