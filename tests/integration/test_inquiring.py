"""Inquiries, looks, and renewals on the running city: real tables judge, the stream packs anew, the record says who."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest

from local import aws
from local.play.telling import wait_for
from rtcc.foundation import clock
from tests.integration.handing_over import HERE, SIGNED, download, share
from tests.running import People, is_problem
from tests.unit.marked import place, points, seen, some
from tests.watching import CASE, Shop


@pytest.fixture(scope="module")
def item(city, people: People) -> dict[str, Any]:
    """A recorded clip, sealed in the vault."""
    shop, call = Shop(city, people), people.incident("418 Alder St")
    clip = shop.answered(call, shop.order(call).json())
    assert clip["state"] == "admitted", clip
    return people.staff("detective").ask("GET", f"/evidence/{clip['item_id']}")


def inquire(people: People) -> str:
    """A detective's inquiry about the last two hours."""
    now = clock.now()
    body = {"key": str(uuid.uuid4()), "case": CASE, "place": "Alder St", "words": "A gray van"}
    body |= {"from": clock.spell(now - timedelta(hours=2)), "to": clock.spell(now - timedelta(minutes=1))}
    return people.staff("detective").ask("POST", "/inquiries", body, wants=201)["id"]


def assemble(people: People, inquiry: str, item: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The analyst's answer."""
    body = {"item_ids": [item["id"]], "ori": HERE["ori"], "recipient": "D101", "note": "The van"} | more
    return people.staff("analyst").ask("POST", f"/inquiries/{inquiry}/assembly", body, wants=201)


@pytest.fixture(scope="module")
def packed(people: People, item) -> dict[str, tuple[str, str]]:
    """Inquiries, each with the release that answers it: approved side by side, and packed."""
    wishes = {"delivered": {"limits": "Not for the press."}, "renewed": {}, "seen": {"method": "view"}}
    both = {}
    for name, more in wishes.items():
        inquiry = inquire(people)
        both[name] = (inquiry, assemble(people, inquiry, item, **more)["release"]["id"])
    for _, release in both.values():
        people.staff("supervisor").ask("POST", f"/releases/{release}/approval", {})
    for _, release in both.values():
        wait_for("the package", lambda one=release: share(people, one)["state"] == "packed" or None, seconds=60)
    looked(people.staff("recipient"), both["seen"][1], item)  # from now on its marked copy is being made
    return both


def looked(recipient: Any, release: str, item: dict[str, Any]) -> dict[str, Any] | None:
    """What the recipient sees; None while the copy that bears their badge is being made."""
    answer = recipient.http.post(f"/shares/{release}/view", json={"item_id": item["id"]})
    if answer.status_code == 409:
        is_problem(answer, 409, "preparing")
        return None
    return dict(answer.raise_for_status().json())


def standing(people: People, inquiry: str) -> str:
    return people.staff("detective").ask("GET", f"/inquiries/{inquiry}")["state"]


def test_an_inquiry_is_answered_approved_by_a_third_person_and_delivered(people: People, packed):
    inquiry, release = packed["delivered"]
    assert standing(people, inquiry) == "assembled"
    given = download(people, release)
    arrived = httpx.get(given["url"]).raise_for_status().content

    receipt = SIGNED | {"sha256": hashlib.sha256(arrived).hexdigest(), "bytes": len(arrived)}
    done = people.staff("recipient").ask("POST", f"/shares/{release}/receipt", receipt)

    assert done["words"].endswith("Not for the press.")
    assert standing(people, inquiry) == "delivered"
    told = people.staff("supervisor").ask("GET", f"/releases/{release}")
    assert (told["inquiry_id"], told["receipt"]["name"]) == (inquiry, SIGNED["name"])


def test_a_second_answer_is_refused_by_the_table(people: People, item):
    inquiry = inquire(people)
    assemble(people, inquiry, item)

    answer = people.staff("analyst").http.post(f"/inquiries/{inquiry}/decline", json={"why": "late"})

    is_problem(answer, 409, "not-waiting")


def test_what_the_bucket_would_drop_is_made_anew_by_the_stream(city, people: People, packed):
    _, release = packed["renewed"]
    old = share(people, release)
    tables, table = aws.client("dynamodb", city["aws"]["endpoint"]), city["tables"]["release"]
    long_ago = clock.spell(clock.now() - timedelta(days=36))
    tables.update_item(
        TableName=table,
        Key={"id": {"S": release}},
        UpdateExpression="SET packed_at = :at, expires_at = :at",
        ExpressionAttributeValues={":at": {"S": long_ago}},
    )
    recipient = people.staff("recipient")
    is_problem(recipient.http.post(f"/shares/{release}/download", json={}), 410, "expired")
    recipient.ask("POST", f"/shares/{release}/renewal", {"why": "The trial moved"})

    renewed = people.staff("supervisor").ask("POST", f"/releases/{release}/renewal", {})
    assert renewed["state"] == "renewed"
    wait_for("the package", lambda: share(people, release)["state"] == "packed" or None, seconds=60)

    new = share(people, release)
    assert (new["is_expired"], new["sha256"] != old["sha256"]) == (False, True)
    arrived = httpx.get(download(people, release)["url"]).raise_for_status().content
    assert hashlib.sha256(arrived).hexdigest() == new["sha256"]


def test_what_is_for_viewing_only_is_seen_with_its_recipient_in_the_picture_and_not_had(
    people: People, item, packed, tmp_path
):
    _, release = packed["seen"]
    recipient = people.staff("recipient")
    is_problem(recipient.http.post(f"/shares/{release}/download", json={}), 403, "view-only")

    seen_here = wait_for("the marked copy", lambda: looked(recipient, release, item), seconds=120)

    movie = httpx.get(seen_here["url"]).raise_for_status().content
    assert hashlib.sha256(movie).hexdigest() == seen_here["sha256"]
    assert (seen_here["kind"], seen_here["parent"]) == ("movie", item["sha256"])
    assert seen_here["watermark"]["is_burned_in"] is True
    assert seen_here["watermark"]["text"].startswith(f"D101 · {HERE['ori']} · {release}")
    (tmp_path / "video.mp4").write_bytes(movie)
    ((width, height, rows),) = some(tmp_path / "video.mp4")
    day = share(people, release)["packed_at"][:10]
    marks = points(width, height, (f"D101 · {HERE['ori']} · {day}", release))
    assert seen(rows, marks, place(rows, marks)) > 30
