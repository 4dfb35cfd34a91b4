"""How long evidence is kept is changed by two people, after a dry run and a delay; nobody is surprised."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.retire_evidence import handler as retire_evidence
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Refused
from rtcc.retention import service, store
from rtcc.retention.model import DEFAULT, MOST_DAYS, MOST_KINDS, Kind, Standing
from rtcc.vault import service as vault
from rtcc.vault.store import ItemRow
from tests.unit.retaining import (
    NAMES,
    RETIRING,
    SECOND,
    SUPERVISOR,
    THE_SAME,
    THIRD,
    aged,
    kinds,
    proposed,
)


def test_before_anybody_proposes_another_the_schedule_is_the_one_that_the_system_comes_with(center):
    found = service.shown()

    assert found.in_force == DEFAULT
    assert found.waiting is None
    assert DEFAULT.days("homicide") == 36_500
    assert all(one.days >= 1_096 and one.authority for one in DEFAULT.kinds)  # La. R.S. 44:36: three years


def test_a_proposal_says_what_it_would_let_go_and_changes_nothing(center):
    now = [center.item(name="a.mp4"), center.item(b"longer", name="b.mp4"), center.item(), center.item()]
    short = [aged(now[0], days=400), aged(now[1], days=10, held=True)]
    aged(now[2], days=400, kind="homicide")
    before = [vault.item(one.id) for one in now]

    one = proposed(misdemeanor=365)

    told = one.dry_run
    assert (told["items"], told["bytes"], told["due"], told["held"]) == (2, sum(i.bytes for i in short), 1, 1)
    assert told["soonest"] == clock.spell(clock.cut(short[0].received_at + timedelta(days=365)))
    shown = {each["id"]: each for each in told["sample"]}
    assert set(shown) == {one.id for one in short}
    assert shown[short[1].id]["is_held"] is True
    assert shown[short[0].id]["keep_until_now"] == clock.spell(short[0].keep_until)
    assert [vault.item(one.id) for one in now] == before
    assert service.in_force() == DEFAULT
    assert center.outcomes(one.id) == [("schedule.propose", "done")]
    assert custody.last(one.id).facts["lets_go"] == 2


def test_the_dry_run_shows_at_most_fifty_and_counts_all(center):
    first = aged(center.item(), days=400)
    for n in range(60):
        vault_row = replace(first, id=f"evi_{n:026}")
        ItemRow.of(vault_row).save()

    told = proposed(misdemeanor=365).dry_run

    assert (told["items"], len(told["sample"])) == (61, 50)
    assert [each["id"] for each in told["sample"]] == sorted(each["id"] for each in told["sample"])


def test_the_same_key_proposes_once(center):
    first = proposed(misdemeanor=500)

    again, is_new = service.propose(SUPERVISOR, key="key-00001", kinds=kinds(misdemeanor=7), why="x")

    assert (again, is_new) == (first, False)
    assert len(custody.lines(first.id)) == 1


def test_while_one_proposal_waits_there_is_no_other(center):
    proposed()

    with pytest.raises(Conflict) as refused:
        proposed(key="key-00002")

    assert refused.value.slug == "waiting"


@pytest.mark.parametrize(
    "told",
    [
        [],
        [Kind("a_kind", "A", 10, "rule"), Kind("a_kind", "B", 10, "rule")],
        [Kind("a_kind", "A", 0, "rule")],
        [Kind("a_kind", "A", MOST_DAYS + 1, "rule")],
        [Kind(f"kind_{n}", "A", 10, "rule") for n in range(MOST_KINDS + 1)],
    ],
    ids=["none", "twice", "no day", "more than a hundred years", "too many"],
)
def test_kinds_that_cannot_be_are_refused(center, told):
    with pytest.raises(Invalid):
        service.propose(SUPERVISOR, key="key-00001", kinds=told, why="x")

    assert service.shown().waiting is None


@pytest.mark.parametrize("who", THE_SAME, ids=NAMES)
def test_abuse_042_whoever_proposed_does_not_approve(center, who):
    one = proposed()

    with pytest.raises(Refused) as refused:
        service.approve(who, one.version)

    assert refused.value.slug == "own-request"
    assert service.shown().waiting.standing is Standing.PROPOSED


@pytest.mark.parametrize("who", THE_SAME, ids=NAMES)
def test_the_table_itself_refuses_self_approval_when_the_look_before_it_is_fooled(center, who, monkeypatch):
    one = proposed()
    with monkeypatch.context() as fooled:
        fooled.setattr(service, "_must_wait", lambda *_: None)
        with pytest.raises(Conflict):
            service.approve(who, one.version)

    assert store.find(one.version) == one
    assert center.outcomes(one.id) == [("schedule.propose", "done")]


def test_another_person_approves_once_however_often_they_say_so_and_it_waits_for_its_hour(center):
    one = proposed(misdemeanor=500)

    after = service.approve(SECOND, one.version)

    assert service.approve(SECOND, one.version) == after
    assert (after.standing, after.approved_by) == (Standing.APPROVED, "6")
    assert after.effective_at == after.approved_at + timedelta(hours=72)
    assert service.in_force() == DEFAULT
    assert center.outcomes(one.id) == [("schedule.propose", "done"), ("schedule.approve", "done")]
    with pytest.raises(Conflict) as refused:
        service.approve(THIRD, one.version)
    assert refused.value.slug == "not-waiting"


def test_of_two_who_approve_at_the_same_moment_one_does(center, monkeypatch):
    one, real = proposed(), store.approving

    def slow(after):
        if after.approved_by_id == SECOND.id:
            service.approve(THIRD, one.version)
        return real(after)

    monkeypatch.setattr(store, "approving", slow)
    with pytest.raises(Conflict):
        service.approve(SECOND, one.version)

    assert store.find(one.version).approved_by == "8"
    assert center.outcomes(one.id).count(("schedule.approve", "done")) == 1


def test_it_comes_into_force_when_its_delay_is_over_and_not_a_minute_before(center, later):
    item = aged(center.item(), days=400)
    one = proposed(misdemeanor=365)
    service.approve(SECOND, one.version)
    later(hours=71)
    assert retire_evidence.handle({}, None)["kept_until"] == 0
    assert service.in_force() == DEFAULT

    later(hours=1, seconds=1)
    assert retire_evidence.handle({}, None)["kept_until"] == 1

    after = service.in_force()
    assert (after.version, after.standing, service.shown().waiting) == (2, Standing.IN_FORCE, None)
    assert vault.item(item.id).keep_until == clock.cut(item.received_at + timedelta(days=365))
    line = custody.last(item.id)
    assert (line.event, line.facts["schedule"], line.facts["until_was"]) == (
        "schedule.enforce",
        2,
        clock.spell(item.keep_until),
    )
    assert retire_evidence.handle({}, None)["kept_until"] == 0
    assert center.outcomes(one.id)[-1] == ("schedule.enforce", "done")


def test_the_one_before_is_superseded_and_stays_readable(center, later):
    for n, days in enumerate((500, 600)):
        service.approve(SECOND, proposed(key=f"key-0000{n}", misdemeanor=days).version)
        later(hours=73)
        service.enforce(RETIRING)

    assert service.in_force().version == 3
    assert (service.schedule(2).standing, service.schedule(2).days("misdemeanor")) == (Standing.SUPERSEDED, 500)
    assert service.enforce(RETIRING) is None


def test_one_person_takes_a_change_back_before_it_is_in_force_and_never_after(center, later):
    one = proposed(misdemeanor=500)
    service.approve(SECOND, one.version)

    after = service.withdraw(SUPERVISOR, one.version, why="a wrong figure")

    assert (after.standing, after.ended_by) == (Standing.WITHDRAWN, "5")
    later(hours=100)
    assert service.enforce(RETIRING) is None
    assert service.in_force() == DEFAULT
    for again in (service.approve, lambda who, version: service.withdraw(who, version, why="x")):
        with pytest.raises(Conflict):
            again(THIRD, one.version)
    assert proposed(key="key-00002").version == 3


def test_a_version_that_nobody_proposed_is_not_found(center):
    for act in (service.approve, lambda who, version: service.withdraw(who, version, why="x")):
        with pytest.raises(NotFound):
            act(SECOND, 9)


def test_a_proposal_that_nobody_approved_never_comes_into_force(center, later):
    proposed(misdemeanor=1)
    later(days=365)

    assert service.enforce(RETIRING) is None
