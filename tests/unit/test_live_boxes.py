"""What ends views from outside: the box's word, the box's silence, the owner's switch, and the sweep."""

from itertools import count

import pytest
from moto.kinesisvideo.models import Stream

from functions.close_views import handler as close_views
from rtcc.access.model import Actor, Role, box, system
from rtcc.aws import streams
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid, NotFound, Unavailable
from rtcc.grants.model import Grant, Live, Recall
from rtcc.incidents.model import State as Call
from rtcc.live import service as live
from rtcc.live.model import State
from tests.unit.city import ANALYST, THING
from tests.unit.watching import BOX, OTHER, opened, says, sent, shared
from tests.unit.watching import streams as made

OWNER = Actor("usr_owner", Role.OWNER, how="cognito+totp")


@pytest.fixture
def view(city):
    return opened(city, shared(city))[0]


def test_the_box_says_when_the_first_frame_went_once(city, view):
    says(view, "started")
    says(view, "started")

    assert live.read(ANALYST, view.id).started_at is not None
    assert city.outcomes(view.camera_id)[-1] == ("box.report", "done")
    assert city.outcomes(view.camera_id).count(("box.report", "done")) == 1


def test_a_view_that_the_box_ended_has_ended(city, view):
    says(view, "ended", why="the camera stalled", frames=77, last_frame_at=clock.spell(clock.now()))

    ended = live.read(ANALYST, view.id)
    assert (ended.state, ended.why, ended.frames) == (State.ENDED, "the box ended it: the camera stalled", 77)
    line = custody.last(view.camera_id)
    assert (line.event, line.actor, line.facts["frames"]) == ("view.end", BOX.id, 77)
    assert (made(), sent(city, "view.stop")) == ([], [])


def test_how_many_frames_went_is_told_after_the_end_and_once(city, view):
    live.end(ANALYST, view.id)

    says(view, "ended", why="stopped", frames=150)
    says(view, "ended", why="stopped", frames=999)

    ended = live.read(ANALYST, view.id)
    assert (ended.frames, ended.why) == (150, "its viewer closed it")
    line = custody.last(view.camera_id)
    assert (line.event, line.facts["frames"], line.facts["state"]) == ("box.report", 150, "ended")
    assert len(city.outcomes(view.camera_id)) == 4  # grant, view, end, report


def test_a_box_speaks_of_its_own_views_alone(city, view):
    city.box("rtcc-box-2")
    before = city.contents()

    for thing, more in (
        ("rtcc-box-2", {}),
        (THING, {"camera": "cam_" + "7" * 26}),
        (THING, {"view": "viw_" + "0" * 26}),
    ):
        with pytest.raises(NotFound):
            says(view, "ended", thing=thing, actor=box(thing), **more)
    with pytest.raises(NotFound):
        live.hear_refusal(box("rtcc-box-2"), "rtcc-box-2", {"view": view.id, "why": "late"})
    assert city.contents() == before


@pytest.mark.parametrize(
    "more",
    [{"state": "gone"}, {"at": "now"}, {"frames": -1}, {"frames": "7"}, {"frames": True}, {"last_frame_at": "x"}],
)
def test_what_cannot_be_read_is_not_believed(city, view, more):
    before = city.contents()

    with pytest.raises(Invalid):
        says(view, "ended", **more)
    assert city.contents() == before


def test_what_the_box_will_not_do_has_ended_with_its_reason(city, view):
    live.hear_refusal(BOX, THING, {"view": view.id, "verb": "view.start", "why": "no such camera\u202e"})

    assert live.read(ANALYST, view.id).why == "the box refused it: no such camera"
    assert made() == []
    assert live.hear_refusal(BOX, THING, {"order": "ord_1", "verb": "clip.cut", "why": "late"}) is None


def test_all_views_through_a_box_that_is_gone_end(city, view):
    other, _ = opened(city, view.camera_id, OTHER)

    ended = live.close_box(BOX, THING, "the box is gone")

    assert {one.id for one in ended} == {view.id, other.id}
    assert {one.why for one in ended} == {"the box is gone"}
    assert (made(), live.open_views()) == ([], [])
    assert live.close_box(BOX, THING, "the box is gone") == []


def test_what_the_owner_no_longer_allows_ends_at_once_and_the_rest_goes_on(city, view):
    assert live.recheck_camera(OWNER, view.camera_id) == []
    city.shares(Grant(recall=Recall.CASE, depth_hours=24), epoch=2)

    (ended,) = live.recheck_camera(OWNER, view.camera_id)

    assert (ended.id, ended.why) == (view.id, "the owner does not allow live views")
    assert custody.last(view.camera_id).actor == OWNER.id
    assert (made(), live.watching()) == ([], {})


def test_a_camera_that_nobody_watches_is_judged_too(city):
    assert live.recheck_camera(OWNER, "cam_" + "0" * 26) == []


def test_the_sweep_ends_what_nobody_renews(city, view, later):
    close_views.handle({}, None)
    assert live.read(ANALYST, view.id).state is State.OPEN
    later(seconds=31)
    city.lease()

    close_views.handle({}, None)

    assert live.read(ANALYST, view.id).why == "nobody renewed it"
    assert custody.last(view.camera_id).actor == system("close_views").id
    assert made() == []


def test_the_sweep_ends_the_views_of_a_closed_call(city, view):
    city.call(state=Call.CLOSED)

    close_views.handle({}, None)

    assert live.read(ANALYST, view.id).why == "the call was closed"


def test_the_sweep_takes_away_a_stream_whose_last_viewer_could_not(city, view, monkeypatch):
    with monkeypatch.context() as cut:
        cut.setattr(streams, "remove", lambda _: (_ for _ in ()).throw(Unavailable("Not now.")))
        live.end(ANALYST, view.id)
    assert made() == [(view.stream, 0)]

    close_views.handle({}, None)

    assert made() == []


def test_what_cannot_be_closed_keeps_nothing_else_open_and_is_not_hushed_up(city, view, monkeypatch, later):
    camera = city.shares(Grant(live=Live.ALWAYS), n=2, name="Back door")
    other, _ = opened(city, camera)
    later(seconds=31)
    city.lease()
    real = live.recheck

    def recheck(actor, one):
        if one.id == view.id:
            raise RuntimeError("no answer")
        return real(actor, one)

    monkeypatch.setattr(live, "recheck", recheck)

    with pytest.raises(RuntimeError, match="1 views"):
        close_views.handle({}, None)

    assert live.read(ANALYST, other.id).state is State.ENDED
    assert made() == [(view.stream, 0)]


def test_an_ending_does_not_wait_for_a_box_that_cannot_be_reached(city, view):
    city.line.is_cut = True

    assert live.end(ANALYST, view.id).state is State.ENDED
    assert made() == []


def test_who_comes_while_the_last_viewer_leaves_keeps_their_stream(city, view, monkeypatch):
    made_before, real_init, real, came = count(1), Stream.__init__, streams.remove, []

    def init(self, *words, **more):
        real_init(self, *words, **more)
        self.arn += str(next(made_before))  # as in AWS, each has an address of its own

    def remove(arn):
        if not came:
            came.append(True)
            came.append(opened(city, view.camera_id, OTHER)[0])
        real(arn)

    monkeypatch.setattr(Stream, "__init__", init)
    monkeypatch.setattr(streams, "remove", remove)

    live.end(ANALYST, view.id)

    assert made() == [(view.stream, 0)]
    assert [one.id for one in live.open_views()] == [came[1].id]
