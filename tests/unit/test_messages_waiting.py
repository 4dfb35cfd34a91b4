"""Messages that wait: for somebody to wake up, and in vain, because what they spoke of is over."""

import pytest

from rtcc.aws import table
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.messages import pacing, sending, store
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, State, Template
from tests.unit.city import ANALYST
from tests.unit.telling import SENDER, asks, rows


def says(template, *, about="req_1", to="resident1@example.org", **more):
    table.transact(messages.queued(template, Channel.EMAIL, to, language="en", about=about, safe_word="b", **more))


def asked_by_mail(city):
    return [sent for sent in city.providers.mails if "/r#" in sent.text]


def test_nobody_is_woken_and_the_sweep_sends_when_the_night_is_over(city, later):
    says(Template.ASK, not_before=clock.after(clock.now(), hours=8))

    city.deliver()
    later(hours=7)
    sending.reconcile(SENDER)
    assert asked_by_mail(city) == []

    later(hours=1, minutes=6)
    sending.reconcile(SENDER)
    assert len(asked_by_mail(city)) == 1


def test_those_who_sleep_stand_in_nobodys_way(city, later, monkeypatch):
    monkeypatch.setattr(store, "_MOST_LEFT", 1)
    says(Template.ASK, not_before=clock.after(clock.now(), hours=8))
    says(Template.ASK, about="req_2")

    later(minutes=6)
    sending.reconcile(SENDER)

    assert len(asked_by_mail(city)) == 1


def test_a_moment_that_has_passed_holds_nothing_up(city):
    says(Template.ASK, not_before=clock.after(clock.now(), hours=-1))

    city.deliver()

    assert len(asked_by_mail(city)) == 1


def test_what_speaks_of_a_request_is_queued_once(city):
    says(Template.REMIND)

    with pytest.raises(Conflict):
        says(Template.REMIND)
    says(Template.REMIND, issue=2)


def test_abuse_080_what_was_not_sent_is_taken_back_with_a_line_each(city):
    one = city.sign_up()
    asks(one)
    says(Template.ASK)
    says(Template.ASK, about="req_2")

    assert messages.cancel(ANALYST, about="req_1") == 2
    assert messages.cancel(ANALYST, about="req_1") == 0
    city.deliver()

    assert [sent for sent in city.providers.texts if "/r#" in sent.text] == []
    assert len(asked_by_mail(city)) == 1  # the other request's
    assert city.outcomes("req_1") == [("message.send", "refused")] * 2
    assert {one.state for one in rows() + rows("email") if one.about == "req_1"} == {State.CANCELLED}


def test_abuse_080_a_text_that_waits_for_its_turn_is_stopped_too(city, monkeypatch):
    message = asks(city.sign_up())
    monkeypatch.setattr(pacing, "wait_until", lambda _: messages.cancel(ANALYST, about="req_1"))

    sending.send(SENDER, message.id)

    assert city.providers.texts == []
    assert store.find(message.id).state is State.CANCELLED
    assert city.outcomes("req_1") == [("message.send", "refused")]


def test_abuse_080_the_end_of_a_thing_stops_whatever_waits_by_itself(city):
    message = asks(city.sign_up())
    table.transact(messages.cancelling("req_1"))

    sending.send(SENDER, message.id)

    assert city.providers.texts == []
    assert store.find(message.id).state is State.CANCELLED
    assert [line.facts["why"] for line in city.lines() if line.subject == "req_1"] == ["it was over"]


def test_thanks_and_the_receipt_go_out_though_all_is_over(city):
    table.transact(messages.cancelling("req_1"))
    says(Template.THANKS)
    says(Template.RECEIPT, files="street.mp4")

    city.deliver()

    assert len(city.providers.mails) == 2


def test_what_was_sent_is_not_taken_back(city):
    says(Template.ASK)
    city.deliver()

    assert messages.cancel(ANALYST, about="req_1") == 0
    assert [one.state for one in rows("email")] == [State.SENT]
