"""How reviews end and what the box says of them: by lease, call, owner and reach; what was played is kept in words."""

from datetime import timedelta

import pytest

from functions.close_views import handler as close_views
from rtcc.aws import streams
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, Unavailable
from rtcc.grants.model import Grant, Recall
from rtcc.incidents.model import State as Call
from rtcc.live import service as live
from rtcc.live.model import State
from tests.unit.city import ANALYST, THING
from tests.unit.watching import BOX, FOURTH, OTHER, THIRD, opened, reviewed, says, shared
from tests.unit.watching import streams as made

RECALL = Grant(recall=Recall.CASE, depth_hours=24)


@pytest.fixture
def camera(city):
    return shared(city, RECALL)


@pytest.fixture
def review(city, camera):
    return reviewed(city, camera)[0]


def turned(review, actor=ANALYST, **wish):
    return live.turn(actor, review.id, **({"start": None, "speed": None} | wish))


def test_a_review_at_the_edge_of_the_reach_is_not_ended_by_the_time_that_passes(city, camera, later):
    view, _, _ = reviewed(city, camera, ago=24 * 3600 - 1)
    later(seconds=20)
    city.lease()

    assert live.renew(ANALYST, view.id)[0].state is State.OPEN


def test_a_narrowed_reach_ends_the_review_of_what_lies_beyond_it(city, camera):
    view, _, _ = reviewed(city, camera, ago=5 * 3600)
    city.shares(Grant(recall=Recall.CASE, depth_hours=1), epoch=2)

    with pytest.raises(Gone, match="further back"):
        live.renew(ANALYST, view.id)
    assert made() == []


def test_the_owner_s_no_ends_reviews_too(city, camera, review):
    city.shares(Grant(), epoch=2)

    assert [one.id for one in live.recheck_camera(BOX, camera)] == [review.id]
    assert made() == []


def test_a_review_ends_with_its_call_and_its_lease(city, camera, later):
    first, _, _ = reviewed(city, camera)
    later(seconds=31)
    city.lease()
    close_views.handle({}, None)
    assert live.read(ANALYST, first.id).why == "nobody renewed it"

    second, _, _ = reviewed(city, camera, key="key-00002")
    city.call(state=Call.CLOSED)
    close_views.handle({}, None)

    assert live.read(ANALYST, second.id).why == "the call was closed"
    assert made() == []


def test_a_live_viewer_and_a_reviewer_do_not_end_one_another_s_stream(city):
    camera = shared(city)
    watched, (review, _, _) = opened(city, camera)[0], reviewed(city, camera)

    live.end(ANALYST, review.id)
    close_views.handle({}, None)

    assert made() == [(watched.stream, 0)]
    assert [one.id for one in live.viewers(camera)] == [watched.id]


def test_a_review_s_stream_that_was_left_behind_is_taken_away_and_an_open_one_is_not(city, camera, review, monkeypatch):
    other, _, _ = reviewed(city, camera, OTHER)
    with monkeypatch.context() as cut:
        cut.setattr(streams, "remove", lambda _: (_ for _ in ()).throw(Unavailable("Not now.")))
        live.end(ANALYST, review.id)
    assert len(made()) == 2

    close_views.handle({}, None)

    assert made() == [(other.stream, 0)]


def test_the_fourth_reviewer_of_a_camera_is_told_who_is_there(city, camera):
    for actor in (ANALYST, OTHER, THIRD):
        reviewed(city, camera, actor)

    with pytest.raises(Conflict, match="recording are taken, by badge 7, 8, 9"):
        reviewed(city, camera, FOURTH)


def test_what_the_box_played_is_kept_and_stands_in_the_last_line(city, camera, review):
    times = [clock.cut(clock.now() - timedelta(seconds=ago)) for ago in (600, 590, 300)]
    for at in times:
        says(review, "at", at=clock.spell(at), speed=1)
    assert live.read(ANALYST, review.id).shown_at == times[2]

    live.end(ANALYST, review.id)

    facts = custody.last(camera).facts
    assert (facts["shown_from"], facts["shown_to"]) == (clock.spell(times[0]), clock.spell(times[2]))


def test_a_turn_that_the_box_refuses_leaves_the_review_where_it_was(city, camera, review):
    live.hear_refusal(BOX, THING, {"view": review.id, "verb": "review.turn", "why": "it lies before the grant began"})

    now = live.read(ANALYST, review.id)
    assert (now.state, now.refusal) == (State.OPEN, "it lies before the grant began")
    assert turned(review, speed=2).refusal == ""
    live.hear_refusal(BOX, THING, {"view": review.id, "verb": "view.renew", "why": "no such view"})
    assert live.read(ANALYST, review.id).state is State.ENDED


def test_no_box_moves_a_live_view_or_one_that_has_ended(city):
    camera = shared(city)
    watched, (review, _, _) = opened(city, camera)[0], reviewed(city, camera)
    live.end(ANALYST, review.id)
    before = city.contents()

    for one in (watched, review):
        says(one, "at", at=clock.spell(clock.now()))
    assert city.contents() == before


@pytest.mark.parametrize(
    ("verb", "event"),
    [("review.start", "footage.review"), ("review.turn", "review.turn"), ("notice.tell", "notice.delay")],
)
def test_what_a_box_would_not_do_stands_under_the_act_s_own_name(city, review, verb, event):
    city.hears("refused", command="cmd_1", verb=verb, view=review.id, why="no such camera")

    assert (custody.last(THING).event, custody.last(THING).facts["why"]) == (event, "no such camera")
