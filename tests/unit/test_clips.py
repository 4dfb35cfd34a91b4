"""Ordering a clip: for an open call, within the owner's reach, once, and never unwritten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rtcc.access.model import Action
from rtcc.clips import service as clips
from rtcc.clips.model import State
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Unavailable
from rtcc.grants.model import Grant, Live, Recall
from rtcc.incidents.model import State as Call
from tests.unit.city import ANALYST, THING
from tests.unit.fakes import Died
from tests.unit.watching import ALL, OTHER, cut, ordered, sent, shared


@pytest.fixture
def order(city):
    return ordered(city, shared(city))[0]


def test_an_order_is_written_down_under_camera_and_order_and_sent_to_the_box(city):
    camera = shared(city)

    order, new = ordered(city, camera)

    assert (new, order.state, order.case, order.badge) == (True, State.ORDERED, "26-000123", "7")
    for subject in (camera, order.id):
        line = custody.last(subject)
        assert (line.event, line.actor, line.reason) == ("clip.order", ANALYST.id, "26-1")
        assert (line.facts["order"], line.facts["case"]) == (order.id, "26-000123")
    assert sent(city, "clip.cut") == [
        {
            "order": order.id,
            "camera": camera,
            "from": clock.spell(order.from_at),
            "to": clock.spell(order.to_at),
            "case": "26-000123",
            "incident": "26-1",
            "badge": "7",
            "bucket": "inbox",
            "key": f"clips/{THING}/{order.id}.mp4",
            "strict": False,
            "priority": 1,
        }
    ]
    (command,) = city.line.sent
    assert command.not_after - command.at == timedelta(minutes=5)


def test_the_same_key_orders_once_for_one_person(city, order):
    before = city.contents()

    assert ordered(city, order.camera_id, seconds=20) == (clips.of_incident(order.incident_id)[0], False)
    assert city.contents() == before
    assert len(city.line.sent) == 1
    assert ordered(city, order.camera_id, actor=OTHER)[0].id != order.id


def unallowed(city):
    return shared(city, Grant(live=Live.ALWAYS))


def on_request_alone(city):
    return shared(city, Grant(recall=Recall.REQUEST, depth_hours=24))


def hidden(city):
    return shared(city, Grant())


def unknown(city):
    shared(city)
    return "cam_" + "0" * 26


def without_shape(city):
    shared(city)
    return "front door"


def offline(city):
    city.box()
    return city.shares(ALL)


@pytest.mark.parametrize(
    "arrange", [unallowed, on_request_alone, hidden, unknown, without_shape, offline], ids=lambda way: way.__name__
)
def test_who_may_not_fetch_learns_nothing_and_it_is_written_down(city, arrange):
    camera = arrange(city)
    city.call()
    before = city.contents(without=("custody",))

    with pytest.raises(NotFound) as refused:
        ordered(city, camera)

    assert refused.value.detail == "There is no such camera."
    (line,) = [line for line in city.lines() if line.outcome is Outcome.REFUSED]
    assert (line.event, line.facts["asked"]) == ("clip.order", camera)
    assert line.subject == (camera if camera.startswith("cam_") else custody.hourly(ANALYST, Action.ORDER_CLIP))
    assert city.contents(without=("custody",)) == before
    assert city.line.sent == []


def test_what_lies_further_back_than_the_owner_allows_is_not_fetched(city):
    camera = shared(city, Grant(recall=Recall.CASE, depth_hours=1))

    with pytest.raises(Conflict, match="further back") as refused:
        ordered(city, camera, ago=3_700)

    assert refused.value.slug == "out-of-reach"
    assert custody.last(camera).outcome is Outcome.REFUSED
    assert not city.contents()["clips"]


def test_what_lies_before_the_grant_is_not_fetched(city):
    camera = shared(city, replace(ALL, starts_at=clock.cut(clock.now() - timedelta(seconds=30))))

    with pytest.raises(Conflict, match="before the grant"):
        ordered(city, camera, ago=60)
    assert ordered(city, camera, ago=20)[0].state is State.ORDERED


@pytest.mark.parametrize(
    ("stretch", "field"),
    [
        ({"seconds": 0}, "to"),
        ({"seconds": -1}, "to"),
        ({"seconds": 601, "ago": 700}, "to"),
        ({"seconds": 10, "ago": 5}, "to"),
        ({"case": " "}, "case"),
    ],
)
def test_a_stretch_that_cannot_be_is_refused_and_named(city, stretch, field):
    camera = shared(city)

    with pytest.raises(Invalid) as refused:
        ordered(city, camera, **stretch)

    assert [one.name for one in refused.value.fields] == [field]
    assert not city.contents()["clips"]


def test_ten_minutes_are_the_most(city):
    assert ordered(city, shared(city), seconds=600, ago=601)[1]


def test_a_closed_call_is_no_reason(city):
    camera, call = shared(city), city.call(state=Call.CLOSED)
    start = clock.now() - timedelta(minutes=1)

    with pytest.raises(Conflict) as refused:
        clips.order(
            ANALYST,
            camera,
            incident_id=call.id,
            key="key-00001",
            start=start,
            end=start + timedelta(seconds=5),
            case="1",
        )

    assert refused.value.slug == "call-closed"


@pytest.mark.parametrize("kept", ["line", "death"])
def test_what_was_written_down_and_not_sent_is_sent_with_the_same_key(city, monkeypatch, kept):
    camera = shared(city)
    with monkeypatch.context() as broken:
        fault = {"line": Unavailable("Not now."), "death": Died()}[kept]
        broken.setattr("rtcc.clips.service.sites.order", lambda *_, **__: (_ for _ in ()).throw(fault))
        with pytest.raises(type(fault)):
            ordered(city, camera)
    before = city.lines()

    order, new = ordered(city, camera)

    assert (new, len(sent(city, "clip.cut"))) == (False, 1)
    assert city.lines() == before
    assert clips.of_incident(order.incident_id) == [order]


def test_an_order_that_was_not_sent_is_not_sent_when_the_owner_said_no_meanwhile(city):
    camera = shared(city)
    city.line.is_cut = True
    with pytest.raises(Unavailable):
        ordered(city, camera)
    city.line.is_cut = False
    city.shares(Grant(live=Live.ALWAYS), epoch=2)

    with pytest.raises(NotFound):
        ordered(city, camera)
    assert city.line.sent == []


def test_a_box_that_says_nothing_is_said_to_say_nothing(city, order, later):
    assert not clips.is_unanswered(order)
    later(minutes=6)

    assert clips.is_unanswered(order)
    assert not clips.is_unanswered(cut(order))


def test_an_owner_s_clips_are_theirs_alone(city, order):
    assert clips.of_site(order.site_id) == clips.of_incident(order.incident_id) == [order]
    assert clips.of_site("est_" + "0" * 26) == []
