"""Messages: one send for one intent, an outcome for every try, and nothing at rest that opens anything."""

import threading

import pytest

from rtcc.access.model import system
from rtcc.aws import table
from rtcc.aws.providers import Declined
from rtcc.canvass.rows import RequestRow
from rtcc.messages import secret, sending, store
from rtcc.messages.model import State
from rtcc.messages.store import MessageRow

SENDER = system("send_messages")


def queued():
    return [store.find(row.id) for row in MessageRow.scan(MessageRow.id.startswith("msg_"))]


def test_a_sign_up_queues_a_code_for_each_channel_and_sends_nothing_itself(city):
    city.sign_up()

    assert {(one.channel.value, one.template.value, one.state) for one in queued()} == {
        ("email", "confirm", State.QUEUED),
        ("text", "confirm", State.QUEUED),
    }
    assert city.providers.texts == city.providers.mails == []


def test_a_sent_message_carries_the_code_and_its_end_is_written_down(city):
    one = city.sign_up()

    city.deliver()

    assert secret.code(one.id, "text", 1) in city.providers.texts[0].text
    assert secret.code(one.id, "email", 1) in city.providers.mails[0].text
    assert city.providers.texts[0].to == one.phone
    assert {message.state for message in queued()} == {State.SENT}
    assert city.outcomes(one.id)[1:] == [("message.send", "done")] * 2


def test_the_two_channels_have_two_codes(city):
    one = city.sign_up()

    assert secret.code(one.id, "text", 1) != secret.code(one.id, "email", 1)


def test_a_message_is_sent_once_however_often_the_stream_repeats_it(city):
    city.sign_up()

    for _ in range(3):
        city.deliver()

    assert len(city.providers.texts) == len(city.providers.mails) == 1


def test_two_senders_at_the_same_moment_send_once(city, monkeypatch):
    city.sign_up()
    message = next(one for one in queued() if one.channel.value == "text")
    together, one_at_a_time, find, claim = threading.Barrier(2), threading.Lock(), store.find, store.claim

    def find_together(message_id):
        found = find(message_id)
        together.wait(10)  # both see it queued
        return found

    def claim_alone(found):
        with one_at_a_time:
            return claim(found)

    monkeypatch.setattr(store, "find", find_together)
    monkeypatch.setattr(store, "claim", claim_alone)
    senders = [threading.Thread(target=sending.send, args=(SENDER, message.id)) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(city.providers.texts) == 1


def test_a_provider_that_refuses_ends_as_failed_and_is_written_down(city):
    one = city.sign_up()
    city.providers.fault = Declined("ValidationException")

    city.deliver()
    city.providers.fault = None
    city.deliver()

    assert {message.state for message in queued()} == {State.FAILED}
    assert city.outcomes(one.id)[1:] == [("message.send", "failed")] * 2
    assert city.providers.texts == []


def test_who_dies_between_claim_and_answer_never_sends_a_second_one(city, monkeypatch):
    city.sign_up()
    with monkeypatch.context() as killed:
        killed.setattr(sending, "transact", lambda *_: (_ for _ in ()).throw(SystemExit))
        for message in queued():
            with pytest.raises(SystemExit):
                sending.send(SENDER, message.id)

    city.deliver()

    assert {message.state for message in queued()} == {State.HANDED}
    assert len(city.providers.texts) == 1


def test_a_message_that_was_forgotten_is_left_alone(city):
    sending.send(SENDER, "msg_" + "0" * 26)

    assert city.lines() == []


def test_no_code_and_no_link_rests_anywhere(city):
    holder, token = city.asked()
    person = holder.actor.id
    secrets = [token, secret.code(person, "email", 1), secret.code(person, "text", 1)]

    resting = str(city.contents())

    assert [one for one in secrets if one in resting] == []
    assert secret.fingerprint(token) in resting


def test_a_token_opens_what_was_meant_and_has_130_bits(city):
    city.asked()
    request = next(iter(RequestRow.scan(RequestRow.sk == "request")))

    assert len(secret.token(request.id, 1)) == 26
    assert secret.token(request.id, 1) != secret.token(request.id, 2)
    assert secret.token(request.id, 1) != secret.token("req_other", 1)


def test_a_message_is_forgotten_after_thirty_days(city):
    city.sign_up()

    assert {round((one.forget_at - one.queued_at.timestamp()) / 86_400) for one in queued()} == {30}


def test_a_message_and_its_act_are_one(city, monkeypatch):
    monkeypatch.setattr(table, "_commit", lambda writes: (_ for _ in ()).throw(RuntimeError("no answer")))

    with pytest.raises(RuntimeError):
        city.sign_up()

    assert queued() == []
