"""The staff's doors of a running city: forged tokens, wrong roles, guessed ids, and suspension at once."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from local import aws, call
from local.play.around_box import spell
from tests.running import People, is_problem, unchanged


@pytest.fixture(scope="module")
def incident(people: People):
    return people.incident("827 Hickory St")


def ago(hours: float) -> str:
    return spell(datetime.now(UTC) - timedelta(hours=hours))


def forged(token: str) -> str:
    head, claims, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    told["sub"] = str(uuid.uuid4())
    return f"{head}.{base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b'=').decode()}.{signature}"


def test_nobody_gets_in_without_a_token_or_with_a_forged_one(city, people: People):
    good = people.staff("analyst").http.headers["Authorization"]

    for bad in ("", "Bearer nonsense", forged(good)):
        answer = httpx.get(f"{city['site']}/api/console/me", headers={"Authorization": bad} if bad else {})
        is_problem(answer, 401)


def test_the_same_door_stands_behind_the_gateway_itself(city):
    is_problem(httpx.get(f"{city['apis']['console']}/me"), 401)


def test_a_role_that_may_not_is_refused_and_the_refusal_stands_in_custody(city, people: People, incident):
    detective, auditor = people.staff("detective"), people.staff("auditor")
    same = unchanged(city, "canvass", "messages", "incidents")
    body = {"key": "a" * 12, "radius_m": 300, "from": ago(2), "to": ago(1)}

    answer = detective.http.post(f"/incidents/{incident['id']}/canvasses", json=body | {"purpose": "investigate"})

    is_problem(answer, 403, "refused")
    same()
    lines = auditor.ask("GET", f"/custody/{incident['id']}")["lines"]
    assert [(line["event"], line["outcome"], line["role"]) for line in lines if line["outcome"] == "refused"] == [
        ("canvass.open", "refused", "detective")
    ]


def test_a_guessed_id_answers_404_and_the_guess_is_written_down(city, people: People):
    guess = f"evi_{'0' * 26}"

    detective = people.staff("detective")
    who = detective.ask("GET", "/me")["id"]

    is_problem(detective.http.get(f"/evidence/{guess}"), 404)

    hour = datetime.now(UTC).strftime("%Y-%m-%dT%HZ")
    lines = people.staff("auditor").ask("GET", f"/custody/{who}:evidence.read:{hour}")["lines"]
    assert (lines[-1]["outcome"], lines[-1]["facts"]["asked"]) == ("refused", guess)
    is_problem(people.staff("auditor").http.get(f"/custody/{guess}"), 404)


def test_whoever_is_suspended_is_out_with_their_next_request(city, people: People):
    administrator = people.staff("administrator")
    assert administrator.http.get("/me").status_code == 200
    table = aws.client("dynamodb", city["aws"]["endpoint"])
    rows = table.scan(TableName=city["tables"]["access"])["Items"]
    row = next(row for row in rows if row["role"]["S"] == "administrator")

    table.put_item(TableName=city["tables"]["access"], Item=row | {"suspended_at": {"S": "2026-11-22T00:00:00.00Z"}})

    is_problem(administrator.http.get("/me"), 403, "refused")


@pytest.mark.parametrize(
    "changes",
    [
        {"radius_m": 49},
        {"radius_m": 1e309},
        {"radius_m": "300"},
        {"from": ago(2).removesuffix("Z")},
        {"from": ago(0.5)},
        {"from": ago(48)},
        {"purpose": "curiosity"},
        {"everybody": True},
    ],
)
def test_a_canvass_that_makes_no_sense_asks_nobody(city, people: People, incident, changes):
    same = unchanged(city, "canvass", "messages")
    body = {
        "key": uuid.uuid4().hex,
        "radius_m": 300,
        "from": ago(2),
        "to": ago(1),
        "purpose": "investigate",
    }
    text = json.dumps(body | changes).replace("Infinity", "1e309")

    answer = people.staff("analyst").http.post(
        f"/incidents/{incident['id']}/canvasses", content=text, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code in {400, 422}
    is_problem(answer, answer.status_code)
    same()


def test_a_closed_call_is_no_reason_to_ask(city, people: People):
    closed = people.incident("412 Alder St", state="closed")
    same = unchanged(city, "canvass", "messages")
    body = {"radius_m": 300, "from": ago(2), "to": ago(1)}

    answer = people.staff("analyst").http.post(
        f"/incidents/{closed['id']}/canvasses", json=body | {"key": "b" * 12, "purpose": "investigate"}
    )

    is_problem(answer, 409, "call-closed")
    same()


def test_dispatch_without_a_signature_tells_us_nothing(city):
    answer = httpx.put(f"{city['apis']['dispatch']}/calls/26-1", json={})

    is_problem(answer, 403)


@pytest.mark.parametrize(
    "changes",
    [{"priority": 0}, {"priority": "1"}, {"lat": 91}, {"lon": -181}, {"kind": ""}, {"units": []}, {"opened_at": "now"}],
)
def test_a_call_that_makes_no_sense_is_refused(city, changes):
    same = unchanged(city, "incidents")
    body = call.call_at(city, "412 Alder St", priority=1, kind="robbery")

    status, told = call.put(city, "26-000009", body | changes)

    assert status == 422
    assert [field["name"] for field in told["fields"]] == list(changes)
    same()
