"""Uploads into a running city: what the store refuses, what the door refuses, and what ends in quarantine."""

from __future__ import annotations

import base64
import hashlib
import uuid

import httpx
import pytest

from local import aws
from local.malware_scan import EICAR
from local.play.people import Visitor
from local.play.telling import wait_for
from tests.integration.asking_around import asked_together, residents
from tests.running import People, is_problem, unchanged

ONCE, SCRIPT = b"once is enough", b"<script>alert(1)</script>"


@pytest.fixture(scope="module")
def incident(people: People):
    return people.incident()


@pytest.fixture(scope="module")
def tokens(people: People, incident):
    """The links of four residents, out of one canvass."""
    found = asked_together(people, residents(people, 4), incident)
    return dict(zip(("sender", "neighbor", "late", "unwilling"), found, strict=True))


@pytest.fixture
def token(tokens):
    """The link of whoever only sends."""
    return tokens["sender"]


@pytest.fixture(scope="module")
def receipts(city, tokens):
    """Files that are on their way to the vault side by side: the scan and the admission of each take their time."""
    page = Visitor(city, tokens["sender"]).http
    return {
        "once": sent(page, ONCE),
        "lie": sent(page, b"not what I said", declared="f" * 64),
        "malware": sent(page, EICAR),
        "script": sent(page, SCRIPT),
    }


def begun(page: httpx.Client, body: bytes) -> dict:
    answer = page.post("/request/files", json={"key": uuid.uuid4().hex, "name": "clip.mp4", "bytes": len(body)})
    assert answer.status_code == 201, answer.text
    return answer.json()


def signed(page: httpx.Client, file: dict, body: bytes) -> dict:
    part = {"number": 1, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    answer = page.post(f"/request/files/{file['id']}/parts", json={"parts": [part]})
    assert answer.status_code == 200, answer.text
    return answer.json()["urls"][0]


def sent(page: httpx.Client, body: bytes, *, declared: str = "") -> dict:
    file = begun(page, body)
    part = signed(page, file, body)
    assert httpx.put(part["url"], content=body, headers=part["headers"]).status_code == 200
    sha256 = declared or hashlib.sha256(body).hexdigest()
    answer = page.post(f"/request/files/{file['id']}/finish", json={"sha256": sha256})
    assert answer.status_code == 200, answer.text
    return answer.json()


def admitted(people: People, incident: dict, number: str) -> dict:
    analyst = people.staff("analyst")

    def look():
        items = analyst.ask("GET", f"/incidents/{incident['id']}/evidence")["items"]
        return next((one for one in items if one["id"] == number), None)

    wait_for("the item", look, seconds=40)
    return analyst.ask("GET", f"/evidence/{number}")


def by_people(city: dict) -> list:
    """The custody lines of everybody but our own functions, which may still be sending."""
    rows = aws.client("dynamodb", city["aws"]["endpoint"]).scan(TableName=city["tables"]["custody"])["Items"]
    return sorted((row["subject"]["S"], row["seq"]["N"]) for row in rows if row["role"]["S"] != "system")


def test_other_bytes_another_size_and_another_digest_are_refused_by_the_store(city, token):
    page, body = Visitor(city, token).http, b"the street, seen from a porch" * 100
    part = signed(page, begun(page, body), body)
    other = b"X" + body[1:]
    lie = {"x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(other).digest()).decode()}

    assert httpx.put(part["url"], content=other, headers=part["headers"]).status_code == 400
    assert httpx.put(part["url"], content=body[:-1], headers=part["headers"]).status_code in {400, 403}
    assert httpx.put(part["url"], content=other, headers=lie).status_code == 403
    assert httpx.put(part["url"], content=body, headers=part["headers"]).status_code == 200


def test_a_part_of_the_wrong_size_gets_no_url(city, token):
    page = Visitor(city, token).http
    file = begun(page, b"1234567890")
    digest = hashlib.sha256(b"").hexdigest()

    for number, size in ((1, 9), (1, 11), (2, 10)):
        part = {"number": number, "bytes": size, "sha256": digest}
        is_problem(page.post(f"/request/files/{file['id']}/parts", json={"parts": [part]}), 422)


def test_a_file_with_parts_missing_cannot_be_finished(city, token):
    page = Visitor(city, token).http
    file = begun(page, b"1234567890")

    told = page.post(f"/request/files/{file['id']}/finish", json={"sha256": "0" * 64})

    is_problem(told, 409, "parts-missing")
    assert page.get(f"/request/files/{file['id']}").json()["state"] == "uploading"


def test_an_enormous_file_is_refused_with_a_sentence(city, token):
    page = Visitor(city, token).http
    same = unchanged(city, "canvass")

    is_problem(page.post("/request/files", json={"key": uuid.uuid4().hex, "name": "a", "bytes": 20_000_000_001}), 422)
    same()


def test_a_finished_file_has_one_receipt_whatever_is_replayed(city, people, incident, token, receipts):
    page, first = Visitor(city, token).http, receipts["once"]

    again = page.post(f"/request/files/{first['id']}/finish", json={"sha256": first["sha256"]})
    other = page.post(f"/request/files/{first['id']}/finish", json={"sha256": "0" * 64})

    assert {**again.json(), "state": ""} == {**first, "state": ""}
    is_problem(other, 409, "already-finished")
    item = admitted(people, incident, first["custody_number"])
    assert item["sha256"] == hashlib.sha256(ONCE).hexdigest()
    assert (item["storage"]["mode"], item["storage"]["hold"]) == ("COMPLIANCE", True)


def test_a_digest_that_is_not_the_files_ends_in_quarantine_and_cannot_be_downloaded(people, incident, receipts):
    item = admitted(people, incident, receipts["lie"]["custody_number"])

    assert item["state"] == "quarantined"
    assert "digest differs" in item["flaw"]
    assert (item["storage"]["mode"], item["storage"]["hold"]) == ("COMPLIANCE", True)
    answer = people.staff("analyst").http.post(f"/evidence/{item['id']}/download", json={"reason": "26-1"})
    is_problem(answer, 409, "quarantined")


def test_malware_is_kept_locked_and_never_handed_out(people, incident, receipts):
    item = admitted(people, incident, receipts["malware"]["custody_number"])

    assert item["state"] == "quarantined"
    assert "EICAR" in item["flaw"]


def test_a_download_gives_the_exact_bytes_as_an_attachment_for_five_minutes(people, incident, receipts):
    item = admitted(people, incident, receipts["script"]["custody_number"])

    url = people.staff("analyst").ask("POST", f"/evidence/{item['id']}/download", {"reason": "26-1"})["url"]
    answer = httpx.get(url)

    assert answer.content == SCRIPT
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "X-Amz-Expires=300" in url
    lines = people.staff("analyst").ask("GET", f"/evidence/{item['id']}")["custody"]
    assert [line["reason"] for line in lines if line["event"] == "evidence.download"] == ["26-1"]


def test_an_unknown_link_opens_nothing(city, token):
    for wrong in ("", "0" * 26, token[:-1] + ("0" if token[-1] != "0" else "1")):
        is_problem(Visitor(city, wrong).http.get("/request", headers={"X-Request-Link": wrong}), 404, "not-found")


def test_an_expired_link_says_so_and_takes_nothing(city, tokens):
    page = Visitor(city, tokens["late"]).http
    request = page.get("/request").json()
    table = aws.client("dynamodb", city["aws"]["endpoint"])
    table.update_item(
        TableName=city["tables"]["canvass"],
        Key={"pk": {"S": f"request#{request['id']}"}, "sk": {"S": "request"}},
        UpdateExpression="SET expires_at = :past",
        ExpressionAttributeValues={":past": {"S": "2026-01-01T00:00:00.00Z"}},
    )
    same = unchanged(city, "canvass")

    is_problem(page.get("/request"), 410, "expired")
    is_problem(page.post("/request/files", json={"key": uuid.uuid4().hex, "name": "a", "bytes": 1}), 410, "expired")
    same()


def test_opening_a_link_changes_nothing(city, tokens):
    same, before = unchanged(city, "canvass"), by_people(city)

    for _ in range(3):
        assert Visitor(city, tokens["neighbor"]).http.get("/request").status_code == 200

    same()
    assert by_people(city) == before


def test_a_file_of_another_request_does_not_exist(city, tokens):
    mine = begun(Visitor(city, tokens["sender"]).http, b"mine")
    other = Visitor(city, tokens["neighbor"]).http

    is_problem(other.get(f"/request/files/{mine['id']}"), 404)
    is_problem(other.post(f"/request/files/{mine['id']}/finish", json={"sha256": "0" * 64}), 404)


def test_a_no_is_a_count_and_closes_the_request(city, people, incident, tokens):
    page = Visitor(city, tokens["unwilling"]).http

    assert page.post("/request/decline", json={}).json() == {"state": "declined"}
    is_problem(page.post("/request/files", json={"key": uuid.uuid4().hex, "name": "a", "bytes": 1}), 409, "declined")
    told = people.staff("analyst").http.get(f"/incidents/{incident['id']}/canvasses").text
    assert '"declined":1' in told
