"""The owner's notice: at once, unless a supervisor delayed it for a priority-1 call; once, written down, counted."""

from datetime import timedelta

import pytest

from functions.close_views import handler as close_views
from rtcc.access.model import Role
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.grants.model import Purpose
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Call
from rtcc.incidents.model import State as CallState
from rtcc.live import notices
from rtcc.live import service as live
from tests.unit.city import ANALYST, CAD, CENTER
from tests.unit.watching import OTHER, SUPERVISOR, opened, reviewed, sent, shared

DELAYS, CLOSED = "console:POST:/incidents/{incident_id}/delays", CallState.CLOSED


def delayed(city, **more):
    return notices.delay(SUPERVISOR, city.call(**more).id, why="the suspect owns the shop")


def of_priority(priority):
    told = Call("26-1", priority, "robbery", "410 Alder Street", CENTER, clock.now() - timedelta(hours=1))
    return incidents.take_call(CAD, told)[0]


def seen(view):
    """Whether the owner's list and the owner's light show it."""
    listed = view.id in {one.id for one in live.of_site(view.site_id)}
    lit = view.id in {one.id for one in live.told_viewers(view.camera_id)}
    return listed, lit


def counted():
    told = notices.counts()
    return told.total, told.this_year, told.open


def test_a_delay_holds_for_a_day_at_most_and_is_written_down(city):
    before = clock.now()

    one = delayed(city)

    assert before + timedelta(hours=24) <= one.until <= clock.now() + timedelta(hours=24)
    line = custody.last(one.id)
    assert (line.event, line.actor, line.reason) == ("notice.delay", SUPERVISOR.id, "26-1")
    assert line.facts == {"until": clock.spell(one.until)}
    assert counted() == (1, 1, 1)


def test_the_owner_reads_of_what_is_opened_meanwhile_when_it_is_due_and_the_box_keeps_it_back(city, later):
    camera = shared(city)
    one = delayed(city)

    view, (review, _, _) = opened(city, camera)[0], reviewed(city, camera)

    assert (seen(view), seen(review)) == ((False, False), (False, False))
    assert [live.read(ANALYST, each.id).notice_at for each in (view, review)] == [one.until, one.until]
    for verb in ("view.start", "review.start"):
        assert sent(city, verb)[0]["notice_at"] == clock.spell(one.until)
    later(seconds=24 * 3600 + 1)
    assert seen(view)[0]
    assert counted() == (1, 1, 0)


def test_what_was_open_before_the_delay_stays_in_sight(city):
    camera = shared(city)
    view, _ = opened(city, camera)

    delayed(city)

    assert seen(view) == (True, True)
    assert "notice_at" not in sent(city, "view.start")[0]


def test_the_end_of_the_call_ends_the_delay_and_the_box_is_told(city):
    camera = shared(city)
    delayed(city)
    view, _ = opened(city, camera)
    ended, _ = opened(city, camera, OTHER)
    live.end(OTHER, ended.id)

    city.call(state=CLOSED)

    assert seen(view) == (True, True)
    close_views.handle({}, None)
    close_views.handle({}, None)
    assert sorted(one["view"] for one in sent(city, "notice.tell")) == sorted([view.id, ended.id])
    assert custody.last(view.incident_id).facts == {"ended": True, "views": 2}
    assert counted() == (1, 1, 0)


def test_a_box_that_cannot_be_told_is_told_later(city):
    camera = shared(city)
    delayed(city)
    opened(city, camera)
    city.call(state=CLOSED)
    city.line.is_cut = True
    with pytest.raises(RuntimeError):
        close_views.handle({}, None)

    city.line.is_cut = False
    close_views.handle({}, None)

    assert len(sent(city, "notice.tell")) == 1


def test_a_closed_call_gets_no_delay(city):
    with pytest.raises(Conflict) as refused:
        delayed(city, state=CLOSED)

    assert refused.value.slug == "call-closed"
    assert counted() == (0, 0, 0)


def test_only_a_priority_1_call_gets_a_delay(city):
    one = of_priority(2)

    with pytest.raises(Conflict) as refused:
        notices.delay(SUPERVISOR, one.id, why="no")

    assert refused.value.slug == "not-priority-1"
    assert counted() == (0, 0, 0)


def test_a_call_that_is_no_longer_urgent_hides_nothing_more(city):
    camera = shared(city)
    delayed(city)
    call = of_priority(2)

    view = live.open_view(ANALYST, camera, incident_id=call.id, purpose=Purpose.CALL)[0]

    assert (view.notice_at, seen(view)) == (None, (True, True))


def test_a_call_is_delayed_once_even_when_it_was_closed_and_opened_again(city):
    delayed(city)
    city.call(state=CLOSED)
    close_views.handle({}, None)

    with pytest.raises(Conflict) as refused:
        delayed(city)

    assert refused.value.slug == "delayed"
    assert counted() == (1, 1, 0)


def test_an_unknown_call_gets_no_delay(city):
    with pytest.raises(NotFound):
        notices.delay(SUPERVISOR, "inc_" + "0" * 26, why="no")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DETECTIVE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_but_a_supervisor_delays_a_notice(city, at, role):
    city.enroll("staff:other", role)

    answer = at(DELAYS, who="staff:other", path={"incident_id": city.call().id}, body={"why": "no"})

    assert answer.status == 403
    assert counted() == (0, 0, 0)


def test_a_supervisor_does_it_on_the_console_and_everybody_reads_how_often(city, at):
    place = {"incident_id": city.call().id}

    answer = at(DELAYS, path=place, body={"why": "the suspect owns the shop"})

    assert (answer.status, set(answer.body)) == (201, {"until"})
    assert at(DELAYS, path=place, body={"why": "again"}).status == 409
    told = at("citizen:GET:/counts").body
    assert told["delayed_notices"] == {"total": 1, "this_year": 1, "open": 1}
