"""Closing early: nobody more is asked, what waits is never sent, and who was asked is thanked."""

import pytest

from rtcc.canvass import answers, asked, closing, invitations, store, submissions
from rtcc.canvass.errands import ErrandRow
from rtcc.canvass.links import open_link
from rtcc.canvass.model import CanvassState, RequestState
from rtcc.foundation.errors import Conflict, Gone, NotFound
from rtcc.messages import secret
from tests.unit.asking import ERRANDS, approve, close, deny, now, queued, requests
from tests.unit.city import ANALYST, PEER, VISITOR
from tests.unit.sending import PART, SHA, again, begun, sent


@pytest.fixture
def three(city):
    """A canvass that asked three residents."""

    def arrange():
        for n in range(1, 4):
            city.resident(n)
        city.deliver()
        one = city.canvass(city.call())
        city.invite(one)
        return one

    return city.arranged("three asked", arrange)


def links_of(one):
    return [secret.token(request.id, 1) for request in asked.by_canvass(one.id)]


def test_whoever_was_asked_is_thanked_by_e_mail_and_their_link_says_so(city, three):
    city.deliver()

    assert close(three) == 3

    assert {request.state for request in requests()} == {RequestState.CLOSED}
    assert queued("thanks") == [("queued", "email")] * 3
    city.deliver()
    thanks = [mail for mail in city.providers.mails if "what we need" in mail.subject]
    assert len(thanks) == 3
    assert all("bluebird" in mail.text for mail in thanks)
    for token in links_of(three):
        with pytest.raises(Gone, match="Thank you") as gone:
            open_link(token, peer=PEER)
        assert gone.value.slug == "closed"
    assert (now(three).state, now(three).closed_by, now(three).unsent) == (CanvassState.CLOSED, "7", 0)
    assert city.outcomes(three.incident_id)[-1] == ("canvass.close", "done")


def test_what_was_not_sent_yet_never_is_and_is_counted(city, three):
    assert close(three) == 3
    city.deliver()

    assert [mail for mail in city.providers.texts + city.providers.mails if "/r#" in mail.text] == []
    assert queued("ask") == [("cancelled", "email")] * 3 + [("cancelled", "text")] * 3
    assert queued("thanks") == []  # who never heard of it is not thanked for it
    assert now(three).unsent == 3


def test_abuse_080_from_the_moment_it_is_closed_nobody_more_is_asked(city, monkeypatch):
    for n in range(1, 5):
        city.resident(n)
    one = city.canvass(city.call())
    real, seen = invitations.notices, []

    def notices(*said):
        seen.append(said)
        if len(seen) == 2:  # somebody closes it while the second one is being written
            closing.close(ANALYST, one.incident_id, one.id)
        return real(*said)

    monkeypatch.setattr(invitations, "notices", notices)

    assert city.invite(one) == 1
    assert len(seen) == 2
    assert now(one).asked == len(requests()) == 1


def test_a_closed_link_takes_nothing_even_before_its_request_was_reached(city, three):
    token = links_of(three)[0]
    holder = open_link(token, peer=PEER)
    closing.close(ANALYST, three.incident_id, three.id)

    for act in (lambda: open_link(token, peer=PEER), lambda: begun(holder)):
        with pytest.raises(Gone) as gone:
            act()
        assert gone.value.slug == "closed"


def test_abuse_006_a_file_that_is_finished_at_the_very_moment_of_closing_is_not_taken(city, holder, monkeypatch):
    one = sent(city, begun(holder))
    real = submissions.may_still_send

    def may_still_send(held):
        request = real(held)
        closing.close(ANALYST, request.incident_id, request.canvass_id)
        return request

    monkeypatch.setattr(submissions, "may_still_send", may_still_send)

    with pytest.raises(Gone) as gone:
        submissions.finish(holder, one.id, sha256=SHA)

    assert gone.value.slug == "closed"
    assert submissions.submission(holder, one.id).state.value == "uploading"
    assert store.canvass(holder.request.incident_id, holder.request.canvass_id).uploaded == 0


def test_abuse_006_parts_of_a_file_that_was_not_finished_are_let_go(city):
    holder, token = city.asked()
    one = begun(holder)
    city.store.put_part(one.upload_id, 1, b"v" * PART)
    canvass = store.canvass(holder.request.incident_id, holder.request.canvass_id)

    assert close(canvass) == 1

    assert one.upload_id not in city.store.parts
    with pytest.raises(Gone):
        again(token)


def test_who_sent_something_keeps_the_receipt_and_sends_nothing_more(city):
    holder, token = city.asked()
    done = submissions.finish(holder, sent(city, begun(holder)).id, sha256=SHA)
    second = sent(city, begun(again(token), key="key-00002"))
    canvass = store.canvass(holder.request.incident_id, holder.request.canvass_id)

    assert close(canvass) == 0

    assert again(token).request.state is RequestState.UPLOADED
    assert submissions.finish(again(token), done.id, sha256=SHA) == done
    for act in (
        lambda: begun(again(token), key="key-00003"),
        lambda: submissions.finish(again(token), second.id, sha256=SHA),
    ):
        with pytest.raises(Gone):
            act()
    assert queued("thanks") == []


def test_closing_twice_is_closing_once(city, three):
    city.deliver()
    close(three)
    before = city.contents()

    assert close(three) == 0
    assert city.contents() == before
    assert sorted(row.errand.value for row in ErrandRow.scan(ErrandRow.kind == "errand")) == ["close", "invite"]


def test_who_dies_amid_closing_goes_on_where_they_were(city, three, monkeypatch):
    city.deliver()
    closing.close(ANALYST, three.incident_id, three.id)
    first = next(asked.by_canvass(three.id))
    assert closing.end(ERRANDS, first, why="closed", thanks=True)

    assert closing.close_requests(ERRANDS, three) == 2
    assert len(queued("thanks")) == 3


def test_who_answered_is_not_closed(city, three):
    city.deliver()
    answers.answer(open_link(links_of(three)[0], peer=PEER), RequestState.DECLINED)
    answers.answer(open_link(links_of(three)[1], peer=PEER), RequestState.LATER)

    assert close(three) == 2

    assert sorted(request.state.value for request in requests()) == ["closed", "closed", "declined"]
    assert (now(three).later, now(three).declined) == (1, 1)


def test_who_left_meanwhile_gets_no_thanks(city, three, monkeypatch):
    city.deliver()
    monkeypatch.setattr(invitations, "may_be_asked", lambda _: None)

    assert close(three) == 3
    assert queued("thanks") == []


def test_a_canvass_of_another_call_does_not_exist(city, three):
    other = city.call("26-2")

    with pytest.raises(NotFound):
        closing.close(ANALYST, other.id, three.id)


def test_what_was_denied_is_not_closed(city, monkeypatch):
    monkeypatch.setenv("CANVASS", '{"most_asked": 0}')
    city.resident()
    one = city.canvass(city.call())
    deny(one)

    with pytest.raises(Conflict):
        closing.close(ANALYST, one.incident_id, one.id)
    with pytest.raises(Conflict):
        approve(one)


def test_abuse_045_what_somebody_who_pauses_has_not_heard_of_is_taken_back(city):
    one = city.resident()
    heard, unheard = (city.canvass(city.call(f"26-{n}")) for n in range(2))
    city.invite(heard)
    city.deliver()
    city.invite(unheard)

    assert [closing.spare(VISITOR, one.id) for _ in range(2)] == [1, 0]

    city.deliver()
    asks = [mail for mail in city.providers.mails if "/r#" in mail.text]
    assert len(asks) == 1
    states = {request.canvass_id: request.state.value for request in requests()}
    assert states == {heard.id: "asked", unheard.id: "closed"}
