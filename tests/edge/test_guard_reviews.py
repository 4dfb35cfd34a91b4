"""What the box recorded is played under the recall grant alone, each seek judged anew, and storing nothing (P9.2)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_greengrass.guard.reviews import Review
from rtcc.foundation import clock
from rtcc.grants.model import Grant, Live, Recall
from tests.edge.guarding import NOON, OPEN, STRANGER, THING

HOUR = 3600
RECALL = Grant(recall=Recall.CASE, depth_hours=24)


@pytest.fixture
def camera(site):
    """A camera that was allowed two hours ago."""
    camera = site.camera(RECALL)
    site.later(2 * HOUR)
    return camera


def relayed(site):
    return [facts for facts in site.asked("relay") if facts.get("do") in ("review", "turn")]


def told(site):
    return [(facts["view"], facts["state"], facts.get("why")) for facts in site.told("view")]


def turn(site, view, **more):
    site.command("review.turn", {"view": view} | more)


def ago(site, seconds):
    return clock.spell(site.now() - timedelta(seconds=seconds))


def test_p9_2_an_allowed_review_starts_the_relay_and_never_reaches_before_the_grant(site, camera):
    view = site.review(camera, ago=HOUR)
    (asked,) = relayed(site)
    assert asked["stream"] == f"rtcc-{THING}-{camera}-{view}"
    assert (asked["do"], asked["view"], asked["speed"], asked["from"]) == ("review", view, 1, ago(site, HOUR))
    assert asked["not_before"] == clock.spell(site.box.grants.recall_since(camera))

    site.says("relay", {"view": view, "camera": camera, "state": "started"})
    assert told(site) == [(view, "started", None)]
    (shown,) = site.page("GET", "/api/now").json()["views"]
    assert (shown["kind"], shown["camera"], shown["badge"]) == ("review", camera, "4711")


@pytest.mark.parametrize(
    ("grant", "more", "why"),
    [
        (Grant(live=Live.ALWAYS), {}, "the owner does not allow footage to be fetched"),
        (replace(RECALL, recall=Recall.REQUEST), {}, "the owner has not approved this request"),
        (RECALL, {"case": ""}, "it needs a case number"),
        (RECALL, {"ago": 25 * HOUR}, "it lies further back than the owner allows"),
        (RECALL, {"ago": 3 * HOUR}, "it lies before the owner allowed it"),
        (RECALL, {"ago": -60}, "it was not recorded yet"),
        (RECALL, {"stream": "rtcc-rtcc-box-2-cam"}, "a foreign stream"),
        (RECALL, {"speed": 8}, "unreadable"),
        (RECALL, {"speed": True}, "unreadable"),
        (RECALL, {"from": "now"}, "unreadable"),
        (RECALL, {"lease_until": clock.spell(NOON)}, "it is over before it begins"),
        (Grant(), {}, "no such camera"),
    ],
)
def test_p9_2_what_the_owner_does_not_allow_is_not_played(site, grant, more, why):
    camera = site.camera(grant)
    site.later(2 * HOUR)
    site.review(camera, **more)
    assert site.refused() == why
    assert relayed(site) == []


def test_abuse_061_062_a_review_that_is_forged_late_foreign_or_replayed_is_refused(site, camera):
    for wrong in ({"key": STRANGER}, {"late": 60.0}, {"box": "rtcc-box-2"}):
        site.command("review.start", {"camera": camera}, **wrong)
    sent = site.command("review.turn", {"view": "viw_1"})
    site.hand(sent)
    assert [facts["why"] for facts in site.told("refused")] == [
        "forged",
        "late",
        "for another box",
        "no such view",
        "replayed",
    ]
    assert relayed(site) == []


@pytest.mark.parametrize("verb", ["review.start", "review.turn", "notice.tell", "view.renew", "view.stop"])
@pytest.mark.parametrize("body", [{}, {"view": 5}, {"camera": []}, {"view": {"a": 1}, "camera": None}])
def test_a_command_that_says_nothing_is_refused_and_ends_nothing(site, camera, verb, body):
    view = site.review(camera)
    site.command(verb, body)
    assert site.refused() in ("unreadable", "no such view", "no such camera")
    assert site.watching() == [view]


def test_p9_2_each_seek_is_judged_and_one_that_is_refused_plays_on(site, camera):
    view = site.review(camera, ago=HOUR)
    turn(site, view, **{"from": ago(site, 600), "speed": 4})
    assert relayed(site)[-1] == {
        "do": "turn",
        "stream": f"rtcc-{THING}-{camera}-{view}",
        "from": ago(site, 600),
        "speed": 4,
    }
    for wrong in (3 * HOUR, 25 * HOUR, -5):
        turn(site, view, **{"from": ago(site, wrong)})
    assert [facts["verb"] for facts in site.told("refused")] == ["review.turn"] * 3
    assert len(relayed(site)) == 2
    assert site.watching() == [view]

    turn(site, view, is_paused=True)
    assert relayed(site)[-1]["is_paused"] is True


def test_a_review_is_renewed_stopped_and_ends_by_its_lease(site, camera):
    view, other = site.review(camera), site.review(camera, ago=600)
    for one in (view, other):
        site.says("relay", {"view": one, "camera": camera, "state": "started"})
    site.later(20)
    site.command("view.renew", {"view": view, "lease_until": clock.spell(site.now() + timedelta(seconds=600))})
    until = clock.read(relayed(site)[-1]["until"])
    assert until <= site.now() + timedelta(seconds=60)
    site.later(15)
    assert site.watching() == [view]
    assert site.asked("relay")[-1] == {"do": "stop", "camera": camera, "stream": f"rtcc-{THING}-{camera}-{other}"}

    site.command("view.stop", {"view": view, "why": "done"})
    site.says("relay", {"view": view, "camera": camera, "state": "ended", "why": "The view was ended.", "frames": 77})
    site.later(2)
    assert sorted(told(site)[2:]) == sorted([(other, "ended", "lease"), (view, "ended", "done")])
    assert [facts.get("frames") for facts in site.told("view") if facts.get("why") == "done"] == [77]


def test_p2_3_the_owners_no_ends_a_review_at_once_with_the_line_cut(site, camera):
    view = site.review(camera)
    site.line.is_cut = True
    site.page("POST", f"/api/cameras/{camera}/off", {})
    assert {"do": "stop", "camera": camera, "stream": f"rtcc-{THING}-{camera}-{view}"} in site.asked("relay")
    assert site.watching() == []


def test_p2_3_a_shorter_reach_ends_what_lies_beyond_it_and_nothing_else(site, camera):
    old, new = site.review(camera, ago=7000), site.review(camera, ago=600)
    site.allow(camera, replace(RECALL, depth_hours=1))
    assert site.watching() == [new]
    site.later(2)
    assert told(site) == [(old, "ended", "owner")]


def test_a_review_at_the_edge_of_the_reach_goes_on_while_time_passes(site):
    camera = site.camera(replace(RECALL, depth_hours=1))
    site.later(2 * HOUR)
    view = site.review(camera, ago=HOUR - 1)
    site.says("relay", {"view": view, "camera": camera, "state": "started"})
    site.later(20)
    assert site.watching() == [view]


def test_a_live_view_that_ends_leaves_a_review_of_its_camera_alone(site):
    camera = site.camera(OPEN)
    site.later(HOUR + 1)
    live, review = site.view(camera), site.review(camera, ago=60)
    site.command("view.stop", {"view": live})
    assert site.asked("relay")[-1] == {"do": "stop", "camera": camera, "stream": f"rtcc-{THING}-{camera}"}
    assert site.watching() == [review]


def test_the_center_hears_where_a_review_is_now_or_never(site, camera):
    view = site.review(camera)
    for seconds in (3000, 2990):
        at = ago(site, seconds)
        site.says("relay", {"view": view, "camera": camera, "state": "at", "at": at, "speed": 1})
    site.line.is_cut = True
    site.later(1)
    site.line.is_cut = False
    at = ago(site, 2980)
    site.says("relay", {"view": view, "camera": camera, "state": "at", "at": at, "speed": 1})
    site.later(1)
    places = [facts["at"] for facts in site.told("view") if facts["state"] == "at"]
    assert places == [at]


@pytest.mark.parametrize("odd", [{"at": 5}, {"at": "now"}, {}, {"view": "viw_none"}, {"state": "melted"}])
def test_an_odd_word_of_the_relay_moves_nothing(site, camera, odd):
    view = site.review(camera)
    site.says("relay", {"view": view, "camera": camera, "state": "at"} | odd)
    site.later(1)
    assert [facts for facts in site.told("view") if facts["state"] == "at"] == []
    assert site.watching() == [view]


def test_a_relay_that_plays_what_was_not_allowed_is_stopped(site, camera):
    view = site.review(camera)
    site.says("relay", {"view": view, "camera": camera, "state": "at", "at": ago(site, 5 * HOUR), "speed": 1})
    site.later(1)
    assert site.asked("relay")[-1]["do"] == "stop"
    assert site.watching() == []


def test_a_relay_that_cannot_be_reached_is_a_reason_and_its_stop_is_said_again(site, camera):
    site.line.is_broken = True
    site.review(camera)
    assert site.refused() == "the box cannot reach its relay"
    site.line.is_broken = False
    view = site.review(camera)
    site.line.is_broken = True
    site.command("view.stop", {"view": view})
    site.line.is_broken = False
    site.later(1)
    assert site.asked("relay")[-1]["do"] == "stop"


def test_a_box_plays_only_so_much_at_once(site, camera):
    for _ in range(17):
        site.review(camera)
    assert site.refused() == "too many views"
    assert len(site.watching()) == 16


times = st.datetimes(NOON.replace(tzinfo=None) - timedelta(days=3), NOON.replace(tzinfo=None) + timedelta(days=1))


@given(times, times, st.integers(1, 72))
def test_nothing_from_before_the_grant_or_beyond_its_reach_is_ever_allowed(start, since, depth):
    start, since = start.replace(tzinfo=NOON.tzinfo), since.replace(tzinfo=NOON.tzinfo)
    body = {"view": "viw_1", "camera": "cam_1", "stream": "s", "incident": "i", "badge": "b", "case": "c"}
    body |= {"priority": 1, "speed": 1, "lease_until": clock.spell(NOON), "ends_at": clock.spell(NOON)}
    one = Review.read(body | {"from": clock.spell(start)}, at=NOON)
    why = one.why_not(replace(RECALL, depth_hours=depth), clock.cut(since), at=NOON)
    is_within = max(clock.cut(since), NOON - timedelta(hours=depth)) <= one.start < NOON
    assert (why == "") == is_within
