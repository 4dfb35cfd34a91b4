"""Asking the neighborhood: for an open call, within limits, each neighbor once, and as counts only."""

from datetime import timedelta

import pytest

from rtcc.canvass import service as canvasses
from rtcc.canvass import store
from rtcc.canvass.model import Purpose, RequestState, band, derived
from rtcc.canvass.store import RequestRow
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Refused, TooMany
from rtcc.foundation.geo import Point
from rtcc.incidents.model import State
from tests.unit.city import ANALYST


def window(start=-2.0, end=-1.0):
    """Hours from now."""
    return {"from_at": clock.now() + timedelta(hours=start), "to_at": clock.now() + timedelta(hours=end)}


def look(call, **more):
    return canvasses.preview(ANALYST, call.id, radius_m=300, **(window() | more))


def requests():
    return list(RequestRow.scan(RequestRow.sk == "request"))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "fewer than 5"),
        (4, "fewer than 5"),
        (5, "about 10"),
        (14, "about 10"),
        (15, "about 25"),
        (37, "about 25"),
        (38, "about 50"),
        (75, "about 100"),
        (150, "about 200"),
        (250, "about 200"),
        (251, "more than 250"),
    ],
)
def test_a_count_is_told_as_a_band(count, words):
    assert band(count) == words


def test_a_preview_tells_a_band_and_is_written_down(city):
    call = city.call()
    for n in range(1, 7):
        city.resident(n)

    assert look(call) == "about 10"
    line = next(line for line in city.lines() if line.event == "canvass.preview")
    assert (line.reason, dict(line.facts)) == ("26-1", {"radius_m": 300, "call": call.id})


def test_sixty_previews_an_hour_are_the_most(city, later):
    call = city.call()
    for _ in range(60):
        look(call)

    with pytest.raises(TooMany):
        look(call)
    later(hours=1)
    assert look(call)


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ((-1, -1), "to"),
        ((-1, -2), "to"),
        ((-26, -1), "to"),
        ((1, 2), "from"),
    ],
)
def test_a_window_that_cannot_be_is_refused_and_named(city, times, field):
    call = city.call()
    before = city.contents()

    for ask in (
        look,
        lambda one, **w: canvasses.open_canvass(
            ANALYST, one.id, key="k", radius_m=300, purpose=Purpose.INVESTIGATE, **w
        ),
    ):
        with pytest.raises(Invalid) as refused:
            ask(call, **window(*times))
        assert [one.name for one in refused.value.fields] == [field]
    assert city.contents() == before


def test_a_whole_day_is_the_longest_window(city):
    assert look(city.call(), **window(-25, -1))


@pytest.mark.parametrize(
    "ask",
    [
        look,
        lambda call: canvasses.open_canvass(
            ANALYST, call.id, key="k", radius_m=300, purpose=Purpose.INVESTIGATE, **window()
        ),
    ],
)
def test_a_closed_call_is_no_reason_to_ask(city, ask):
    with pytest.raises(Conflict) as refused:
        ask(city.call(state=State.CLOSED))

    assert refused.value.slug == "call-closed"


def test_a_canvass_is_written_down_with_its_call_as_reason(city):
    call = city.call()

    one = city.canvass(call)

    assert canvasses.of_incident(call.id) == [one]
    assert city.outcomes(call.id) == [("call.take", "done"), ("canvass.open", "done")]
    assert one.opened_by == ANALYST.badge


def test_the_same_key_asks_once(city):
    call = city.call()

    one, again = city.canvass(call, key="key-1"), city.canvass(call, key="key-1")

    assert one == again
    assert len(canvasses.of_incident(call.id)) == 1
    assert city.canvass(call, key="key-2").id != one.id


def test_canvasses_of_a_call_that_does_not_exist_are_not_an_empty_list(city):
    with pytest.raises(NotFound):
        canvasses.of_incident("inc_" + "0" * 26)


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


def test_a_circle_of_more_than_two_hundred_is_refused(city, monkeypatch):
    call = city.call()
    monkeypatch.setattr("rtcc.registry.service.count_near", lambda *_, **__: 200)
    city.canvass(call)
    monkeypatch.setattr("rtcc.registry.service.count_near", lambda *_, **__: 201)

    with pytest.raises(Refused, match="more than 200"):
        city.canvass(call)

    assert len(canvasses.of_incident(call.id)) == 1


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


def test_the_same_words_always_give_the_same_id_and_no_two_lists_of_words_do():
    assert derived("req", "a", "b") == derived("req", "a", "b")
    assert derived("req", "a", "b") != derived("req", "b", "a")
