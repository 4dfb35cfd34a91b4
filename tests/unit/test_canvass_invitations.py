"""Invitations: everybody in the circle once, however often the stream repeats itself, and nobody else."""

from datetime import timedelta

from rtcc.canvass import store
from rtcc.canvass.model import RequestState
from rtcc.canvass.rows import RequestRow
from rtcc.foundation.geo import Point


def requests():
    return list(RequestRow.scan(RequestRow.sk == "request"))


def test_everybody_active_in_the_circle_is_invited_by_both_channels_and_nobody_else(city):
    near, far, pending = city.resident(1), city.resident(2, at=Point(32.51, -93.7)), city.sign_up(3)
    one = city.canvass(city.call())

    assert city.invite(one) == 1
    city.deliver()

    asked = [sent.to for sent in city.providers.texts if "/r#" in sent.text]
    assert asked == [near.phone]
    assert [sent.to for sent in city.providers.mails if "/r#" in sent.text] == [near.email]
    assert not {far.phone, pending.phone} & set(asked)
    assert store.canvass(one.incident_id, one.id).asked == 1


def test_a_stream_that_repeats_itself_invites_nobody_twice(city):
    city.resident(1)
    city.resident(2)
    one = city.canvass(city.call())
    city.invite(one)
    before = city.contents()

    assert city.invite(one) == 0
    assert city.contents() == before


def test_two_carriers_at_the_same_moment_invite_once(city, monkeypatch):
    city.resident()
    one = city.canvass(city.call())
    city.invite(one)
    before = city.contents()
    monkeypatch.setattr(store, "request", lambda _: None)

    assert city.invite(one) == 0
    assert city.contents() == before


def test_who_was_invited_halfway_is_not_invited_again_and_the_others_are(city):
    city.resident(1)
    one = city.canvass(city.call())
    city.invite(one)
    city.resident(2)

    assert city.invite(one) == 1
    assert store.canvass(one.incident_id, one.id).asked == len(requests()) == 2


def test_a_request_keeps_the_block_and_no_address_and_lives_ten_days(city):
    city.resident()
    city.invite(city.canvass(city.call()))

    (one,) = [store.request(row.id) for row in requests()]

    assert (one.block, one.state) == ("400 block of Alder Street", RequestState.ASKED)
    assert one.expires_at - one.invited_at == timedelta(days=10)


def test_each_invitation_is_written_down_under_its_request(city):
    one = city.resident()
    canvass = city.canvass(city.call())
    city.invite(canvass)

    (line,) = [line for line in city.lines() if line.event == "canvass.invite"]

    assert (line.role, line.reason) == ("system", "26-1")
    assert dict(line.facts) == {"canvass": canvass.id, "registrant": one.id}
