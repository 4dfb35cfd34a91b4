"""Reviews: what a box recorded is played for a call and a case, each seek on record, and never kept (P9.2)."""

from datetime import timedelta

import pytest

from rtcc.access.model import Actor, Role
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound
from rtcc.grants.model import Grant, Live, Recall
from rtcc.live import service as live
from rtcc.live.model import Kind, State
from rtcc.sites import narrowing
from rtcc.sites import service as sites
from tests.unit.city import ANALYST, THING
from tests.unit.watching import OTHER, opened, reviewed, sent, shared
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


def test_a_review_has_a_stream_of_its_own_that_keeps_nothing_and_is_written_down(city, camera):
    view, media, new = reviewed(city, camera, speed=4)

    assert (view.kind, view.state, view.case, new) == (Kind.REVIEW, State.OPEN, "26-000123", True)
    assert made() == [(f"rtcc-{THING}-{camera}-{view.id}", 0)]
    assert media.stream == view.stream
    line = custody.last(camera)
    assert (line.event, line.actor, line.reason) == ("footage.review", ANALYST.id, "26-1")
    assert line.facts["view"] == view.id
    assert (line.facts["case"], line.facts["from"], line.facts["speed"]) == ("26-000123", clock.spell(view.from_at), 4)


def test_the_box_is_told_all_that_it_judges_a_review_by(city, camera):
    view, _, _ = reviewed(city, camera, speed=2)

    (body,) = sent(city, "review.start")
    assert body == {
        "view": view.id,
        "camera": camera,
        "stream": view.stream,
        "lease_until": clock.spell(view.lease_until),
        "ends_at": clock.spell(view.ends_at),
        "incident": "26-1",
        "badge": "7",
        "from": clock.spell(view.from_at),
        "speed": 2,
        "case": "26-000123",
        "priority": 1,
    }


def test_the_same_key_opens_one_review(city, camera):
    first, _, _ = reviewed(city, camera)

    again, media, new = reviewed(city, camera)

    assert (again.id, new, media.stream) == (first.id, False, first.stream)
    assert len(sent(city, "review.start")) == 1
    live.end(ANALYST, first.id)
    assert reviewed(city, camera)[1:] == (None, False)


def live_alone(city):
    return shared(city, Grant(live=Live.ALWAYS))


def on_request(city):
    return shared(city, Grant(recall=Recall.REQUEST, depth_hours=24))


def offline(city):
    city.box()
    return city.shares(RECALL)


def unknown(city):
    shared(city, RECALL)
    return "cam_" + "0" * 26


@pytest.mark.parametrize("arrange", [live_alone, on_request, offline, unknown], ids=lambda way: way.__name__)
def test_who_may_not_review_learns_nothing_and_it_is_written_down(city, arrange):
    camera = arrange(city)
    city.call()

    with pytest.raises(NotFound, match=r"There is no such camera\."):
        reviewed(city, camera)

    (line,) = [line for line in city.lines() if line.outcome is Outcome.REFUSED]
    assert (line.event, line.subject, line.facts["asked"]) == ("footage.review", camera, camera)
    assert (made(), city.line.sent, live.open_views()) == ([], [], [])


def test_both_copies_of_the_grant_must_allow_a_review(city):
    camera = shared(city)
    site = sites.camera(camera).site_id
    owner = Actor("usr_owner", Role.OWNER, how="cognito+totp", site=site)
    narrowing.narrow(owner, camera, Grant(live=Live.ALWAYS))  # the box has not heard of it

    with pytest.raises(NotFound):
        reviewed(city, camera)


def test_what_lies_out_of_reach_is_told_and_written_down(city, camera):
    with pytest.raises(Conflict, match="further back than the owner allows") as refused:
        reviewed(city, camera, ago=25 * 3600)

    assert refused.value.slug == "out-of-reach"
    assert (custody.last(camera).event, custody.last(camera).outcome) == ("footage.review", Outcome.REFUSED)


@pytest.mark.parametrize("wrong", [{"ago": -5}, {"case": " "}, {"speed": 3}], ids=repr)
def test_a_review_that_cannot_be_is_not_tried(city, camera, wrong):
    with pytest.raises(Invalid):
        reviewed(city, camera, **wrong)
    assert (made(), live.open_views()) == ([], [])


def test_each_seek_is_on_record_and_told_to_the_box(city, camera, review):
    start = clock.cut(clock.now() - timedelta(minutes=3))

    after = turned(review, start=start, speed=4)

    assert (after.from_at, after.speed) == (start, 4)
    line = custody.last(camera)
    assert (line.event, line.facts["from"], line.facts["speed"]) == ("review.turn", clock.spell(start), 4)
    assert sent(city, "review.turn") == [{"view": review.id, "from": clock.spell(start), "speed": 4}]
    turned(review, is_paused=True)
    assert sent(city, "review.turn")[1] == {"view": review.id, "is_paused": True}
    assert live.read(ANALYST, review.id).is_paused


def test_a_seek_beyond_the_owner_s_reach_is_refused_and_the_review_goes_on(city, camera, review):
    with pytest.raises(Conflict):
        turned(review, start=clock.now() - timedelta(hours=25))

    assert (custody.last(camera).event, custody.last(camera).outcome) == ("review.turn", Outcome.REFUSED)
    assert sent(city, "review.turn") == []
    assert live.renew(ANALYST, review.id)[0].state is State.OPEN


def test_only_a_review_turns_and_only_for_its_own_viewer(city):
    camera = shared(city)
    watched, (review, _, _) = opened(city, camera)[0], reviewed(city, camera)

    for one, actor in ((watched, ANALYST), (review, OTHER)):
        with pytest.raises(NotFound):
            turned(one, actor, speed=2)
    assert sent(city, "review.turn") == []


def test_abuse_085_a_review_whose_first_try_died_before_its_stream_begins_by_the_same_key(city, camera, monkeypatch):
    class Died(BaseException):
        """The function is no more."""

    def dies(*_, **__):
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr("rtcc.aws.streams.create", dies)
        with pytest.raises(Died):
            reviewed(city, camera)

    view, media, new = reviewed(city, camera)

    assert (view.state, media.stream, new) == (State.OPEN, view.stream, False)
    assert [body["view"] for body in sent(city, "review.start")] == [view.id]
    assert [line.event for line in custody.lines(camera)].count("footage.review") == 1
