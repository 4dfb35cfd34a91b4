"""Custody: no act without a line, no line without an act, one chain a subject whoever writes at the same time."""

import threading
from dataclasses import replace

import pytest

from rtcc.access.model import Action, Role
from rtcc.aws import patience, table
from rtcc.custody import service as custody
from rtcc.custody import store
from rtcc.custody.model import FIRST, commitment, digest, entry
from rtcc.custody.proof import judge_chain
from rtcc.foundation.errors import Conflict, Unavailable
from tests.unit.city import ANALYST, CAD


def test_a_chain_begins_at_one_and_each_line_names_the_one_before(city):
    for n in range(3):
        custody.note(ANALYST, Action.READ_INCIDENT, "inc_1", reason="26-1", facts={"n": n})

    lines = custody.lines("inc_1")

    assert [line.seq for line in lines] == [1, 2, 3]
    assert [line.previous for line in lines] == [FIRST, lines[0].hash, lines[1].hash]
    assert all(line.hash == digest(line) for line in lines)
    assert custody.last("inc_1") == lines[-1]


def test_a_line_keeps_who_the_actor_was_then_and_not_their_name(city):
    custody.note(replace(ANALYST, name="A. Person"), Action.READ_INCIDENT, "inc_1", reason="26-1")

    line = custody.last("inc_1")

    assert (line.actor, line.role, line.badge) == ("usr_analyst", "analyst", "7")
    assert (line.ori, line.how) == ("LA0", "cognito+totp")
    assert "A. Person" not in str(city.contents())


def test_a_refusal_is_a_line_that_says_why(city):
    custody.refuse(ANALYST, Action.READ_CUSTODY, "inc_1", why="As analyst you may not do this.")

    line = custody.last("inc_1")

    assert (line.outcome.value, line.facts["why"]) == ("refused", "As analyst you may not do this.")


def test_an_act_that_cannot_be_done_leaves_no_line(city):
    city.enroll("staff:1", Role.ANALYST)
    before = city.contents()

    with pytest.raises(Conflict):
        city.enroll("staff:1", Role.SUPERVISOR)

    assert city.contents() == before


def test_a_line_that_cannot_be_written_undoes_its_act(city, monkeypatch):
    city.call()
    before = city.contents()
    stale = custody.last(city.call().id)
    monkeypatch.setattr(store, "last", lambda _: replace(stale, seq=0))
    monkeypatch.setattr(patience.time, "sleep", lambda _: None)

    with pytest.raises(Unavailable):
        city.call(kind="burglary")

    assert city.contents() == before


@pytest.mark.parametrize("writers", [2, 4])
def test_writers_at_the_same_moment_make_one_chain_and_lose_no_line(city, monkeypatch, writers):
    together, one_at_a_time = threading.Barrier(writers), threading.Lock()
    look, commit, waited = store.last, table._commit, threading.local()

    def look_together(subject):
        found = look(subject)
        if not getattr(waited, "once", False):
            waited.once = True
            together.wait(10)  # nobody writes before all have seen the same last line
        return found

    def commit_alone(writes):
        with one_at_a_time:  # DynamoDB serializes transactions; moto does not
            commit(writes)

    monkeypatch.setattr(store, "last", look_together)
    monkeypatch.setattr(table, "_commit", commit_alone)
    threads = [
        threading.Thread(target=custody.note, args=(ANALYST, Action.READ_INCIDENT, "inc_1"), kwargs={"reason": str(n)})
        for n in range(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    lines = custody.lines("inc_1")

    assert sorted(line.reason for line in lines) == [str(n) for n in range(writers)]
    assert judge_chain(lines) == []


def test_a_list_that_a_page_reads_again_and_again_is_one_line_an_hour(city, later):
    custody.watch(ANALYST, Action.LIST_INCIDENTS)
    custody.watch(ANALYST, Action.LIST_INCIDENTS)
    assert len(city.lines()) == 1

    later(hours=1)
    custody.watch(ANALYST, Action.LIST_INCIDENTS)
    custody.watch(CAD, Action.LIST_INCIDENTS)
    assert len(city.lines()) == 3


def test_a_look_after_a_refusal_in_the_same_hour_is_written_all_the_same(city):
    custody.refuse(ANALYST, Action.LIST_EVIDENCE, custody.hourly(ANALYST, Action.LIST_EVIDENCE), why="no such call")

    custody.watch(ANALYST, Action.LIST_EVIDENCE)

    assert [line.outcome.value for line in city.lines()] == ["refused", "done"]


def test_a_commitment_says_nothing_without_its_salt_and_no_two_pairs_give_the_same():
    assert commitment("salt", "a@example.org") != commitment("other", "a@example.org")
    assert commitment("ab", "c") != commitment("a", "bc")


def test_the_log_keeps_seventy_two_bytes_of_a_line_and_no_name(city):
    custody.note(ANALYST, Action.READ_INCIDENT, "inc_secret")
    kept = entry(custody.last("inc_secret"))

    assert len(kept) == 72
    assert b"inc_secret" not in kept
