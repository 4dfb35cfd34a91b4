"""Live views: for an open call, by the owner's leave, for some seconds at a time, and never unwritten."""

import re
from datetime import timedelta

import pytest

from rtcc.aws import sessions, streams
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound, Unavailable
from rtcc.grants.model import Grant, Live
from rtcc.live import permission
from rtcc.live import service as live
from rtcc.live.model import State
from tests.unit.city import ANALYST, THING
from tests.unit.fakes import Died
from tests.unit.watching import FOURTH, OTHER, SUPERVISOR, THIRD, opened, sent, shared
from tests.unit.watching import streams as made

NAMELESS = "cam_" + "0" * 26


def test_a_view_is_opened_for_a_call_and_written_down(city):
    camera = shared(city)

    view, media = opened(city, camera)

    assert (view.state, view.badge, view.incident_number, view.camera_name) == (State.OPEN, "7", "26-1", "Front door")
    line = custody.last(camera)
    assert (line.event, line.actor, line.reason) == ("camera.view_live", ANALYST.id, "26-1")
    assert (line.facts["view"], line.facts["purpose"]) == (view.id, "call")
    assert media.credentials.expires_at > clock.now()
    assert live.read(ANALYST, view.id) == view


def test_the_stream_keeps_nothing_and_bears_the_box_s_name(city):
    camera = shared(city)

    view, media = opened(city, camera)

    assert made() == [(f"rtcc-{THING}-{camera}", 0)]
    assert media.stream == view.stream == f"rtcc-{THING}-{camera}"


def test_the_box_is_told_all_that_it_judges_by(city):
    camera = shared(city)

    view, _ = opened(city, camera)

    (body,) = sent(city, "view.start")
    assert body == {
        "view": view.id,
        "camera": camera,
        "stream": view.stream,
        "lease_until": clock.spell(view.lease_until),
        "ends_at": clock.spell(view.ends_at),
        "incident": "26-1",
        "badge": "7",
        "purpose": "call",
        "priority": 1,
        "distance_m": 0,
    }
    (command,) = city.line.sent
    assert command.not_after - command.at == timedelta(seconds=30)
    assert view.lease_until - view.opened_at == timedelta(seconds=30)


def test_a_view_lasts_no_longer_than_the_owner_lets_it(city):
    soon = clock.cut(clock.now() + timedelta(minutes=2))
    camera = shared(city, Grant(live=Live.ALWAYS, most_minutes=5))
    view, _ = opened(city, camera)
    assert view.ends_at - view.opened_at == timedelta(minutes=5)

    city.shares(Grant(live=Live.ALWAYS, most_minutes=5, ends_at=soon), epoch=2)

    assert opened(city, camera, OTHER)[0].ends_at == soon


def test_the_fourth_viewer_is_told_who_watches(city):
    camera = shared(city)
    for actor in (ANALYST, OTHER, THIRD):
        opened(city, camera, actor)

    with pytest.raises(Conflict, match=re.escape("badge 7, 8, 9")) as refused:
        opened(city, camera, FOURTH)

    assert refused.value.slug == "full"
    assert live.watching() == {camera: 3}


def test_a_seat_is_free_again_when_its_viewer_is_gone(city, later):
    camera = shared(city)
    for actor in (ANALYST, OTHER, THIRD):
        opened(city, camera, actor)
    later(seconds=31)
    city.lease()

    view, _ = opened(city, camera, FOURTH)

    assert [one.id for one in live.open_views()] == [view.id]
    assert made() == [(view.stream, 0)]


@pytest.mark.parametrize("broken", ["line", "stream", "keys"])
def test_a_view_that_cannot_be_started_has_ended_again(city, monkeypatch, broken):
    camera = shared(city)
    city.line.is_cut = broken == "line"
    fail = Unavailable("Not now.")
    gate, name = {"stream": (streams, "create"), "keys": (sessions, "viewer"), "line": (streams, "every")}[broken]
    monkeypatch.setattr(gate, name, lambda *_, **__: (_ for _ in ()).throw(fail))

    with pytest.raises(Unavailable):
        opened(city, camera)

    assert city.outcomes(camera)[-2:] == [("camera.view_live", "done"), ("view.end", "done")]
    assert live.open_views() == []
    assert made() == []
    assert live.watching() == {}


def test_who_dies_between_the_act_and_the_command_leaves_a_view_that_ends_by_itself(city, monkeypatch, later):
    camera = shared(city)
    with monkeypatch.context() as killed:
        killed.setattr(streams, "create", lambda *_, **__: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            opened(city, camera)
    (view,) = live.open_views()
    assert city.line.sent == []

    later(seconds=31)
    city.lease()
    again, _ = opened(city, camera)

    assert live.read(ANALYST, view.id).why == "nobody renewed it"
    assert [one.id for one in live.open_views()] == [again.id]


def test_the_stream_goes_with_its_last_viewer_and_not_before(city):
    camera = shared(city)
    mine, _ = opened(city, camera)
    theirs, _ = opened(city, camera, OTHER)

    live.end(ANALYST, mine.id)
    assert made() == [(mine.stream, 0)]
    live.end(OTHER, theirs.id)

    assert made() == []


def test_another_s_view_does_not_exist_and_a_supervisor_may_end_it(city):
    view, _ = opened(city, shared(city))

    for act in (live.read, live.renew, live.end):
        with pytest.raises(NotFound):
            act(OTHER, view.id)
        with pytest.raises(NotFound):
            act(OTHER, "viw_" + "0" * 26)
    with pytest.raises(NotFound):
        live.renew(SUPERVISOR, view.id)

    assert live.end(SUPERVISOR, view.id).why == "a supervisor ended it"


def test_the_seats_of_a_camera_are_no_view(city):
    camera = shared(city)
    opened(city, camera)

    with pytest.raises(NotFound):
        live.read(SUPERVISOR, camera)


def test_two_endings_at_once_are_one(city, monkeypatch):
    camera = shared(city)
    view, _ = opened(city, camera)
    real, raced = permission.clock.now, []

    def now():
        if not raced:
            raced.append(True)
            live.end(SUPERVISOR, view.id)
        return real()

    monkeypatch.setattr("rtcc.live.ending.clock.now", now)

    assert live.end(ANALYST, view.id).why == "a supervisor ended it"
    assert [event for event, _ in city.outcomes(camera)].count("view.end") == 1


def test_an_owner_s_views_are_theirs_alone_newest_first(city, later):
    camera = shared(city)
    first, _ = opened(city, camera)
    later(seconds=1)
    second, _ = opened(city, camera, OTHER)

    assert [one.id for one in live.of_site(first.site_id)] == [second.id, first.id]
    assert live.of_site("est_" + "0" * 26) == []
