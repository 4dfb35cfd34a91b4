"""What a line holds: from where, by whose clock, how much went in and out; lines from before hold as they did."""

from rtcc.access.model import Action, Role
from rtcc.custody import log, sealing, store
from rtcc.custody import service as custody
from rtcc.custody.model import FIRST, Line, Outcome, digest, entry, spelled
from rtcc.custody.proof import judge_chain
from rtcc.custody.proving import Prover
from rtcc.foundation import clock, merkle
from rtcc.http.declaration import SignIn
from tests.unit.city import ANALYST
from tests.unit.doors import ROUTES

# As written before a line said from where and by whose clock; the hash was taken by the code of that day.
OLD = Line(
    subject="evi_a",
    seq=1,
    at=clock.read("2026-11-22T15:04:05.67Z"),
    event="evidence.read",
    outcome=Outcome.DONE,
    actor="usr_analyst",
    role="analyst",
    badge="7",
    ori="LA0",
    how="cognito+totp",
    reason="26-1",
    facts={"n": 1},
    previous=FIRST,
    hash="07cbd36712fba96d5b26446415ce0813bacc8cc5f19dbf3642a2723b072c739f",
)


def test_a_line_from_before_holds_and_the_next_one_follows_from_it(city):
    row = store.LineRow.of(OLD)
    del row.attribute_values["address"], row.attribute_values["clock"]
    row.save()
    assert digest(OLD) == OLD.hash
    assert custody.last("evi_a") == OLD

    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")

    assert judge_chain(custody.lines("evi_a")) == []
    sealing.seal(custody.lines("evi_a"))
    assert merkle.complete(Prover().chain("evi_a"), [entry(line) for line in custody.lines("evi_a")]) == (2, log.note())


def test_a_new_line_says_by_whose_clock_and_its_time_is_in_hundredths(city, monkeypatch):
    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "console")
    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")

    assert [line.clock for line in custody.lines("evi_a")] == ["host", "lambda"]
    assert all(line.at.microsecond % 10_000 == 0 for line in custody.lines("evi_a"))


def test_what_says_nothing_is_not_spelled():
    assert "address" not in spelled(OLD)
    assert "clock" not in spelled(OLD)


def test_of_the_staff_a_line_says_from_where_and_how_much_went_in_and_out(city):
    person = city.enroll("staff:sub-1", Role.AUDITOR)
    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")

    (route,) = [one for one in ROUTES if one.declared.action is Action.READ_CUSTODY]

    said = route.knock(who="staff:sub-1", path={"subject": "evi_a"})

    (line,) = [one for one in city.lines() if one.event == "custody.read"]
    assert (said.status, line.actor, line.address) == (200, person.id, "192.0.2.7")
    assert line.facts["bytes_in"] == 0
    assert line.facts["bytes_out"] > 300


def test_of_an_owner_no_line_says_from_where(city):
    city.enroll("owner:someone", Role.OWNER, site="sit_1")

    for route in (one for one in ROUTES if one.declared.sign_in is SignIn.OWNER):
        route.knock(who="owner:someone")

    lines = [line for line in city.lines() if line.role == "owner"]
    assert lines
    assert {line.address for line in lines} == {""}
