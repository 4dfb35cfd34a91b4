"""The doors of retention: what the console reads and sends, and who is refused at each."""

import pytest

from rtcc.access.model import Role
from rtcc.custody.model import Outcome
from rtcc.vault import service as vault
from rtcc.vault.store import ItemRow
from tests.unit.retaining import aged, kinds
from tests.unit.test_vault import admitted, received

SCHEDULES, DISPOSALS, EXPUNGINGS = "console:POST:/schedules", "console:POST:/disposals", "console:POST:/expungings"
KEY = "key-00001"


@pytest.fixture
def item(city):
    """Evidence that nothing keeps any more."""
    return aged(admitted(city, received(city)), days=1_200)


@pytest.fixture
def second(city):
    """Another supervisor."""
    from rtcc.access.model import system
    from rtcc.roster import service as roster

    told = {"name": "Second", "badge": "6", "role": Role.SUPERVISOR, "agency": "PD", "ori": "LA0"}
    roster.enroll(system("seed"), identity="staff:second", **told)
    return "staff:second"


def spoken(**days):
    names = ("kind", "title", "days", "authority")
    return [{name: getattr(one, name) for name in names} for one in kinds(**days)]


def refused(city):
    return [(line.event, line.facts["why"]) for line in city.lines() if line.outcome is Outcome.REFUSED]


def test_the_schedule_goes_from_proposal_to_approval_by_two_people(city, at, item, second):
    before = at("console:GET:/schedules").body
    assert (before["in_force"]["version"], before.get("proposed")) == (1, None)

    told = at(SCHEDULES, body={"key": KEY, "kinds": spoken(misdemeanor=365), "why": "the archive's rule"})
    assert (told.status, told.body["version"], told.body["dry_run"]["items"]) == (201, 2, 1)
    assert at(SCHEDULES, body={"key": KEY, "kinds": spoken(), "why": "x"}).status == 200

    path = {"version": "2"}
    mine = at("console:POST:/schedules/{version}/approval", path=path)
    assert (mine.status, mine.body["type"].rpartition(":")[2]) == (403, "own-request")
    assert ("schedule.approve", mine.body["detail"]) in refused(city)
    theirs = at("console:POST:/schedules/{version}/approval", path=path, who=second)
    assert (theirs.status, theirs.body["standing"], theirs.body["approved_by"]) == (200, "approved", "6")
    shown = at("console:GET:/schedules").body["proposed"]
    assert shown["effective_at"] == theirs.body["effective_at"]
    assert shown["dry_run"]["sample"][0]["id"] == item.id

    back = at("console:POST:/schedules/{version}/withdrawal", path=path, body={"why": "a wrong figure"})
    assert (back.body["standing"], back.body["ended_why"]) == ("withdrawn", "a wrong figure")
    assert at("console:GET:/schedules").body.get("proposed") is None


@pytest.mark.parametrize("version", ["0", "7", "-1", "x", "²", "9" * 40])
def test_a_version_that_there_is_not_is_not_found(at, version):
    assert at("console:POST:/schedules/{version}/approval", path={"version": version}).status == 404


@pytest.mark.parametrize(
    "change", [{"days": 0}, {"days": 36_501}, {"days": "10"}, {"kind": "A Kind"}, {"kind": ""}, {"title": ""}]
)
def test_a_kind_that_cannot_be_is_refused_by_its_name(at, change):
    told = spoken()[:1]

    answer = at(SCHEDULES, body={"key": KEY, "kinds": [told[0] | change], "why": "x"})

    assert answer.status == 422


def test_a_disposal_is_asked_for_once_approved_by_another_and_stopped(city, at, item, second):
    listed = at("console:GET:/disposals").body
    assert ([one["id"] for one in listed["due"]], listed["due_count"], listed["disposals"]) == ([item.id], 1, [])
    wish = {"key": KEY, "item_ids": [item.id], "why": "its time is over", "is_early": False}

    told = at(DISPOSALS, body=wish)
    assert (told.status, told.body["state"], told.body["item_ids"]) == (201, "asked", [item.id])
    assert (at(DISPOSALS, body=wish).status, at(DISPOSALS, body=wish).body["id"]) == (200, told.body["id"])
    path = {"disposal_id": told.body["id"]}
    mine = at("console:POST:/disposals/{disposal_id}/approval", path=path)
    assert (mine.status, mine.body["type"].rpartition(":")[2]) == (403, "own-request")
    assert city.outcomes(told.body["id"])[-1] == ("disposal.approve", "refused")
    theirs = at("console:POST:/disposals/{disposal_id}/approval", path=path, who=second)
    assert (theirs.status, theirs.body["state"], theirs.body["approved_by"]) == (200, "cooling", "6")
    stopped = at("console:POST:/disposals/{disposal_id}/stop", path=path, body={"why": "the appeal"})
    assert (stopped.body["state"], stopped.body["refusal"]) == ("stopped", "the appeal")
    assert at("console:GET:/disposals/{disposal_id}", path=path).body["digests"] == [item.sha256]
    assert vault.item(item.id) == item


def test_an_expunged_item_answers_gone_at_every_door_and_says_so_in_a_sentence(at, item, second):
    order = {"key": KEY, "item_ids": [item.id], "order_number": "26-CR-118", "court": "First District", "why": "x"}
    told = at(EXPUNGINGS, body=order)
    path = {"disposal_id": told.body["id"]}
    assert at("console:POST:/expungings/{disposal_id}/approval", path=path).status == 403
    assert at("console:POST:/expungings/{disposal_id}/approval", path=path, who=second).status == 200

    for name in ("GET:/evidence/{item_id}/preview", "POST:/evidence/{item_id}/download"):
        answer = at(f"console:{name}", path={"item_id": item.id})
        assert (answer.status, answer.body["type"].rpartition(":")[2]) == (410, "expunged")
        assert "court" in answer.body["detail"]


def test_a_kind_is_said_by_whoever_works_the_case(at, city, item):
    city.enroll("staff:detective", Role.DETECTIVE)
    body = {"kind": "homicide", "case": "26-000123"}

    told = at("console:PUT:/evidence/{item_id}/kind", path={"item_id": item.id}, body=body, who="staff:detective")

    assert (told.status, told.body["kind"]) == (200, "homicide")
    line = city.lines()
    assert [one.reason for one in line if one.event == "evidence.classify"][-1] == "26-000123"
    wrong = at("console:PUT:/evidence/{item_id}/kind", path={"item_id": item.id}, body=body | {"kind": "parking"})
    assert wrong.status == 422


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DETECTIVE, Role.AUDITOR, Role.ADMINISTRATOR, Role.DISPATCHER])
@pytest.mark.parametrize("name", [SCHEDULES, DISPOSALS, EXPUNGINGS])
def test_nobody_but_a_supervisor_asks_for_the_end_of_evidence_or_another_schedule(at, city, role, name):
    city.enroll("staff:other", role)

    assert at(name, who="staff:other").status == 403
    assert [line.outcome for line in city.lines()][-1] is Outcome.REFUSED or refused(city)


def test_held_evidence_answers_why_it_is_kept(at, item):
    ItemRow.get(item.id).update([ItemRow.holds.remove()])  # as a row from before there were sets of holds

    told = at(DISPOSALS, body={"key": KEY, "item_ids": [item.id], "why": "x", "is_early": True})

    assert (told.status, told.body["type"].rpartition(":")[2]) == (409, "kept")
    assert "admission" in told.body["detail"]
