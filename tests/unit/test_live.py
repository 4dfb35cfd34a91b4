"""Live views: for an open call, by the owner's leave, for some seconds at a time, and never unwritten."""

import re
from datetime import timedelta

import pytest

from rtcc.access.model import Action
from rtcc.aws import sessions, streams
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, NotFound, Unavailable
from rtcc.foundation.geo import Point
from rtcc.grants.model import Grant, Hours, Live, Purpose, Recall
from rtcc.incidents.model import State as Call
from rtcc.live import permission
from rtcc.live import service as live
from rtcc.live.model import State
from rtcc.sites import service as sites
from tests.unit.city import ANALYST, THING
from tests.unit.fakes import Died
from tests.unit.watching import ALL, FOURTH, OTHER, SUPERVISOR, THIRD, opened, sent, shared
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


def unallowed(city):
    return shared(city, Grant(recall=Recall.CASE, depth_hours=24))


def hidden(city):
    return shared(city, Grant())


def unknown(city):
    shared(city)
    return NAMELESS


def without_shape(city):
    shared(city)
    return "../front door"


def offline(city):
    city.box()
    return city.shares(ALL)


def too_far(city):
    city.box(at=Point(32.52, -93.7))
    city.lease()
    return city.shares(Grant(live=Live.ANY_CALL, radius_m=500))


def at_other_hours(city):
    one = city.box()
    city.lease()
    minute = sites.site(one.id).minute(clock.now())
    return city.shares(Grant(live=Live.ALWAYS, hours=Hours((minute + 60) % 1440, (minute + 120) % 1440)))


def not_approved(city):
    return shared(city, Grant(live=Live.APPROVED))


ABSENT = [unallowed, hidden, unknown, without_shape, offline, too_far, at_other_hours, not_approved]


@pytest.mark.parametrize("arrange", ABSENT, ids=lambda way: way.__name__)
def test_who_may_not_look_learns_nothing_and_it_is_written_down(city, arrange):
    camera = arrange(city)
    city.call()
    before = city.contents(without=("custody",))

    with pytest.raises(NotFound) as refused:
        opened(city, camera)

    assert refused.value.detail == "There is no such camera."
    (line,) = [line for line in city.lines() if line.outcome is Outcome.REFUSED]
    assert (line.event, line.actor, line.reason, line.facts["asked"]) == (
        "camera.view_live",
        ANALYST.id,
        "26-1",
        camera,
    )
    assert line.subject == (camera if camera.startswith("cam_") else custody.hourly(ANALYST, Action.VIEW_LIVE))
    assert city.contents(without=("custody",)) == before
    assert (made(), city.line.sent) == ([], [])


def test_a_closed_call_is_no_reason(city):
    camera = shared(city)
    city.call(state=Call.CLOSED)

    with pytest.raises(Conflict) as refused:
        live.open_view(ANALYST, camera, incident_id=city.call(state=Call.CLOSED).id, purpose=Purpose.CALL)

    assert refused.value.slug == "call-closed"
    assert not city.contents()["live"]


def test_directed_monitoring_needs_the_owner_s_own_yes(city):
    camera = shared(city)
    with pytest.raises(NotFound):
        opened(city, camera, purpose=Purpose.DIRECTED)

    city.shares(Grant(live=Live.ALWAYS, directed=True), epoch=2)

    assert opened(city, camera, purpose=Purpose.DIRECTED)[0].purpose is Purpose.DIRECTED


def test_nobody_looks_in_the_name_of_an_emergency_that_is_not_declared(city):
    camera = shared(city, Grant(live=Live.ALWAYS, emergency=True))

    with pytest.raises(Conflict) as refused:
        opened(city, camera, purpose=Purpose.EMERGENCY)

    assert refused.value.slug == "no-emergency"


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


def test_a_renewal_asks_everything_again_and_tells_the_box(city, later):
    camera = shared(city)
    view, _ = opened(city, camera)
    later(seconds=5)
    city.lease()

    after, media = live.renew(ANALYST, view.id)

    assert media is None
    assert after.lease_until - view.lease_until >= timedelta(seconds=5)
    assert sent(city, "view.renew") == [{"view": view.id, "lease_until": clock.spell(after.lease_until)}]


def test_new_credentials_come_before_the_old_ones_end(city, later):
    camera = shared(city, Grant(live=Live.ALWAYS, most_minutes=60))
    view, media = opened(city, camera)
    given = []
    for _ in range(25):
        later(seconds=25)
        city.lease()
        given.append(live.renew(ANALYST, view.id)[1])

    assert not any(given[:22])  # ten minutes of the fifteen
    assert given[-1].stream == media.stream


def lease_ran_out(city, camera, later):
    later(seconds=31)
    city.lease()


def call_closed(city, camera, later):
    city.call(state=Call.CLOSED)


def owner_said_no(city, camera, later):
    city.shares(Grant(), epoch=2)


def box_gone(city, camera, later):
    later(seconds=9)


def time_over(city, camera, later):
    for _ in range(3):
        later(seconds=20)
        city.lease()
        if live.open_views()[0].ends_at > clock.now():
            live.renew(ANALYST, live.open_views()[0].id)


ENDINGS = {
    lease_ran_out: "nobody renewed it",
    call_closed: "the call was closed",
    owner_said_no: "the owner allows nothing on this camera",
    box_gone: "the box is not connected",
    time_over: "its time was over",
}


@pytest.mark.parametrize("happens", ENDINGS, ids=lambda way: way.__name__)
def test_what_no_longer_holds_ends_at_the_next_renewal(city, later, happens):
    camera = shared(city, Grant(live=Live.ALWAYS, most_minutes=1))
    view, _ = opened(city, camera)
    happens(city, camera, later)

    with pytest.raises(Gone, match=ENDINGS[happens]) as gone:
        live.renew(ANALYST, view.id)

    assert gone.value.slug == "ended"
    ended = live.read(ANALYST, view.id)
    assert (ended.state, ended.why) == (State.ENDED, ENDINGS[happens])
    line = custody.last(camera)
    assert (line.event, line.facts["view"], line.facts["why"]) == ("view.end", view.id, ENDINGS[happens])
    assert made() == []
    assert sent(city, "view.stop") == [{"view": view.id, "why": ENDINGS[happens]}]


def test_a_view_that_ended_stays_ended(city):
    camera = shared(city)
    view, _ = opened(city, camera)
    first = live.end(ANALYST, view.id)
    before = city.contents()

    assert live.end(ANALYST, view.id) == first
    with pytest.raises(Gone, match="its viewer closed it"):
        live.renew(ANALYST, view.id)
    assert city.contents() == before
    assert len(sent(city, "view.stop")) == 1


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
