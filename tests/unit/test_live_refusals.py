"""Who may not look: the same words whatever the reason, and the reason in the record."""

import pytest

from rtcc.access.model import Action
from rtcc.aws import streams
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, NotFound
from rtcc.foundation.geo import Point
from rtcc.grants.model import Grant, Hours, Live, Purpose, Recall
from rtcc.incidents.model import State as Call
from rtcc.live import service as live
from rtcc.sites import service as sites
from tests.unit.city import ANALYST
from tests.unit.watching import ALL, opened, sent, shared
from tests.unit.watching import streams as made

NAMELESS = "cam_" + "0" * 26


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


def test_who_comes_while_the_owner_says_no_sees_nothing(city, monkeypatch):
    camera = shared(city)
    real = streams.create

    def slow(name, *, anew=False):
        city.shares(Grant(), epoch=2)  # whoever looks for open views to end looked before this one was there
        return real(name, anew=anew)

    monkeypatch.setattr(streams, "create", slow)

    with pytest.raises(Gone, match="the owner allows nothing on this camera"):
        opened(city, camera)

    assert live.open_views() == []
    assert sent(city, "view.start") == []
    assert made() == []
    assert custody.last(camera).event == "view.end"
