"""The doors of a release, walked as pages walk them: asked, approved, packed, fetched, receipted; and every no."""

import base64
import hashlib
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
    "staff:detective": (Role.DETECTIVE, "21", "LA0"),
    "staff:supervisor": (Role.SUPERVISOR, "5", "LA0"),
    "agency:recipient": (Role.RECIPIENT, "4411", "TX1"),
    "agency:colleague": (Role.RECIPIENT, "4412", "TX1"),
    "agency:other": (Role.RECIPIENT, "4411", "LA0"),
}
SIGNED = {"name": "Recipient 1", "agrees": True}


@pytest.fixture
def knock(center):
    """Knock at a door as one of the people."""
    for identity, (role, badge, ori) in PEOPLE.items():
        told = {"identity": identity, "name": identity, "badge": badge, "role": role, "agency": "an agency", "ori": ori}
        roster.enroll(system("seed"), **told)

    def at(who, name, body=..., **path):
        return DOORS[name].knock(who=who, path=path, body=body)

    return at


def ask(knock, *items, who="staff:detective", **more):
    told = {"key": str(uuid.uuid4()), "item_ids": [one.id for one in items], "ori": "TX1", "recipient": "4411"}
    return knock(who, "console:POST:/releases", told | {"case": "26-000123", "reason": "burglary"} | more)


def approve(knock, release_id, who="staff:supervisor"):
    return knock(who, "console:POST:/releases/{release_id}/approval", {}, release_id=release_id)


def packed(knock, *items):
    """A release that two people agreed to and the stream packed."""
    release_id = ask(knock, *items).body["id"]
    assert approve(knock, release_id).status == 200
    deliver_release.handle(records(ReleaseRow.get(release_id)), None)
    return release_id


def share(knock, what, release_id, body=..., who="agency:recipient"):
    method = "GET" if what == "" else "POST"
    return knock(who, f"agency:{method}:/shares/{{share_id}}{what}", body, share_id=release_id)


def test_the_whole_way_of_a_release(center, knock):
    item = center.item()
    asked = ask(knock, item)
    assert (asked.status, asked.body["state"], asked.body["asked_by"]) == (201, "asked", "21")
    assert asked.body["items"] == [{"id": item.id, "name": item.name, "bytes": item.bytes, "sha256": item.sha256}]
    release_id = asked.body["id"]

    approved = approve(knock, release_id)
    assert (approved.body["state"], approved.body["approved_by"]) == ("approved", "5")
    deliver_release.handle(records(ReleaseRow.get(release_id)), None)

    (listed,) = knock("agency:recipient", "agency:GET:/shares").body["shares"]
    assert (listed["id"], listed["items"], listed["state"], listed["case"]) == (release_id, 1, "packed", "26-000123")
    assert [piece["id"] for piece in share(knock, "", release_id).body["items"]] == [item.id]
    download = share(knock, "/download", release_id, {}).body
    assert (download["name"], download["sha256"]) == (f"{release_id}.zip", listed["sha256"])
    arrived = center.fetch(store.find(release_id).package)
    receipt = {"sha256": hashlib.sha256(arrived).hexdigest(), "bytes": len(arrived)} | SIGNED
    first = share(knock, "/receipt", release_id, receipt)
    assert (first.status, first.body["state"]) == (200, "transferred")
    assert share(knock, "/receipt", release_id, receipt).body == first.body
    seen = knock("staff:detective", "console:GET:/releases/{release_id}", release_id=release_id).body
    assert (seen["state"], seen["receipted_at"]) == ("transferred", first.body["receipted_at"])
    assert [line.event for line in custody.lines(release_id)] == [
        "release.ask",
        "release.approve",
        "release.pack",
        "share.read",
        "share.download",
        "share.receipt",
        "release.read",
    ]


def test_the_same_key_asks_once(center, knock):
    item = center.item()
    key = str(uuid.uuid4())

    assert [ask(knock, item, key=key).status for _ in range(2)] == [201, 200]


def test_the_list_names_the_agencies_and_the_releases(center, knock):
    release_id = ask(knock, center.item()).body["id"]

    said = knock("staff:supervisor", "console:GET:/releases").body

    assert [one["id"] for one in said["releases"]] == [release_id]
    assert said["agencies"][0] == {"ori": "TX1", "name": "Bexley County Sheriff", "kind": "agency"}


def test_self_approval_is_refused_and_the_refusal_stands_in_custody(center, knock):
    release_id = ask(knock, center.item()).body["id"]
    roster.enroll(
        system("seed"), identity="staff:both", name="x", badge="21", role=Role.SUPERVISOR, agency="PD", ori="LA0"
    )

    answer = approve(knock, release_id, who="staff:both")

    assert (answer.status, answer.body["type"]) == (403, "urn:rtcc:problem:own-request")
    line = custody.last(release_id)
    assert (line.event, line.outcome.value, line.badge) == ("release.approve", "refused", "21")


def test_a_detective_approves_nothing(center, knock):
    release_id = ask(knock, center.item()).body["id"]

    assert approve(knock, release_id, who="staff:detective").status == 403


def test_a_no_shows_why(center, knock):
    release_id = ask(knock, center.item()).body["id"]
    body = {"why": "wrong agency"}

    said = knock("staff:supervisor", "console:POST:/releases/{release_id}/denial", body, release_id=release_id).body

    assert (said["state"], said["why"], said["denied_by"]) == ("denied", "wrong agency", "5")
    assert "approved_by" not in said


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"ori": "TX999"}, 403),
        ({"item_ids": ["evi_" + "0" * 26]}, 404),
        ({"item_ids": []}, 422),
        ({"case": "a\nb"}, 422),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(center, knock, more, status):
    answer = ask(knock, center.item(), **more)

    assert (answer.status, answer.is_problem) == (status, True)


def test_an_unknown_agency_stands_in_custody(center, knock):
    ask(knock, center.item(), ori="TX999")

    refused = [line for line in custody.store.every() if line.outcome.value == "refused"]
    assert [(line.event, line.badge, line.reason) for line in refused] == [("release.ask", "21", "26-000123")]


def test_an_item_in_quarantine_is_refused(center, knock):
    answer = ask(knock, center.item(flaw="the malware scan found EICAR"))

    assert (answer.status, answer.body["type"]) == (409, "urn:rtcc:problem:quarantined")


@pytest.mark.parametrize("who", ["agency:colleague", "agency:other"])
@pytest.mark.parametrize("what", ["", "/download", "/receipt"])
def test_to_another_agency_and_another_person_the_share_does_not_exist(center, knock, who, what):
    release_id = packed(knock, center.item())
    body = {"": ..., "/download": {}, "/receipt": {"sha256": "0" * 64, "bytes": 1} | SIGNED}[what]

    answer = share(knock, what, release_id, body, who=who)
    unknown = share(knock, what, "rel_" + "0" * 26, body, who=who)

    assert (answer.status, answer.body) == (404, unknown.body)
    assert knock(who, "agency:GET:/shares").body == {"shares": []}
    refused = [line for line in custody.store.every() if line.outcome.value == "refused"]
    assert {line.facts["asked"] for line in refused} == {release_id, "rel_" + "0" * 26}


def test_a_suspended_recipient_is_refused_at_once(center, knock):
    release_id = packed(knock, center.item())
    roster.suspend(system("administrator"), "agency:recipient", reason="left")

    answer = share(knock, "/download", release_id, {})

    assert (answer.status, "suspended" in answer.body["detail"]) == (403, True)


def test_an_expired_share_says_so(center, knock, later):
    release_id = packed(knock, center.item())
    later(days=15)

    answer = share(knock, "/download", release_id, {})

    assert (answer.status, answer.body["type"]) == (410, "urn:rtcc:problem:expired")
    assert custody.last(release_id).outcome.value == "refused"


def test_a_receipt_that_differs_is_written_down_with_what_arrived(center, knock):
    release_id = packed(knock, center.item())
    share(knock, "/download", release_id, {})

    answer = share(knock, "/receipt", release_id, {"sha256": "0" * 64, "bytes": 1} | SIGNED)

    assert (answer.status, answer.body["type"]) == (409, "urn:rtcc:problem:digest-differs")
    line = custody.last(release_id)
    assert (line.event, line.outcome.value, "0" * 64 in line.facts["why"]) == ("share.receipt", "refused", True)
    assert store.find(release_id).state.value == "packed"


def test_a_token_of_the_staff_opens_no_share(center, knock):
    release_id = packed(knock, center.item())

    assert share(knock, "", release_id, who="staff:supervisor").status == 401


def test_the_recipient_is_told_who_they_are(center, knock):
    said = knock("agency:recipient", "agency:GET:/me").body

    assert (said["badge"], said["ori"], said["role"]) == ("4411", "TX1", "recipient")
    assert "share.receipt" in said["actions"]


def test_anybody_may_read_the_key_s_fingerprint(center, knock):
    said = knock(None, "citizen:GET:/seal-key").body

    der = base64.b64decode(said["public_key"])
    assert said == {
        "algorithm": "ECDSA_P256_SHA256",
        "fingerprint": hashlib.sha256(der).hexdigest(),
        "public_key": said["public_key"],
        "origin": "rtcc.example.gov/custody",
        "witnesses": [],
    }
