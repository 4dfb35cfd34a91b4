"""Asking the neighborhood: for an open call, within limits, each neighbor once, and as counts only."""

from datetime import timedelta

import pytest

from rtcc.canvass import service as canvasses
from rtcc.canvass.model import Purpose, band, derived
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Refused, TooMany
from rtcc.incidents.model import State
from tests.unit.city import ANALYST


def window(start=-2.0, end=-1.0):
    """Hours from now."""
    return {"from_at": clock.now() + timedelta(hours=start), "to_at": clock.now() + timedelta(hours=end)}


def look(call, **more):
    return canvasses.preview(ANALYST, call.id, radius_m=300, **(window() | more))


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

    assert look(call).band == "about 10"
    line = next(line for line in city.lines() if line.event == "canvass.preview")
    assert (line.reason, dict(line.facts)) == ("26-1", {"radius_m": 300, "call": call.id})


def test_previews_are_counted_by_the_hour_and_sixty_are_the_most(city, later, monkeypatch):
    assert canvasses._PREVIEWS_AN_HOUR == 60
    monkeypatch.setattr(canvasses, "_PREVIEWS_AN_HOUR", 3)
    call = city.call()
    for _ in range(3):
        look(call)

    with pytest.raises(TooMany):
        look(call)
    later(hours=1)
    assert look(call).band


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


def test_abuse_056_more_than_five_thousand_are_asked_by_nobody(city, monkeypatch):
    call = city.call()
    monkeypatch.setattr("rtcc.registry.service.count_within", lambda *_, **__: 5_001)

    with pytest.raises(Refused, match="more than 5,000"):
        city.canvass(call)

    assert canvasses.of_incident(call.id) == []


def test_the_same_words_always_give_the_same_id_and_no_two_lists_of_words_do():
    assert derived("req", "a", "b") == derived("req", "a", "b")
    assert derived("req", "a", "b") != derived("req", "b", "a")
