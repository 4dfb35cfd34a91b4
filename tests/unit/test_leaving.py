"""Leaving: gone from the registry at once; nothing more is asked, links are dead, evidence stays (abuse 45)."""

import hashlib

import pytest

from rtcc.access.model import Actor, Role
from rtcc.canvass import asked, held, leaving, links, store, submissions
from rtcc.canvass.model import RequestState, derived
from rtcc.custody import service as custody
from rtcc.custody.model import commitment
from rtcc.foundation.errors import Conflict, Gone
from rtcc.foundation.shapes import Circle
from rtcc.messages import secret
from rtcc.registry import membership
from rtcc.registry import service as registry
from rtcc.registry import store as registrants
from rtcc.registry.atlas import CountRow, PlaceRow
from rtcc.registry.naps import NapRow
from tests.unit.city import CENTER, PEER, VISITOR

BODY = b"video"


def me(one):
    return Actor(one.id, Role.MEMBER, how="link")


def invited(city, n=1):
    """Somebody who is asked, and the link's token."""
    one = city.resident(n)
    canvass = city.canvass(city.call(f"26-{n}"))
    city.invite(canvass)
    return one, secret.token(derived("req", canvass.id, one.id), 1)


def sent(city, token, key="key-00001"):
    """A file sent to its end by that link."""
    holder = links.open_link(token, peer=PEER)
    one, _ = submissions.begin(holder, key=key, name="street.mp4", size=len(BODY))
    city.store.put_part(store.submission(one.request_id, one.id).upload_id, 1, BODY)
    return submissions.finish(holder, one.id, sha256=hashlib.sha256(BODY).hexdigest())


def personal(one):
    return [one.name, one.email, one.phone, one.address, one.salt, one.safe_word]


def test_who_left_is_nowhere_in_the_registry(city):
    one, _ = city.member()

    leaving.leave(me(one), one)

    assert registrants.find(one.id) is None
    assert (registrants.holder(one.email), registrants.holder(one.phone)) == (None, None)
    assert registry.count_within(Circle(CENTER, 5_000)) == 0
    assert not list(PlaceRow.scan(PlaceRow.pk.startswith("@")))
    assert {int(row.n) for row in CountRow.scan(CountRow.pk.startswith("#"))} == {0}
    kept = str(city.contents()["registry"])
    assert not any(value in kept for value in personal(one))


def test_the_record_stays_and_leads_back_to_nobody(city):
    one, _ = city.member()
    commitments = [line.facts["email"] for line in city.lines() if "email" in line.facts]

    leaving.leave(me(one), one)

    assert commitments == [commitment(one.salt, one.email)]  # provable only with the salt, and that is gone
    assert city.outcomes(one.id)[-1] == ("registration.leave", "done")
    for room, items in city.contents(without=("messages",)).items():
        assert not any(value in str(items) for value in personal(one)), room


def test_the_last_word_goes_out_and_nothing_that_waited(city):
    one, _ = invited(city)
    leaving.leave(me(one), one)

    city.deliver()

    assert [mail.subject for mail in city.providers.mails] == ["You left the Rivermark camera registry"]
    assert city.providers.texts == []


def test_abuse_045_who_leaves_while_they_are_asked_is_asked_no_more(city):
    one, token = invited(city)
    request = links.open_link(token, peer=PEER).request

    leaving.leave(me(one), one)

    assert store.request(request.id).state is RequestState.CLOSED
    with pytest.raises(Gone):
        links.open_link(token, peer=PEER)
    again = city.canvass(city.call("26-9"))
    assert city.invite(again) == 0


def test_abuse_045_what_was_sent_stays_as_evidence_and_is_marked(city):
    one, token = invited(city)
    file = sent(city, token)
    before = store.submission(file.request_id, file.id)

    said = leaving.leave(me(one), one)

    assert said.evidence == 1
    assert store.submission(file.request_id, file.id) == before
    line = custody.last(submissions.number(file))
    assert (line.event, line.facts) == ("registration.leave", {"left": True})
    with pytest.raises(Gone):
        links.open_link(token, peer=PEER)


def test_abuse_045_an_upload_that_still_runs_cannot_be_finished(city):
    one, token = invited(city)
    holder = links.open_link(token, peer=PEER)
    file, _ = submissions.begin(holder, key="key-00001", name="street.mp4", size=len(BODY))

    said = leaving.leave(me(one), one)

    assert said.evidence == 0
    city.store.parts.setdefault(file.upload_id, {})[1] = BODY
    with pytest.raises((Conflict, Gone)):
        submissions.finish(holder, file.id, sha256=hashlib.sha256(BODY).hexdigest())


def test_whoever_is_asked_in_the_moment_of_leaving_is_asked_no_more_either(city, monkeypatch):
    one = city.resident()
    canvass, real = city.canvass(city.call()), leaving.leaving.leave

    def slow(actor, person):
        city.invite(canvass)  # the canvass looks while the registration still stands
        return real(actor, person)

    monkeypatch.setattr(leaving.leaving, "leave", slow)
    leaving.leave(me(one), one)

    assert [request.state for request in asked.of_registrant(one.id)] == [RequestState.CLOSED]


def test_who_was_cut_off_while_leaving_leaves_again(city, monkeypatch):
    one, token = invited(city)
    sent(city, token)
    with monkeypatch.context() as dying:
        dying.setattr(leaving.leaving, "leave", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            leaving.leave(me(one), one)

    assert leaving.leave(me(one), registrants.find(one.id)).evidence == 1
    assert registrants.find(one.id) is None


def test_who_changed_something_at_the_same_moment_has_not_left(city):
    one = city.resident()
    membership.change(me(one), one, membership.Changes(name="Another"))

    with pytest.raises(Conflict):
        leaving.leave(me(one), one)

    assert registrants.find(one.id).name == "Another"
    assert registry.count_within(Circle(CENTER, 50)) == 1


def test_who_paused_may_leave_and_is_not_woken(city, later):
    one = city.resident()
    paused = membership.pause(me(one), one, 7)

    leaving.leave(me(one), paused)
    later(days=8)

    assert list(NapRow.query("paused")) == []
    assert registrants.find(one.id) is None


def test_who_left_may_come_back_as_somebody_new(city):
    one = city.resident(1)
    leaving.leave(me(one), one)

    again = city.resident(1)

    assert again.id != one.id
    assert [found.id for found in registry.askable_within(Circle(CENTER, 50))] == [again.id]
    assert held.held(again).requests == ()


def test_what_is_held_is_told_whole(city):
    one, token = invited(city)
    file = sent(city, token)

    found = held.held(registrants.find(one.id))

    ((request, files),) = found.requests
    assert (request.registrant_id, [each.id for each in files]) == (one.id, [file.id])
    events = [line.event for line in found.lines]
    assert events[0] == "registration.make"
    assert {"registration.confirm", "canvass.invite"} <= set(events)
    assert [line.at for line in found.lines] == sorted(line.at for line in found.lines)


def test_abuse_043_nobody_s_download_holds_anything_of_another(city):
    _, token = invited(city, 1)
    sent(city, token)
    other = city.resident(2)

    found = held.held(other)

    assert (found.requests, {line.subject for line in found.lines}) == ((), {other.id})


def test_a_visitor_cannot_leave_for_somebody(city):
    one = city.resident()

    assert not VISITOR.may(leaving.Action.LEAVE_REGISTRY)
    assert me(one).may(leaving.Action.LEAVE_REGISTRY)
