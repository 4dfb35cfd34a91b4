"""What providers tell and people answer: STOP holds before the next send, and whoever died is found out."""

from itertools import pairwise

import pytest

from rtcc.access.model import system
from rtcc.messages import limits, listening, pacing, secret, sending, store, tallies, wording, words
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, State, Template
from rtcc.messages.words import Word
from tests.unit.telling import SENDER, asks, news, rows

EAR = system("hear_provider")
STOPS = [
    "STOP",
    "stopall",
    "Unsubscribe",
    " cancel ",
    "END.",
    "quit!",
    "REVOKE",
    "OptOut",
    "opt-out",
    "¡ALTO!",
    "parar",
]


def says(one, said, inbound="in-1"):
    return listening.hear_words(EAR, one.phone, said, inbound_id=inbound)


def mail_news(kind, message, **more):
    news(eventType=kind, mail={"tags": {"message": [message.id]}}, **more)


@pytest.mark.parametrize("said", STOPS)
def test_abuse_079_each_word_for_stop_is_heeded_before_the_next_text(city, said):
    one = city.resident()
    city.deliver()

    assert says(one, said) is Word.STOP
    message = asks(one)
    before = len(city.providers.texts)
    sending.send(SENDER, message.id)

    assert len(city.providers.texts) == before
    assert store.find(message.id).state is State.REFUSED
    assert city.outcomes("req_1") == [("message.send", "refused")]


def test_abuse_079_a_stop_that_comes_while_a_text_waits_its_turn_is_heard(city, monkeypatch):
    one = city.sign_up()
    message = asks(one)
    monkeypatch.setattr(pacing, "wait_until", lambda _: says(one, "stop"))

    sending.send(SENDER, message.id)

    assert city.providers.texts == []
    assert store.find(message.id).state is State.REFUSED


def test_abuse_079_stop_is_answered_once_and_start_opens_again(city):
    one = city.resident()
    city.deliver()
    before = len(city.providers.texts)

    says(one, "STOP")
    says(one, "STOP", "in-2")
    city.deliver()
    assert [sent.text[:32] for sent in city.providers.texts[before:]] == ["Rivermark police: you get no mor"]
    assert messages.why_closed(Channel.TEXT, one.phone) == "stopped"

    says(one, "Start", "in-3")
    sending.send(SENDER, asks(one).id)
    assert messages.why_closed(Channel.TEXT, one.phone) == ""
    assert "/r#" in city.providers.texts[-1].text
    assert [event for event, _ in city.outcomes(one.id)][-3:] == ["messages.stop", "message.send", "messages.start"]


def test_abuse_079_whoever_stopped_texts_still_gets_e_mail(city):
    one = city.sign_up()
    says(one, "STOP")

    city.deliver()

    assert len(city.providers.mails) == 1
    assert [sent.text for sent in city.providers.texts if "code" in sent.text] == []


def test_the_answer_to_stop_comes_within_five_minutes_or_never(city, later):
    one = city.sign_up()
    says(one, "STOP")
    later(minutes=6)

    city.deliver()

    assert city.providers.texts == []


def test_help_is_answered_in_the_language_of_the_word_and_once(city):
    one = city.sign_up()

    for _ in range(2):
        assert says(one, "ayuda") is Word.HELP
    city.deliver()

    assert sum("Registro de camaras, policia" in sent.text for sent in city.providers.texts) == 1


@pytest.mark.parametrize("said", ["yes", "", "I saw them stop", "start the car", "upload", "?", "💥"])
def test_abuse_082_nothing_else_that_a_text_says_does_anything(city, said):
    one = city.sign_up()
    before = city.contents()

    assert words.meaning(said) is None
    assert says(one, said) is None
    assert city.contents() == before


def test_abuse_082_the_only_link_in_a_text_is_on_the_citys_own_site(city):
    city.asked()
    city.deliver()

    links = [word for sent in city.providers.texts for word in sent.text.split() if "//" in word]
    assert links
    assert all(link.startswith("https://rtcc.example.gov/r#") for link in links)


def test_abuse_083_every_answer_is_one_part_in_both_languages():
    for template in (Template.STOPPED, Template.STARTED, Template.HELP):
        for language in ("en", "es"):
            longest = {"city": "C" * 20, "agency": "A" * 60, "phone": "318-555-0100"}
            assert len(wording.text(template, language, longest)) <= 160


def test_abuse_084_a_mailbox_that_bounced_or_complained_gets_no_more(city):
    first, second = city.sign_up(1), city.sign_up(2)
    city.deliver()
    one, two = rows("email")

    mail_news("Bounce", one, bounce={"bounceType": "Permanent"})
    mail_news("Complaint", two)

    assert {messages.why_closed(Channel.EMAIL, who.email) for who in (first, second)} == {"bounced", "complained"}
    assert ("messages.stop", "done") in city.outcomes(first.id)
    assert ("messages.stop", "done") in city.outcomes(second.id)


def test_abuse_084_no_e_mail_leaves_at_four_bounces_in_a_hundred(city):
    for _ in range(96):
        tallies.count("email_sent")
    for n in range(4):
        city.sign_up(n)
    city.deliver()
    for message in rows("email"):
        assert not limits.are_mails_stopped()
        mail_news("Bounce", message, bounce={"bounceType": "Transient"})

    before = len(city.providers.mails)
    city.sign_up(9)
    city.deliver()

    assert limits.are_mails_stopped()
    assert len(city.providers.mails) == before


def test_no_address_rests_with_the_counts_and_no_words_rest_anywhere(city):
    one = city.sign_up()
    city.deliver()
    says(one, "STOP bothering my house on Alder")

    resting = city.contents()
    kept = [text for text in resting["messages"] if "'msg_" not in text]

    assert kept
    assert not [text for text in kept if one.phone in text or one.email in text]
    assert "bothering" not in str(resting)
    assert one.phone not in str(resting["custody"])


def test_slots_of_a_lane_are_spaced_and_never_given_twice(city):
    slots = [pacing.slot("a", 5) for _ in range(12)]

    gaps = {round(after - before, 3) for before, after in pairwise(slots)}
    assert len(set(slots)) == 12
    assert min(gaps) >= 0.199
    assert secret.check("req_1") != secret.check("req_2")


def test_abuse_085_a_bounce_whose_hearing_died_is_counted_when_it_comes_again_and_counted_once(city, monkeypatch):
    city.sign_up()
    city.deliver()
    (message,) = rows("email")
    with monkeypatch.context() as patch:
        patch.setattr(tallies, "counting", lambda _: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            listening.hear_bounce(EAR, message.id, is_lasting=False, why="full")
    assert tallies.counted("email_bounced", days=1) == 0

    for _ in range(2):
        listening.hear_bounce(EAR, message.id, is_lasting=False, why="full")

    assert tallies.counted("email_bounced", days=1) == 1
