"""Inquiries through the console's door, as its pages walk them; and the agency's side of a share whose time is over."""

import uuid

import pytest

from functions.deliver_release import handler as deliver_release
from rtcc.access.model import Role, system
from rtcc.custody import service as custody
from rtcc.release import store
from rtcc.release.store import ReleaseRow
from rtcc.roster import service as roster
from tests.unit.doors import ROUTES
from tests.unit.releasing import records

DOORS = {str(route): route for route in ROUTES}
PEOPLE = {
    "staff:detective": (Role.DETECTIVE, "21"),
    "staff:analyst": (Role.ANALYST, "11"),
    "staff:supervisor": (Role.SUPERVISOR, "5"),
    "agency:recipient": (Role.RECIPIENT, "4411"),
}
QUESTION = {"case": "26-000123", "place": "Alder and 5th", "words": "a gray van"}
QUESTION |= {"from": "2026-11-20T10:00:00Z", "to": "2026-11-20T11:00:00Z"}


@pytest.fixture
def knock(center):
    for identity, (role, badge) in PEOPLE.items():
        told = {"identity": identity, "name": identity, "badge": badge, "role": role, "agency": "an agency"}
        roster.enroll(system("seed"), **told, ori="TX1")

    def at(who, name, body=..., **path):
        return DOORS[name].knock(who=who, path=path, body=body)

    return at


def asked(knock, **more):
    told = QUESTION | {"key": str(uuid.uuid4())} | more
    return knock("staff:detective", "console:POST:/inquiries", told)


def assemble(knock, inquiry_id, *items, who="staff:analyst", **more):
    told = {"item_ids": [one.id for one in items], "ori": "TX1", "recipient": "4411", "note": "the van"} | more
    return knock(who, "console:POST:/inquiries/{inquiry_id}/assembly", told, inquiry_id=inquiry_id)


def test_a_detective_asks_an_analyst_answers_and_the_detective_sees_where_it_stands(center, knock):
    first = asked(knock)
    assert (first.status, first.body["state"], first.body["asked_by"]) == (201, "open", "21")
    inquiry_id = first.body["id"]

    answered = assemble(knock, inquiry_id, center.item(), limits="Not for the press.")

    assert (answered.status, answered.body["state"], answered.body["assembled_by"]) == (201, "assembled", "11")
    release_id = answered.body["release"]["id"]
    approval = "console:POST:/releases/{release_id}/approval"
    assert knock("staff:analyst", approval, {}, release_id=release_id).status == 403
    approved = knock("staff:supervisor", approval, {}, release_id=release_id).body
    assert (approved["state"], approved["inquiry_id"], approved["limits"]) == (
        "approved",
        inquiry_id,
        "Not for the press.",
    )
    deliver_release.handle(records(ReleaseRow.get(release_id)), None)
    (seen,) = knock("staff:detective", "console:GET:/inquiries").body["inquiries"]
    assert (seen["id"], seen["state"], seen["release"]["state"]) == (inquiry_id, "assembled", "packed")
    one = knock("staff:detective", "console:GET:/inquiries/{inquiry_id}", inquiry_id=inquiry_id).body
    assert (one["place"], one["from"], one["release"]["recipient"]) == (
        "Alder and 5th",
        "2026-11-20T10:00:00.00Z",
        "4411",
    )
    assert [line.event for line in custody.lines(inquiry_id)] == ["inquiry.ask", "inquiry.assemble", "inquiry.read"]


def test_a_detective_does_not_answer_and_the_refusal_is_written_down(center, knock):
    inquiry_id = asked(knock).body["id"]

    answer = assemble(knock, inquiry_id, center.item(), who="staff:detective")

    assert answer.status == 403
    assert (custody.last(inquiry_id).event, custody.last(inquiry_id).outcome.value) == ("inquiry.assemble", "refused")


@pytest.mark.parametrize(
    "more",
    [{"to": "2026-11-20T09:00:00Z"}, {"case": ""}, {"words": ""}, {"words": "x" * 1001}, {"incident_number": "26-9"}],
    ids=["no time", "no case", "no words", "too many words", "no such call"],
)
def test_what_makes_no_sense_is_said_at_its_field(knock, more):
    answer = asked(knock, **more)

    assert (answer.status, answer.is_problem) == (422, True)
    assert {fault["name"] for fault in answer.body["fields"]} == ({"to"} if "to" in more else set(more))


def test_a_no_reaches_the_detective_with_its_reason(knock):
    inquiry_id = asked(knock).body["id"]
    decline = "console:POST:/inquiries/{inquiry_id}/decline"

    knock("staff:analyst", decline, {"why": "no camera there"}, inquiry_id=inquiry_id)

    seen = knock("staff:detective", "console:GET:/inquiries/{inquiry_id}", inquiry_id=inquiry_id).body
    assert (seen["state"], seen["why"], seen["declined_by"]) == ("declined", "no camera there", "11")
    assert knock("staff:analyst", decline, {"why": "again"}, inquiry_id=inquiry_id).status == 409


def test_a_share_whose_time_is_over_leads_to_more_time(center, knock, later):
    inquiry_id = asked(knock).body["id"]
    release_id = assemble(knock, inquiry_id, center.item()).body["release"]["id"]
    knock("staff:supervisor", "console:POST:/releases/{release_id}/approval", {}, release_id=release_id)
    deliver_release.handle(records(ReleaseRow.get(release_id)), None)
    later(days=15)
    there = {"share_id": release_id}
    assert knock("agency:recipient", "agency:GET:/shares/{share_id}", **there).body["is_expired"]

    answer = knock("agency:recipient", "agency:POST:/shares/{share_id}/renewal", {"why": "trial moved"}, **there)
    assert answer.body["renewal_asked_at"]
    seen = knock("staff:supervisor", "console:GET:/releases/{release_id}", release_id=release_id).body
    assert seen["renewal_why"] == "trial moved"
    path = "console:POST:/releases/{release_id}/renewal"
    assert knock("staff:detective", path, {}, release_id=release_id).status == 403
    renewed = knock("staff:supervisor", path, {}, release_id=release_id).body

    assert (renewed["renewed_by"], "renewal_why" in renewed, renewed["state"]) == ("5", False, "packed")
    assert knock("agency:recipient", "agency:POST:/shares/{share_id}/download", {}, **there).status == 200
    assert not store.find(release_id).is_expired()


@pytest.mark.parametrize("missing", [{"name": ""}, {"agrees": False}])
def test_a_receipt_without_a_name_or_without_the_limits_is_none(knock, missing):
    told = {"sha256": "0" * 64, "bytes": 1, "name": "Recipient 1", "agrees": True} | missing

    answer = knock("agency:recipient", "agency:POST:/shares/{share_id}/receipt", told, share_id="rel_" + "0" * 26)

    assert (answer.status, [fault["name"] for fault in answer.body["fields"]]) == (422, list(missing))
