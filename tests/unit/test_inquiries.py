"""Inquiries: asked by a detective, answered by an analyst, released by a third person; each no is a sentence."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from rtcc.access.model import Actor, Role
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Refused
from rtcc.inquiries import service, store
from rtcc.inquiries.model import MOST_DAYS, State
from rtcc.inquiries.service import Question
from rtcc.release import delivery, shares
from rtcc.release import service as releases
from rtcc.release import store as rows
from rtcc.release.drafting import Terms
from rtcc.release.model import Method
from rtcc.release.model import State as Standing
from tests.unit.releasing import DETECTIVE, PACKER, RECIPIENT, SUPERVISOR, signature

ANALYST = Actor("usr_analyst", Role.ANALYST, badge="11", ori="LA0", how="cognito+totp")
TERMS = Terms("TX1", "4411", "", "burglary series")


def ask(**more):
    end = clock.now()
    told = {
        "case": "26-000123",
        "place": "Alder and 5th",
        "start": end - timedelta(hours=2),
        "end": end,
        "words": "a van",
    }
    return service.ask(DETECTIVE, key=str(uuid.uuid4()), question=Question(**(told | more)))[0]


def assembled(center, *items, terms=TERMS):
    one = ask()
    item_ids = [item.id for item in items or [center.item()]]
    return service.assemble(ANALYST, one.id, item_ids=item_ids, terms=terms)[0]


def standing(inquiry_id):
    one, answer = service.inquiry(inquiry_id)
    return one.standing(answer)


def test_an_inquiry_goes_from_the_detective_through_the_analyst_to_the_agency(center):
    item = center.item()
    one, answer = assembled(center, item)
    assert (answer.inquiry_id, answer.inquiry_by, answer.asked_by, answer.case) == (one.id, "21", "11", "26-000123")
    assert standing(one.id) is State.ASSEMBLED

    releases.approve(SUPERVISOR, answer.id)
    packed = delivery.pack(PACKER, answer.id)
    shares.download(RECIPIENT, answer.id)
    shares.receipt(RECIPIENT, answer.id, signature(packed))

    assert standing(one.id) is State.DELIVERED
    assert center.outcomes(one.id) == [("inquiry.ask", "done"), ("inquiry.assemble", "done")]
    assert center.outcomes(answer.id)[0] == ("inquiry.assemble", "done")
    assert ("inquiry.assemble", "done") in center.outcomes(item.id)


def test_the_same_key_asks_once(center):
    told = Question("26-1", "here", clock.now() - timedelta(hours=1), clock.now(), "a van")

    first, second = (service.ask(DETECTIVE, key="key-00001", question=told) for _ in range(2))

    assert (first[1], second) == (True, (first[0], False))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"end": clock.now() - timedelta(days=3)}, "to"),
        ({"end": clock.now() + timedelta(hours=1)}, "to"),
        ({"start": clock.now() - timedelta(days=MOST_DAYS, hours=1)}, "to"),
        ({"incident_number": "26-999999"}, "incident_number"),
    ],
    ids=["its end before its beginning", "the future", "too long", "a call that there is not"],
)
def test_what_makes_no_sense_is_not_asked(center, more, field):
    with pytest.raises(Invalid) as refused:
        ask(**more)

    assert [fault.name for fault in refused.value.fields] == [field]
    assert store.newest() == []


def test_an_unknown_inquiry_is_not_found(center):
    for attempt in (
        lambda: service.inquiry("inq_" + "0" * 26),
        lambda: service.decline(ANALYST, "inq_" + "0" * 26, why="x"),
    ):
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.parametrize(
    "who",
    [
        replace(ANALYST, role=Role.SUPERVISOR),
        replace(DETECTIVE, role=Role.SUPERVISOR),
        replace(SUPERVISOR, badge=ANALYST.badge),
        replace(SUPERVISOR, badge=DETECTIVE.badge),
    ],
    ids=["who assembled it", "whose inquiry it is", "the assembler's badge", "the detective's badge"],
)
def test_abuse_042_neither_who_assembled_nor_who_asked_approves(center, who, monkeypatch):
    _, answer = assembled(center)

    with pytest.raises(Refused) as refused:
        releases.approve(who, answer.id)
    assert refused.value.slug == "own-request"
    with monkeypatch.context() as fooled:
        fooled.setattr(releases, "_must_wait", lambda *_: None)
        with pytest.raises(Conflict):
            releases.approve(who, answer.id)

    assert rows.find(answer.id) == answer


def test_what_was_denied_leaves_the_inquiry_open_for_another_answer(center):
    one, answer = assembled(center)
    releases.deny(SUPERVISOR, answer.id, why="too much")
    assert standing(one.id) is State.OPEN

    _, second = service.assemble(ANALYST, one.id, item_ids=[center.item().id], terms=TERMS)[0]

    assert second.id != answer.id
    assert standing(one.id) is State.ASSEMBLED
    assert rows.find(answer.id).state is Standing.DENIED


def test_the_same_answer_twice_is_one_and_another_answer_is_refused(center):
    item, other = center.item(), center.item(b"other")
    (one, answer) = assembled(center, item)

    again, new = service.assemble(ANALYST, one.id, item_ids=[item.id], terms=TERMS)

    assert (again, new) == ((one, answer), False)
    for attempt in (
        lambda: service.assemble(ANALYST, one.id, item_ids=[other.id], terms=TERMS),
        lambda: service.assemble(replace(ANALYST, id="usr_2"), one.id, item_ids=[item.id], terms=TERMS),
        lambda: service.decline(ANALYST, one.id, why="late"),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.slug == "not-waiting"


def test_of_two_answers_at_the_same_moment_one_counts(center, monkeypatch):
    one, item, real = ask(), center.item(), store.assembling

    def slow(before, after):
        monkeypatch.setattr(store, "assembling", real)
        service.decline(replace(ANALYST, id="usr_2", badge="12"), one.id, why="no camera there")
        return real(before, after)

    monkeypatch.setattr(store, "assembling", slow)
    with pytest.raises(Conflict):
        service.assemble(ANALYST, one.id, item_ids=[item.id], terms=TERMS)

    assert (standing(one.id), rows.newest()) == (State.DECLINED, [])
    assert center.outcomes(item.id) == [("evidence.admit", "done")]


def test_a_no_says_why_and_is_final(center):
    one = ask()

    after, _ = service.decline(ANALYST, one.id, why="no camera there")

    assert (after.state, after.declined_by, after.why) == (State.DECLINED, "11", "no camera there")
    with pytest.raises(Conflict):
        service.assemble(ANALYST, one.id, item_ids=[center.item().id], terms=TERMS)
    assert center.outcomes(one.id)[-1] == ("inquiry.decline", "done")


def test_what_may_not_leave_answers_nothing(center):
    one = ask()

    for items, terms, refused in (
        ([center.item(flaw="EICAR").id], TERMS, Conflict),
        ([center.item().id], replace(TERMS, ori="TX999"), Refused),
        (["evi_" + "0" * 26], TERMS, NotFound),
    ):
        with pytest.raises(refused):
            service.assemble(ANALYST, one.id, item_ids=items, terms=terms)
    assert (standing(one.id), rows.newest()) == (State.OPEN, [])


def test_what_is_for_viewing_is_delivered_once_it_can_be_seen(center):
    one, answer = assembled(center, terms=replace(TERMS, method=Method.VIEW))
    releases.approve(SUPERVISOR, answer.id)
    delivery.pack(PACKER, answer.id)

    assert standing(one.id) is State.DELIVERED


def test_the_list_shows_the_newest_first_with_what_answers_each(center, later):
    first = ask()
    later(seconds=1)
    second, answer = assembled(center)

    assert [(one.id, found) for one, found in service.inquiries()] == [(second.id, answer), (first.id, None)]
