"""Holds and fixity as the console and the public see them: who may, who may not, and what a refusal says."""

from datetime import timedelta

import pytest

from rtcc.access.model import Role, system
from rtcc.aws.table import transact
from rtcc.foundation import clock
from rtcc.roster import service as roster
from rtcc.vault import ending, fixity, fixity_report
from rtcc.vault import service as vault
from tests.unit.test_fixity import spoil
from tests.unit.test_holds import only
from tests.unit.test_vault import admitted, received

READ, LIST = "console:GET:/evidence/{item_id}", "console:GET:/evidence"
PUT = "console:POST:/evidence/{item_id}/holds"
ASK = PUT + "/{hold_id}/lifting"
LIFT, REFUSE = ASK + "/approval", ASK + "/refusal"
NEW = {"key": "key-00001", "reason": "the trial", "authority": "District Attorney", "case": "26-77"}
WHY = {"why": "the case is closed"}


@pytest.fixture
def item(city):
    return admitted(city, received(city))


@pytest.fixture
def second(city):
    """Another supervisor."""
    roster.enroll(
        system("seed"), identity="staff:second", name="b", badge="8", role=Role.SUPERVISOR, agency="PD", ori="LA0"
    )
    return "staff:second"


def paths(item, hold_id=None):
    return {"item_id": item.id, "hold_id": hold_id or only(item).id}


def test_the_console_shows_what_keeps_an_item(at, item):
    said = at(READ, path={"item_id": item.id}).body

    assert (said["standing"], said["kind"]) == ("sealed", "")
    assert "keep_until" not in said
    assert "fixity" not in said
    (hold,) = said["holds"]
    assert (hold["reason"], hold["case"], hold["by"]) == ("admission", item.incident_number, "")
    assert "standing order" in hold["authority"]


def test_a_hold_is_put_and_the_same_key_puts_it_once(at, item):
    first = at(PUT, path={"item_id": item.id}, body=NEW)
    again = at(PUT, path={"item_id": item.id}, body=NEW)

    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    assert {name: first.body[name] for name in ("reason", "authority", "case", "by")} == {
        "reason": "the trial",
        "authority": "District Attorney",
        "case": "26-77",
        "by": "7",
    }
    assert len(at(READ, path={"item_id": item.id}).body["holds"]) == 2


def test_abuse_030_a_hold_goes_when_two_people_say_so_and_a_refusal_stands_in_the_record(city, at, item, second):
    asked = at(ASK, path=paths(item), body=WHY)
    assert (asked.status, asked.body["lift"]["asked_by"], asked.body["lift"]["why"]) == (200, "7", WHY["why"])

    own = at(LIFT, path=paths(item), body={})
    assert (own.status, own.body["type"]) == (403, "urn:rtcc:problem:own-request")
    assert city.outcomes(item.id)[-1] == ("hold.lift", "refused")

    assert at(LIFT, who=second, path=paths(item), body={}).body == {"holds": []}
    assert city.outcomes(item.id)[-1] == ("hold.lift", "done")


def test_a_lifting_is_refused_with_a_reason_and_the_hold_stays(at, item, second):
    at(ASK, path=paths(item), body=WHY)

    said = at(REFUSE, who=second, path=paths(item), body={"why": "an appeal is pending"})

    assert (said.status, "lift" in said.body) == (200, False)
    assert len(vault.item(item.id).holds) == 1


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.DISPATCHER])
def test_other_roles_put_no_hold_and_lift_none(city, at, item, role):
    city.enroll("staff:other", role)

    for name, body in ((PUT, NEW), (ASK, WHY), (LIFT, {}), (REFUSE, WHY)):
        said = at(name, who="staff:other", path=paths(item), body=body)
        assert said.status == 403
        assert city.outcomes(item.id)[-1][1] == "refused"


def test_an_analyst_holds_and_does_not_ask_to_lift_and_a_detective_does_not_lift(city, at, item):
    city.enroll("staff:analyst", Role.ANALYST)
    city.enroll("staff:detective", Role.DETECTIVE)

    assert at(PUT, who="staff:analyst", path={"item_id": item.id}, body=NEW).status == 201
    assert at(ASK, who="staff:analyst", path=paths(item), body=WHY).status == 403
    assert at(ASK, who="staff:detective", path=paths(item), body=WHY).status == 200
    assert at(LIFT, who="staff:detective", path=paths(item), body={}).status == 403


@pytest.mark.parametrize(
    "wrong",
    [{"case": ""}, {"case": "a story\nof two lines"}, {"reason": ""}, {"authority": "x" * 201}, {"until": "ever"}],
)
def test_a_hold_without_a_reason_an_authority_or_a_case_is_not_put(city, at, item, wrong):
    before = city.contents(without=["custody"])

    assert at(PUT, path={"item_id": item.id}, body=NEW | wrong).status == 422
    assert city.contents(without=["custody"]) == before


def test_what_nobody_knows_is_not_found_and_what_was_lifted_says_so(city, at, item, second):
    unknown = at(ASK, path=paths(item, "hld_" + "0" * 26), body=WHY)
    assert unknown.status == 404
    at(ASK, path=paths(item), body=WHY)
    at(LIFT, who=second, path=paths(item), body={})

    said = at(ASK, path=paths(item), body=WHY)

    assert (said.status, said.body["type"]) == (409, "urn:rtcc:problem:already-lifted")
    assert city.outcomes(item.id)[-1] == ("hold.ask_lift", "refused")


def test_what_was_expunged_is_gone_from_every_door_and_the_list_keeps_no_name(at, item):
    transact(ending.expunging(item, disposal_id="dsp_1", at=clock.now()))

    for name in (READ, "console:GET:/evidence/{item_id}/preview"):
        said = at(name, path={"item_id": item.id})
        assert (said.status, said.body["type"]) == (410, "urn:rtcc:problem:expunged")
    said = at("console:POST:/evidence/{item_id}/download", path={"item_id": item.id}, body={"reason": "26-1"})
    assert said.status == 410
    assert at(PUT, path={"item_id": item.id}, body=NEW).status == 410
    (row,) = at(LIST).body["items"]
    assert (row["standing"], row["name"], row["sha256"]) == ("expunged", "", item.sha256)


def test_the_report_of_fixity_is_for_supervisors_and_auditors(city, at, item, later):
    later(days=21)
    spoil(city, item)
    fixity.check_all(system("check_fixity"), by=clock.now() + timedelta(hours=1))
    city.enroll("staff:auditor", Role.AUDITOR)
    city.enroll("staff:analyst", Role.ANALYST)

    said = at("console:GET:/fixity", who="staff:auditor").body

    assert (said["items"], said["checked_30_days"], said["never_checked"]) == (1, 1, 0)
    (one,) = said["differs"]
    assert (one["id"], one["result"], one["sha256"]) == (item.id, "differs", item.sha256)
    assert one["found"] != item.sha256
    assert at("console:GET:/fixity", who="staff:analyst").status == 403
    assert at(READ, path={"item_id": item.id}).body["fixity"]["result"] == "differs"


def test_everybody_reads_how_much_was_read_again(at, item, later):
    nothing = {"items": 0, "checked_30_days": 0, "differs": 0}
    assert at("citizen:GET:/counts").body["fixity"] == nothing
    later(days=21)
    fixity.check_all(system("check_fixity"), by=clock.now() + timedelta(hours=1))
    fixity_report.publish(system("check_fixity"))

    told = at("citizen:GET:/counts").body["fixity"]

    assert (told["items"], told["checked_30_days"], told["differs"]) == (1, 1, 0)
    assert told["at"].endswith("Z")
