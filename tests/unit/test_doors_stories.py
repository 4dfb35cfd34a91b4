"""The walks through the doors: what is said at one is seen at the other, and words stay words."""

import hashlib

import pytest

from rtcc.access.model import system
from rtcc.canvass import admission
from rtcc.canvass.admission import Scanned
from tests.unit.doors import SAMPLES

BODY = b"video"
SHA = hashlib.sha256(BODY).hexdigest()
MARKUP = "<script>alert(1)</script>"


def taken(at, number="26-1", **more):
    body = {name: SAMPLES[name] for name in ("priority", "kind", "address", "lat", "lon", "opened_at")} | more
    return at("dispatch:PUT:/calls/{number}", path={"number": number}, body=body)


def test_anybody_may_read_what_they_would_consent_to(at):
    said = at("citizen:GET:/about")

    assert said.status == 200
    assert said.body["city"]["name"] == "Rivermark"
    assert set(said.body["consent"]["text"]) == {"en", "es"}
    assert said.body["limits"]["max_files"] == 25


def test_a_call_that_dispatch_tells_is_on_the_console(city, at):
    assert [taken(at).status, taken(at).status, taken(at, priority=2).status] == [201, 200, 200]

    (seen,) = at("console:GET:/incidents").body["incidents"]
    assert (seen["number"], seen["priority"], seen["state"]) == ("26-1", 2, "open")
    one = at("console:GET:/incidents/{incident_id}", path={"incident_id": seen["id"]})
    assert one.body == seen


def test_closed_calls_are_asked_for_by_name(at):
    taken(at, state="closed")

    assert at("console:GET:/incidents").body["incidents"] == []
    assert len(at("console:GET:/incidents", query={"state": ["closed"]}).body["incidents"]) == 1
    assert at("console:GET:/incidents", query={"state": ["burning"]}).status == 422


def test_markup_is_kept_and_shown_as_the_words_it_is(at):
    call = taken(at, kind=MARKUP).body["id"]

    said = at("console:GET:/incidents/{incident_id}", path={"incident_id": call})

    assert said.body["kind"] == MARKUP
    assert said.kind == "application/json"


@pytest.mark.parametrize("number", ["", "---", "a b", "26/1", "x" * 41, "<b>", "26-1\r\nX: y"])
def test_a_call_s_number_is_letters_digits_and_hyphens(city, at, number):
    before = city.contents()

    assert taken(at, number=number).status == 422
    assert city.contents() == before


@pytest.mark.parametrize("field", ["lat", "lon"])
@pytest.mark.parametrize("value", [1e999, -1e999, 1000, "32.5"])
def test_a_call_lies_on_earth(city, at, field, value):
    assert taken(at, **{field: value}).status in {400, 422}
    assert not city.contents()["incidents"]


def test_who_is_signed_in_learns_what_they_may(at):
    said = at("console:GET:/me").body

    assert said["role"] == "supervisor"
    assert "custody.read" in said["actions"]
    assert "staff.enroll" not in said["actions"]


def test_the_same_key_opens_one_canvass(at):
    path = {"incident_id": taken(at).body["id"]}

    first, again = (at("console:POST:/incidents/{incident_id}/canvasses", path=path) for _ in range(2))

    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    listed = at("console:GET:/incidents/{incident_id}/canvasses", path=path).body["canvasses"]
    assert [one["asked"] for one in listed] == ["fewer than 5"]


def test_a_file_goes_from_the_link_to_the_console_and_every_look_is_written_down(city, at):
    holder, token = city.asked()
    begun = at("citizen:POST:/request/files", token=token)
    path = {"submission_id": begun.body["id"]}
    signed = at("citizen:POST:/request/files/{submission_id}/parts", token=token, path=path)
    city.store.put_part(next(iter(city.store.parts)), 1, BODY)
    seen = at("citizen:GET:/request/files/{submission_id}", token=token, path=path)
    receipt = at("citizen:POST:/request/files/{submission_id}/finish", token=token, path=path, body={"sha256": SHA})

    assert [begun.status, signed.status, seen.status, receipt.status] == [201, 200, 200, 200]
    assert seen.body["received"] == [{"number": 1, "bytes": 5, "sha256": SHA}]
    number = receipt.body["custody_number"]

    key = f"inbox/{holder.request.id}/{begun.body['id']}"
    version = city.store.newest("inbox", key)[0]
    admission.admit(system("admit_upload"), Scanned("inbox", key, version, "NO_THREATS_FOUND"))

    (listed,) = at("console:GET:/evidence").body["items"]
    whole = at("console:GET:/evidence/{item_id}", path={"item_id": number}).body
    assert (listed["id"], whole["sha256"], whole["storage"]["mode"]) == (number, SHA, "COMPLIANCE")
    told = at("console:GET:/custody/{subject}", path={"subject": number}).body["lines"]
    assert [line["event"] for line in told] == [
        "submission.begin",
        "submission.sign_parts",
        "submission.finish",
        "evidence.admit",
        "evidence.read",
    ]
    assert city.outcomes(number)[-1] == ("custody.read", "done")


def test_the_request_tells_no_fact_of_the_case(city, at):
    _, token = city.asked()

    said = at("citizen:GET:/request", token=token)

    assert said.body["near"] == "400 block of Alder Street"
    assert not {"robbery", "26-1", "410 Alder Street", "inc_"} & set(str(said.body).split("'"))
    assert "inc_" not in str(said.body)


def test_no_thanks_is_an_answer(city, at):
    _, token = city.asked()

    assert at("citizen:POST:/request/decline", token=token).body == {"state": "declined"}
    assert at("citizen:GET:/request", token=token).body["state"] == "declined"


def test_the_judge_of_the_record_is_asked_at_the_door(city, at):
    taken(at)

    said = at("console:POST:/custody/verifications")

    assert (said.status, said.body["holds"], said.body["log_size"]) == (200, True, 0)
    assert said.body["unsealed"] == said.body["lines"] >= 3
