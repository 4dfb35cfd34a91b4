"""A canvass at the doors: two people, an early end, answers by name, and coverage in fives."""

import pytest

from functions.invite_registrants import handler
from rtcc.access.model import Role
from rtcc.access.store import StaffRow
from rtcc.canvass import submissions
from rtcc.canvass.errands import ErrandRow
from rtcc.canvass.model import Errand
from rtcc.canvass.rows import CanvassRow
from rtcc.foundation import clock
from tests.unit.asking import ERRANDS
from tests.unit.doors import NOTHING
from tests.unit.sending import SHA, again, begun, sent
from tests.unit.test_functions import stream

HERE = "/incidents/{incident_id}/canvasses"
OPEN, LIST = f"console:POST:{HERE}", f"console:GET:{HERE}"
ACTS = {name: f"console:POST:{HERE}/{{canvass_id}}/{name}" for name in ("approval", "denial", "closing", "reminder")}
ANSWERS = "console:GET:/incidents/{incident_id}/answers"
COVERAGE = "console:GET:/coverage"
ASKED = {"key": "k" * 8, "radius_m": 300, "purpose": "investigate"}


@pytest.fixture
def opened(at, city, monkeypatch):
    """A canvass that waits, opened by an analyst; how to act on it as the supervisor or somebody else."""
    monkeypatch.setenv("CANVASS", '{"most_asked": 0}')
    city.resident()
    call = city.call()
    city.enroll("staff:analyst", Role.ANALYST)
    now = clock.spell(clock.now())
    window = {"from": clock.spell(clock.after(clock.now(), hours=-1)), "to": now}
    said = at(OPEN, path={"incident_id": call.id}, body=ASKED | window, who="staff:analyst")
    assert said.status == 201
    path = {"incident_id": call.id, "canvass_id": said.body["id"]}

    def act(name, body=None, **how):
        return at(ACTS[name], path=path, body=body or {}, **how)

    act.first, act.path = said.body, path
    return act


def badge(_city, who, number):
    StaffRow.get(who).update([StaffRow.badge.set(number)])


def test_a_canvass_waits_and_says_why(at, opened):
    assert (opened.first["state"], opened.first["waits_for"]) == ("waiting", ["It asks more than 0 registrants."])
    assert (opened.first["found"], opened.first["asked"]) == ("fewer than 5", "fewer than 5")
    assert [one["id"] for one in at("console:GET:/canvass-reviews").body["canvasses"]] == [opened.first["id"]]


def test_a_second_person_agrees_and_the_page_says_who(at, city, opened):
    badge(city, "staff:someone", "9")

    said = opened("approval")

    assert (said.status, said.body["state"], said.body["approved_by"]) == (200, "open", "9")
    listed = at(LIST, path={"incident_id": opened.path["incident_id"]}).body["canvasses"]
    assert listed == [said.body]


def test_one_s_own_canvass_is_refused_and_written_down(city, opened):
    """The two have the same badge: one person with two roles."""
    said = opened("approval")

    assert (said.status, said.body["type"]) == (403, "urn:rtcc:problem:own-canvass")
    assert city.outcomes(opened.path["incident_id"])[-1] == ("canvass.approve", "refused")


def test_an_analyst_agrees_to_nothing(opened):
    assert opened("approval", who="staff:analyst").status == 403
    assert opened("denial", {"why": "no"}, who="staff:analyst").status == 403


def test_a_no_is_shown_with_its_reason(city, opened):
    badge(city, "staff:someone", "9")

    said = opened("denial", {"why": "too wide"})

    assert (said.body["state"], said.body["denied_by"], said.body["why"]) == ("denied", "9", "too wide")
    assert "approved_by" not in said.body
    assert opened("approval").status == 409


def test_a_reminder_goes_once_and_an_end_is_an_end(city, opened):
    badge(city, "staff:someone", "9")
    assert opened("reminder").status == 409
    opened("approval")

    assert opened("reminder").body["reminded_at"]
    assert opened("reminder").status == 409
    said = opened("closing")
    assert (said.body["state"], said.body["closed_by"]) == ("closed", "9")
    assert opened("closing").body == said.body


def test_a_canvass_that_does_not_exist_is_not_found(at, opened):
    path = opened.path | {"canvass_id": f"can_{NOTHING}"}

    for name, body in (("approval", {}), ("denial", {"why": "no"}), ("closing", {}), ("reminder", {})):
        assert at(ACTS[name], path=path, body=body).status == 404


def test_who_answered_is_named_to_staff_and_the_look_is_written_down(at, city):
    holder, token = city.asked()
    call = holder.request.incident_id
    assert at(ANSWERS, path={"incident_id": call}).body["answers"] == []
    one = submissions.finish(again(token), sent(city, begun(again(token))).id, sha256=SHA)

    said = at(ANSWERS, path={"incident_id": call}).body

    (answer,) = said["answers"]
    assert (answer["name"], answer["phone"], answer["email"]) == ("Resident 1", "+13185550001", "resident1@example.org")
    assert (answer["block"], answer["files"]) == ("400 block of Alder Street", 1)
    assert answer["item_ids"] == [submissions.number(one)]
    assert said["read_by"] == "7"
    assert city.outcomes(call)[-1] == ("canvass.answers", "done")


def test_a_link_s_holder_says_that_there_is_nothing(at, city):
    _, token = city.asked()
    before = at("citizen:GET:/request", token=token).body
    assert before["answers"] == ["nothing_recorded", "no_thanks", "later"]
    assert len(before["code"]) == 7

    said = at("citizen:POST:/request/answer", token=token, body={"answer": "nothing_recorded"})

    assert (said.status, said.body) == (200, {"state": "nothing_recorded"})
    after = at("citizen:GET:/request", token=token).body
    assert (after["state"], after["answers"]) == ("nothing_recorded", [])
    assert at("citizen:POST:/request/answer", token=token, body={"answer": "later"}).status == 409


@pytest.mark.parametrize("answer", ["closed", "uploaded", "asked", "", None, 1])
def test_nobody_answers_with_a_state_of_ours(at, city, answer):
    _, token = city.asked()

    assert at("citizen:POST:/request/answer", token=token, body={"answer": answer}).status == 422


def sides(south, west, north, east):
    given = {"south": south, "west": west, "north": north, "east": east}
    return {side: [str(value)] for side, value in given.items() if value is not None}


def test_coverage_goes_by_fives_and_names_no_place(at, city):
    for n in range(1, 8):
        city.resident(n)

    said = at(COVERAGE, query=sides(-90, -180, 90, 180)).body

    assert [part["about"] for part in said["parts"]] == [5]
    assert (said["level_m"], round(said["height_deg"], 4)) == (1222, 0.011)
    assert (said["parts"][0]["lat"], said["parts"][0]["lon"]) != (32.5, -93.7)
    assert at(COVERAGE, query=sides(10, 10, 11, 11)).body["parts"] == []


@pytest.mark.parametrize(
    "box",
    [
        (None, -94, 33, -93),
        ("x", -94, 33, -93),
        ("nan", -94, 33, -93),
        ("inf", -94, 33, -93),
        (33, -94, 32, -93),
        (32, -93, 33, -94),
        (-91, -94, 33, -93),
        (32, -94, 33, "1e309"),
        (32, -181, 33, -93),
    ],
)
def test_abuse_097_what_is_no_part_of_the_map_is_refused(at, box):
    assert at(COVERAGE, query=sides(*box)).status == 422


def test_the_errand_of_the_door_is_the_one_that_the_stream_carries(city, opened):
    badge(city, "staff:someone", "9")
    opened("approval")
    assert handler.handle(stream(ErrandRow.scan(ErrandRow.kind == "errand")), None) == {"batchItemFailures": []}
    opened("closing")
    handler.handle(stream(ErrandRow.scan(ErrandRow.errand == Errand.CLOSE)), None)

    (row,) = CanvassRow.scan(CanvassRow.kind == "canvass")
    assert (row.asked, row.unsent) == (1, 1)
    assert ERRANDS.id in {line.actor for line in city.lines()}
