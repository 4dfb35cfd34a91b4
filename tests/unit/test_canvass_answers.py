"""What a link's holder answers without sending anything, the one reminder, and whose name staff may see."""

import pytest

from rtcc.canvass import answers, links, reminding, store, submissions
from rtcc.canvass.model import RequestState
from rtcc.foundation.errors import Conflict, Gone, NotFound, TooMany
from rtcc.registry import service as registry
from tests.unit.asking import ERRANDS, close, now, queued, remind
from tests.unit.city import ANALYST, PEER
from tests.unit.sending import SHA, again, begun, sent

NO, NOTHING, LATER = RequestState.DECLINED, RequestState.NOTHING_RECORDED, RequestState.LATER


def canvass_of(holder):
    return store.canvass(holder.request.incident_id, holder.request.canvass_id)


def counted(holder):
    one = canvass_of(holder)
    return one.uploaded, one.declined, one.nothing_recorded, one.later


@pytest.mark.parametrize(
    ("state", "counts", "event"),
    [
        (NO, (0, 1, 0, 0), "request.decline"),
        (NOTHING, (0, 0, 1, 0), "request.answer"),
        (LATER, (0, 0, 0, 1), "request.answer"),
    ],
)
def test_an_answer_is_counted_and_written_down_once(city, state, counts, event):
    holder, token = city.asked()
    assert answers.answer(holder, state).state is state
    before = city.contents()

    assert answers.answer(again(token), state).state is state

    assert city.contents() == before
    assert counted(holder) == counts
    assert city.outcomes(holder.request.id)[-1] == (event, "done")
    assert holder.request.registrant_id not in str(canvass_of(holder))


@pytest.mark.parametrize("no", [NO, NOTHING])
def test_a_no_closes_the_request(city, no):
    holder, token = city.asked()
    one = sent(city, begun(holder))
    answers.answer(holder, no)

    for act in (
        lambda: begun(again(token), key="key-00002"),
        lambda: submissions.finish(again(token), one.id, sha256=SHA),
        lambda: answers.answer(again(token), LATER),
        lambda: answers.answer(again(token), NO if no is NOTHING else NOTHING),
    ):
        with pytest.raises(Conflict):
            act()
    assert answers.allowed(again(token).request) == []


def test_later_is_no_last_word(city):
    holder, token = city.asked()
    answers.answer(holder, LATER)
    assert answers.allowed(again(token).request) == [NOTHING, NO]

    submissions.finish(again(token), sent(city, begun(again(token))).id, sha256=SHA)

    assert counted(holder) == (1, 0, 0, 0)
    assert again(token).request.state is RequestState.UPLOADED


def test_later_may_become_a_no(city):
    holder, token = city.asked()
    answers.answer(holder, LATER)
    answers.answer(again(token), NOTHING)

    assert counted(holder) == (0, 0, 1, 0)


def test_who_sent_something_said_no_other_thing(city):
    holder, token = city.asked()
    submissions.finish(holder, sent(city, begun(holder)).id, sha256=SHA)

    for state in (NO, NOTHING, LATER):
        with pytest.raises(Conflict) as refused:
            answers.answer(again(token), state)
        assert refused.value.slug == "already-answered"


def test_abuse_091_two_answers_at_the_same_moment_are_one(city, holder):
    answers.answer(holder, NO)

    with pytest.raises(Conflict):
        answers.answer(holder, NOTHING)

    assert counted(holder) == (0, 1, 0, 0)


def test_an_answer_after_the_end_is_told_thanks(city, holder):
    close(canvass_of(holder))

    with pytest.raises(Gone):
        answers.answer(holder, NO)


def test_only_those_who_did_not_answer_are_reminded_and_once(city):
    people = [city.resident(n) for n in range(1, 5)]
    one = city.canvass(city.call())
    city.invite(one)
    city.deliver()
    held = [links.open_link(city.token(person), peer=PEER) for person in people]
    answers.answer(held[0], NO)
    answers.answer(held[1], LATER)
    submissions.finish(held[2], sent(city, begun(held[2])).id, sha256=SHA)

    assert remind(one) == 2

    assert queued("remind") == [("queued", "email")] * 2 + [("queued", "text")] * 2
    assert now(one).reminded_at is not None
    with pytest.raises(Conflict) as refused:
        remind(one)
    assert refused.value.slug == "already-reminded"


def test_a_reminder_that_is_carried_out_twice_reminds_once(city):
    city.resident()
    one = city.canvass(city.call())
    city.invite(one)
    remind(one)
    before = city.contents()

    assert reminding.remind_all(ERRANDS, one) == 0
    assert city.contents() == before


def test_a_city_may_remind_nobody(city, monkeypatch):
    monkeypatch.setenv("CANVASS", '{"reminders": 0}')
    city.resident()
    one = city.canvass(city.call())
    city.invite(one)

    with pytest.raises(Conflict):
        remind(one)


def test_nobody_is_reminded_of_what_was_closed(city):
    city.resident()
    one = city.canvass(city.call())
    city.invite(one)
    close(one)

    with pytest.raises(Conflict) as refused:
        remind(one)
    assert refused.value.slug == "not-open"


def test_who_paused_since_is_not_reminded(city, monkeypatch):
    city.resident()
    one = city.canvass(city.call())
    city.invite(one)
    monkeypatch.setattr(registry, "registrant", lambda _: None)

    assert remind(one) == 0


def test_names_are_of_those_alone_who_sent_something(city):
    holder, token = city.asked()
    call = holder.request.incident_id
    other = city.resident(2)
    city.invite(canvass_of(holder))
    answers.answer(holder, LATER)
    assert answers.of_incident(ANALYST, call) == []

    begun(again(token), key="key-half1")
    one = submissions.finish(again(token), sent(city, begun(again(token))).id, sha256=SHA)

    (found,) = answers.of_incident(ANALYST, call)
    assert (found.person.id, found.item_ids) == (holder.request.registrant_id, (submissions.number(one),))
    assert other.id not in str(found)
    submissions.finish(again(token), sent(city, begun(again(token), key="key-00002")).id, sha256=SHA)
    (found,) = answers.of_incident(ANALYST, call)
    assert len(found.item_ids) == 2


def test_who_left_has_no_name_anymore_and_their_footage_stays(city, monkeypatch):
    holder, _ = city.asked()
    submissions.finish(holder, sent(city, begun(holder)).id, sha256=SHA)
    monkeypatch.setattr(registry, "registrant", lambda _: None)

    (found,) = answers.of_incident(ANALYST, holder.request.incident_id)

    assert (found.person, len(found.item_ids)) == (None, 1)


def test_abuse_051_names_are_not_read_by_the_hundred(city, monkeypatch, later):
    monkeypatch.setattr(answers, "_LOOKS_AN_HOUR", 2)
    call = city.call()
    for _ in range(2):
        answers.of_incident(ANALYST, call.id)

    with pytest.raises(TooMany):
        answers.of_incident(ANALYST, call.id)
    later(hours=1)
    assert answers.of_incident(ANALYST, call.id) == []


def test_answers_to_a_call_that_does_not_exist_are_not_an_empty_list(city):
    with pytest.raises(NotFound):
        answers.of_incident(ANALYST, "inc_" + "0" * 26)
