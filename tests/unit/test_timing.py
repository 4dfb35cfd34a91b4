"""A look fits the time of its call, or is refused in a sentence and a line (abuse 41)."""

from datetime import timedelta

import pytest

from rtcc.canvass import service as canvasses
from rtcc.canvass.model import Purpose
from rtcc.clips import service as clips
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone
from rtcc.grants.model import Grant, Live, Recall
from rtcc.incidents import service as incidents
from rtcc.incidents import timing
from rtcc.incidents.model import Call, State
from rtcc.incidents.timing import Limits
from rtcc.live import service as live
from tests.unit.city import ANALYST, CAD, CENTER
from tests.unit.watching import opened, reviewed, sent, shared, streams

WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, days_stored=30, depth_hours=720)
HUNDREDTH = timedelta(milliseconds=10)
NEAR = "console:GET:/incidents/{incident_id}/cameras"
VIEWS = "console:POST:/incidents/{incident_id}/views"


@pytest.fixture
def call(city):
    return city.call()


def ago(call, **spans):
    """A moment before the call was opened."""
    return call.opened_at - timedelta(**spans)


def old(city, **spans):
    """The call 26-1 as it would be had dispatch opened it that long ago."""
    told = Call("26-1", 1, "robbery", "410 Alder Street", CENTER, clock.now() - timedelta(**spans))
    return incidents.take_call(CAD, told)[0]


def test_a_call_is_a_reason_to_look_live_for_a_day_to_the_hundredth(call):
    last = call.opened_at + timedelta(hours=24)

    assert timing.why_not_live(call, last, Limits()) == ""
    assert timing.why_not_live(call, ago(call, hours=24), Limits()) == ""  # dispatch's clock may be ahead
    assert timing.why_not_live(call, ago(call, hours=24) - HUNDREDTH, Limits())
    said = timing.why_not_live(call, last + HUNDREDTH, Limits())
    for at in (call.opened_at, last):
        assert f"{at:%Y-%m-%d %H:%M} UTC" in said
    assert "Ask dispatch for a new call" in said


@pytest.mark.parametrize("edge", ["first", "last"])
def test_footage_touches_the_call_s_time_to_the_hundredth(call, edge):
    first, last = ago(call, hours=72), call.opened_at + timedelta(hours=168)
    at, out = (first, -HUNDREDTH) if edge == "first" else (last, HUNDREDTH)
    hour = timedelta(hours=1) if edge == "last" else -timedelta(hours=1)

    assert timing.why_not_footage(call, *sorted((at, at + hour)), Limits()) == ""
    said = timing.why_not_footage(call, *sorted((at + out, at + out + hour)), Limits())
    assert "26-1" in said
    for named in (call.opened_at, first, last):
        assert f"{named:%Y-%m-%d %H:%M} UTC" in said


def test_footage_that_goes_over_all_of_the_call_s_time_touches_it(call):
    assert timing.why_not_footage(call, ago(call, days=30), call.opened_at + timedelta(days=30), Limits()) == ""


def test_a_city_sets_its_own_hours(monkeypatch, call):
    monkeypatch.setenv("LOOKS", '{"live_hours": 1, "before_hours": 2, "after_hours": 3}')

    assert timing.limits() == Limits(1, 2, 3)
    with pytest.raises(Conflict):
        timing.must_be_of_its_time(call, ago(call, hours=4), ago(call, hours=3))


def test_abuse_041_a_call_of_another_day_opens_no_live_view(city):
    camera = shared(city, WIDE)
    call = old(city, hours=25)

    with pytest.raises(Conflict) as refused:
        opened(city, camera)

    assert (refused.value.slug, refused.value.status) == ("call-too-old", 409)
    assert f"{call.opened_at:%Y-%m-%d %H:%M} UTC" in refused.value.detail
    assert (streams(), sent(city, "view.start")) == ([], [])


def test_abuse_041_the_refusal_stands_in_the_record(city, at):
    camera, call = shared(city, WIDE), old(city, hours=25)

    said = at(VIEWS, path={"incident_id": call.id}, body={"camera_id": camera, "purpose": "call"})

    assert (said.status, said.body["type"]) == (409, "urn:rtcc:problem:call-too-old")
    (line,) = [line for line in city.lines() if line.outcome is Outcome.REFUSED]
    assert (line.event, line.subject, line.facts["why"]) == ("camera.view_live", call.id, said.body["detail"])


def test_a_view_ends_when_its_call_has_become_too_old(city, later):
    camera = shared(city, WIDE)
    old(city, hours=23, minutes=59, seconds=30)
    view, _ = opened(city, camera)
    later(seconds=20)
    city.lease()
    assert live.renew(ANALYST, view.id)[0].id == view.id

    later(seconds=20)
    city.lease()
    with pytest.raises(Gone, match="its call was opened too long ago"):
        live.renew(ANALYST, view.id)


def test_the_list_of_cameras_needs_an_open_call_and_says_when_it_is_too_old(city, at):
    shared(city, WIDE)
    call = old(city, hours=25)
    place = {"incident_id": call.id}

    (one,) = at(NEAR, path=place).body["cameras"]
    assert (one["live"]["allowed"], one["recall"]["allowed"]) == (False, True)
    assert "Ask dispatch for a new call" in one["live"]["why"]

    city.call(state=State.CLOSED)
    assert at(NEAR, path=place).status == 409


def test_abuse_041_a_review_is_of_the_call_s_time_and_so_is_each_seek(city):
    camera, call = shared(city, WIDE), old(city, hours=1)

    with pytest.raises(Conflict) as refused:
        reviewed(city, camera, ago=74 * 3600)
    view, _, _ = reviewed(city, camera, ago=72 * 3600)
    with pytest.raises(Conflict) as turned:
        live.turn(ANALYST, view.id, start=ago(call, hours=73), speed=None)

    assert {refused.value.slug, turned.value.slug} == {"not-of-this-call"}
    assert sent(city, "review.turn") == []


def test_abuse_041_a_clip_is_of_the_call_s_time(city):
    camera, call = shared(city, WIDE), old(city, hours=1)
    start = ago(call, hours=73)
    wish = {"incident_id": call.id, "case": "26-000123", "start": start}

    with pytest.raises(Conflict) as refused:
        clips.order(ANALYST, camera, key="key-00001", end=start + timedelta(minutes=1), **wish)

    assert refused.value.slug == "not-of-this-call"
    assert sent(city, "clip.cut") == []


def test_abuse_041_a_canvass_asks_for_the_call_s_time_and_so_does_its_preview(city):
    call = old(city, hours=1)
    window = {"radius_m": 300, "from_at": ago(call, hours=75), "to_at": ago(call, hours=73)}

    with pytest.raises(Conflict) as looked:
        canvasses.preview(ANALYST, call.id, **window)
    with pytest.raises(Conflict) as asked:
        canvasses.open_canvass(ANALYST, call.id, key="key-00001", purpose=Purpose.INVESTIGATE, **window)

    assert {looked.value.slug, asked.value.slug} == {"not-of-this-call"}
    assert canvasses.of_incident(call.id) == []


def test_a_call_that_stays_open_for_weeks_opens_no_footage_of_today(city):
    camera = shared(city, WIDE)
    old(city, days=8)

    with pytest.raises(Conflict):
        reviewed(city, camera, ago=60)
