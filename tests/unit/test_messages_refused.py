"""Messages that are not sent, and who dies while sending: caps, countries, claims and leases."""

import pytest

from rtcc.aws import providers
from rtcc.messages import sending, store
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, State, Template
from tests.unit.telling import SENDER, asks, news, rows


@pytest.mark.parametrize(
    ("to", "why"),
    [("+18769251234", "not our country"), ("+447911123456", "not our country"), ("+19002345678", "a dear number")],
)
def test_abuse_078_a_text_abroad_or_to_a_dear_number_is_refused_and_written_down(city, to, why):
    sending.transact(messages.queued(Template.CONFIRM, Channel.TEXT, to, language="en", about="reg_1"))

    city.deliver()

    assert city.providers.texts == []
    assert [(line.outcome.value, line.facts["why"]) for line in city.lines()] == [("refused", why)]


@pytest.mark.parametrize("cap", ["TEXTS_A_DAY_EACH", "TEXTS_A_DAY"])
def test_abuse_078_a_days_cap_holds_for_one_telephone_and_for_all(city, monkeypatch, cap):
    monkeypatch.setenv(cap, "2")
    one = city.sign_up()
    for n in range(3):
        asks(one, n)

    city.deliver()

    assert len(city.providers.texts) == 2
    assert [state for state in (message.state for message in rows())].count(State.REFUSED) == 2


def test_abuse_081_who_died_before_the_provider_was_told_is_followed_by_another(city, later, monkeypatch):
    message = asks(city.sign_up())
    with monkeypatch.context() as killed:
        killed.setattr(store, "hand", lambda _: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            sending.send(SENDER, message.id)
    sending.reconcile(SENDER)
    assert store.find(message.id).state is State.CLAIMED  # its lease holds

    later(minutes=6)
    sending.reconcile(SENDER)

    assert store.find(message.id).state is State.SENT
    assert sum("/r#" in sent.text for sent in city.providers.texts) == 1


@pytest.mark.parametrize("told", [("TEXT_QUEUED", State.SENT), ("TEXT_DELIVERED", State.DELIVERED)])
def test_abuse_081_who_died_after_the_provider_answered_is_found_out_by_its_event(city, later, monkeypatch, told):
    message = asks(city.sign_up())
    with monkeypatch.context() as killed:
        killed.setattr(sending, "_end", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            sending.send(SENDER, message.id)

    for _ in range(2):
        news(eventType=told[0], context={"message": message.id})
    later(hours=1)
    sending.reconcile(SENDER)

    assert store.find(message.id).state is told[1]
    assert city.outcomes("req_1") == [("message.hear", "done")]
    assert sum("/r#" in sent.text for sent in city.providers.texts) == 1


def test_abuse_081_what_nobody_can_say_is_named_and_never_sent_again(city, later):
    message = asks(city.sign_up())
    city.providers.fault = TimeoutError("no answer")
    sending.send(SENDER, message.id)
    city.providers.fault = None

    for _ in range(2):
        later(minutes=20)
        sending.reconcile(SENDER)

    assert store.find(message.id).state is State.DOUBTFUL
    assert city.outcomes("req_1") == [("message.send", "failed")]
    assert [sent for sent in city.providers.texts if "/r#" in sent.text] == []


def test_abuse_081_who_died_before_the_line_left_neither_an_end_nor_a_line(city, monkeypatch):
    message = asks(city.sign_up())
    with monkeypatch.context() as killed:
        killed.setattr(sending, "transact", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            sending.send(SENDER, message.id)
    assert (store.find(message.id).state, city.outcomes("req_1")) == (State.HANDED, [])

    sending.send(SENDER, message.id)
    news(eventType="TEXT_SENT", context={"message": message.id})

    assert (store.find(message.id).state, city.outcomes("req_1")) == (State.SENT, [("message.hear", "done")])
    assert sum("/r#" in sent.text for sent in city.providers.texts) == 1


def test_an_event_that_is_faster_than_the_answer_leaves_one_line(city, monkeypatch):
    message = asks(city.sign_up())
    real = city.providers.text

    def deliver(to, **more):
        answer = real(to, **more)
        news(eventType="TEXT_DELIVERED", context={"message": message.id})
        return answer

    monkeypatch.setattr(sending.texts, "send", deliver)
    sending.send(SENDER, message.id)

    assert store.find(message.id).state is State.DELIVERED
    assert city.outcomes("req_1") == [("message.hear", "done")]


def test_a_busy_provider_is_asked_again_and_then_left_to_another_try(city, later):
    message = asks(city.sign_up())
    city.providers.fault = providers.Busy("ThrottlingException")
    with pytest.raises(sending.Unavailable):
        sending.send(SENDER, message.id)
    assert store.find(message.id).state is State.QUEUED

    city.providers.fault = None
    sending.send(SENDER, message.id)

    assert store.find(message.id).state is State.SENT
