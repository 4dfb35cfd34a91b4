"""Broken glass opens one thing to one person for an hour, is written into every line, and is reviewed (abuse 57)."""

import json
from dataclasses import replace

import pytest

from functions.retire_evidence import handler as retire_evidence
from rtcc.access.model import Action, Actor, Role
from rtcc.access.permissions import PERMISSIONS
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Gone, Invalid, NotFound, Refused
from rtcc.retention import glass, panes
from rtcc.retention.pane import OPENABLE
from rtcc.roster import service as roster
from rtcc.vault.model import State
from rtcc.vault.store import ItemRow
from tests.unit.city import ANALYST
from tests.unit.test_vault import admitted, received

AUDITOR = Actor("usr_auditor", Role.AUDITOR, badge="90", ori="LA0", how="cognito+totp")
ADMINISTRATOR = Actor("usr_admin", Role.ADMINISTRATOR, badge="1", ori="LA0", how="cognito+totp")
LINES, REVIEW = "console:GET:/custody/{subject}", "console:POST:/glass/{glass_id}/review"
KEY = "key-00001"


@pytest.fixture
def item(city):
    return admitted(city, received(city))


@pytest.fixture
def analyst(city):
    city.enroll("staff:analyst", Role.ANALYST)
    return "staff:analyst"


def broken(item, *, actor=ANALYST, action=Action.READ_CUSTODY, key=KEY):
    return glass.break_glass(actor, key=key, action=action, subject=item.id, why="a child is missing")[0]


def emitted(capsys, name):
    return [json.loads(line)[name] for line in capsys.readouterr().out.splitlines() if f'"{name}":' in line]


def test_abuse_057_for_an_hour_one_person_may_see_one_thing_and_each_line_says_under_which_glass(
    at, city, item, analyst, later, capsys
):
    assert at(LINES, path={"subject": item.id}, who=analyst).status == 403
    wish = {"key": KEY, "action": "custody.read", "subject": item.id, "why": "a child is missing"}

    told = at("console:POST:/glass", who=analyst, body=wish)

    assert (told.status, told.body["by"]) == (201, "7")
    assert emitted(capsys, "GlassBroken") == [[1.0]]
    assert at("console:POST:/glass", who=analyst, body=wish).status == 200  # a double click breaks once
    assert emitted(capsys, "GlassBroken") == []
    assert at(LINES, path={"subject": item.id}, who=analyst).status == 200
    line = custody.last(item.id)
    assert (line.event, line.outcome.value, line.facts["glass"]) == ("custody.read", "done", told.body["id"])
    assert city.outcomes(told.body["id"]) == [("glass.break", "done")]
    assert ("glass.break", "done") in city.outcomes(item.id)

    later(minutes=61)
    assert at(LINES, path={"subject": item.id}, who=analyst).status == 403


def test_it_opens_nothing_else_and_to_nobody_else(at, city, item, analyst):
    other = replace(item, id="evi_" + "1" * 26)
    ItemRow.of(other).save()
    at("console:POST:/glass", who=analyst, body={"key": KEY, "action": "custody.read", "subject": item.id, "why": "x"})
    city.enroll("staff:detective", Role.DETECTIVE)

    assert at(LINES, path={"subject": other.id}, who=analyst).status == 403
    assert at(LINES, path={"subject": item.id}, who="staff:detective").status == 403
    assert at("console:POST:/custody/verifications", who=analyst).status == 403


def test_an_administrator_downloads_under_glass_what_their_role_does_not_give(at, city, item):
    city.enroll("staff:admin", Role.ADMINISTRATOR)
    way = {"path": {"item_id": item.id}, "who": "staff:admin", "body": {"reason": "26-1"}}
    assert at("console:POST:/evidence/{item_id}/download", **way).status == 403
    wish = {"key": KEY, "action": "evidence.download", "subject": item.id, "why": "the analysts' line is down"}
    assert at("console:POST:/glass", who="staff:admin", body=wish).status == 201

    assert at("console:POST:/evidence/{item_id}/download", **way).status == 200
    assert custody.last(item.id).facts["glass"].startswith("gls_")
    assert at("console:GET:/evidence/{item_id}", path={"item_id": item.id}, who="staff:admin").status == 403


@pytest.mark.parametrize("action", [one for one in Action if one not in OPENABLE])
def test_no_emergency_opens_what_deletes_lifts_releases_or_expunges_or_anything_else(city, action):
    with pytest.raises(Invalid):
        glass.break_glass(ANALYST, key=KEY, action=action, subject="evi_" + "0" * 26, why="x")

    assert panes.newest() == []


def test_a_pane_in_the_table_opens_no_act_that_glass_does_not_open(city, item, monkeypatch):
    with monkeypatch.context() as fooled:
        fooled.setattr(glass, "OPENABLE", frozenset(Action))
        broken(item, action=Action.LIFT_HOLD)

    with pytest.raises(Refused):
        glass.through(ANALYST, Action.LIFT_HOLD, item.id)


def test_what_ended_what_is_not_there_and_what_one_may_see_anyway_are_not_opened(city, item):
    with pytest.raises(Conflict):
        broken(item, action=Action.READ_EVIDENCE)
    nothing = replace(item, id="evi_" + "0" * 26)
    for action in (Action.READ_EVIDENCE, Action.READ_CUSTODY):
        with pytest.raises(NotFound):
            broken(nothing, actor=ADMINISTRATOR, action=action)
    ItemRow.get(item.id).update([ItemRow.state.set(State.EXPUNGED)])
    with pytest.raises(Gone):
        broken(item, actor=ADMINISTRATOR, action=Action.DOWNLOAD_EVIDENCE)


def test_the_auditor_reviews_it_once_and_nobody_reviews_their_own(city, item, monkeypatch):
    one = broken(item)
    same = replace(AUDITOR, badge=ANALYST.badge)
    for who in (same, replace(AUDITOR, id=ANALYST.id)):
        with pytest.raises(Refused):
            glass.review(who, one.id, finding="fine")
    with monkeypatch.context() as fooled:
        fooled.setattr(panes, "find", lambda _: replace(one, by="99", by_id="usr_other"))
        with pytest.raises(Conflict):
            glass.review(same, one.id, finding="fine")

    after = glass.review(AUDITOR, one.id, finding="there was an emergency")

    assert (after.reviewed_by, after.finding) == ("90", "there was an emergency")
    assert panes.find(one.id) == after
    with pytest.raises(Conflict):
        glass.review(AUDITOR, one.id, finding="again")
    with pytest.raises(NotFound):
        glass.review(AUDITOR, "gls_" + "0" * 26, finding="x")
    assert city.outcomes(one.id) == [("glass.break", "done"), ("glass.review", "done")]


def test_what_nobody_reviewed_within_seven_days_wakes_somebody_until_it_is(city, item, later, capsys):
    one = broken(item)
    later(days=6)
    retire_evidence.handle({}, None)
    assert emitted(capsys, "GlassUnreviewed") == []
    later(days=1, seconds=1)
    retire_evidence.handle({}, None)
    assert emitted(capsys, "GlassUnreviewed") == [[1.0]]
    glass.review(AUDITOR, one.id, finding="fine")
    retire_evidence.handle({}, None)
    assert emitted(capsys, "GlassUnreviewed") == []


def test_who_may_break_who_reads_and_who_reviews():
    assert PERMISSIONS[Action.BREAK_GLASS] == {Role.ANALYST, Role.DETECTIVE, Role.ADMINISTRATOR}
    assert PERMISSIONS[Action.REVIEW_GLASS] == {Role.AUDITOR}
    assert PERMISSIONS[Action.LIST_GLASS] == {Role.SUPERVISOR, Role.AUDITOR}


def test_the_list_shows_who_broke_what_and_what_was_found(at, city, item, analyst):
    told = {"name": "Auditor", "badge": "90", "role": Role.AUDITOR, "agency": "PD", "ori": "LA0"}
    roster.enroll(ADMINISTRATOR, identity="staff:auditor", **told)
    one = broken(item)

    assert at(REVIEW, path={"glass_id": one.id}, who="staff:auditor", body={"finding": "fine"}).status == 200

    (shown,) = at("console:GET:/glass", who="staff:auditor").body["glasses"]
    assert (shown["by"], shown["reviewed_by"], shown["finding"]) == ("7", "90", "fine")
    assert at("console:GET:/glass", who=analyst).status == 403
