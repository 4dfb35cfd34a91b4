"""What is malformed or foreign is counted and written down, and never comes back; what may pass by itself does."""

import pytest

from functions.hear_box import handler
from rtcc.aws import streams
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Unavailable
from rtcc.grants.model import Grant, Live, Purpose, Recall
from rtcc.grants.spelling import spell
from rtcc.live import service as live
from rtcc.sites import service as sites
from rtcc.sites import store
from tests.unit.city import ANALYST, THING
from tests.unit.told import say

CAMERA = f"cam_{1:026d}"
WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)
LEASE = {"boot": "b1", "cameras": 2, "allowed": 1, "states": []}


def lease(thing=THING, **more):
    say("lease", thing, **(LEASE | {"at": clock.spell(clock.now())} | more))


def grant(epoch=1, one=WIDE, thing=THING, **more):
    say("grant", thing, **({"camera": CAMERA, "epoch": epoch, "grant": spell(one), "name": "Front door"} | more))


@pytest.fixture
def box(city):
    return city.box()


@pytest.fixture
def view(city, box, monkeypatch):
    """The analyst looks through the camera."""
    for name, answer in {"create": None, "find": "", "remove": None}.items():
        monkeypatch.setattr(streams, name, lambda *_, answer=answer, **__: answer)
    monkeypatch.setattr("rtcc.live.starting.hand_out", lambda one: (one, None))
    grant()
    lease()
    return live.open_view(ANALYST, CAMERA, incident_id=city.call().id, purpose=Purpose.CALL)[0]


def now(view):
    return live.read(ANALYST, view.id)


def refusals(city):
    return [(line.event, line.facts["why"]) for line in city.lines() if line.outcome.value == "refused"]


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        (None, "lease"),
        ("", "lease"),
        (7, "lease"),
        ("a console", "gone"),
        ("rtcc-box-1/x", "lease"),
        (THING, None),
        (THING, "command"),
        (THING, "hear_lease"),
        (THING, ["lease"]),
        (THING, {}),
    ],
    ids=repr,
)
def test_what_is_no_event_of_a_box_is_dropped(city, thing, kind):
    say(kind, thing)

    assert not any(city.contents().values())


@pytest.mark.parametrize("kind", sorted(handler._ROOMS))
@pytest.mark.parametrize("event", [{}, {"camera": 7, "view": [], "order": {}, "states": 1}], ids=["empty", "odd"])
def test_an_event_that_cannot_be_read_changes_nothing_and_does_not_come_again(city, box, kind, event):
    before = city.contents(without=("custody",))

    say(kind, **event)

    assert city.contents(without=("custody",)) == before


@pytest.mark.parametrize("kind", ["lease", "grant", "clip"])
def test_what_cannot_be_taken_is_written_under_the_box_s_hour(city, box, kind):
    say(kind, camera="x")

    (line,) = [line for line in city.lines() if line.outcome.value == "refused"]
    assert (line.actor, line.facts["asked"]) == (f"box:{THING}", kind)
    assert line.subject.startswith(f"box:{THING}:")


def test_a_box_that_nobody_let_in_is_refused_and_written_down(city):
    lease("rtcc-box-9")

    assert refusals(city) == [("box.report", "There is no such box.")]
    assert not city.contents()["sites"]


def test_a_stranger_that_the_broker_lost_is_nobody_s_business(city):
    say("gone", "rtcc-box-9", timestamp=1)

    assert not any(city.contents().values())


def test_a_box_speaks_for_no_camera_of_another(city, box):
    grant()
    city.box("rtcc-box-2")

    grant(9, Grant(), thing="rtcc-box-2")

    assert store.camera(CAMERA).grant == WIDE
    assert refusals(city) == [("grant.change", "This camera belongs to another box.")]


def test_a_box_speaks_for_no_view_of_another(city, view):
    city.box("rtcc-box-2")

    say("view", "rtcc-box-2", view=view.id, camera=CAMERA, state="ended", at=clock.spell(clock.now()))
    say("refused", "rtcc-box-2", command="cmd_1", verb="view.start", why="late", view=view.id)

    assert now(view).ended_at is None
    assert sorted(refusals(city)) == [
        ("box.report", "This box has no such view."),
        ("camera.view_live", "late"),
        ("view.end", "This box has no such view."),
    ]


def test_a_box_can_fill_an_hour_with_so_many_refusals_and_no_more(city, box, monkeypatch):
    monkeypatch.setattr(handler, "_MOST_REFUSALS", 3)

    for _ in range(5):
        say("grant")

    assert len(refusals(city)) == 3


@pytest.mark.parametrize("failure", [Unavailable("busy"), Conflict("again"), RuntimeError("no answer")], ids=repr)
def test_what_may_pass_by_itself_is_raised_so_that_it_comes_again(box, monkeypatch, failure):
    def fails(*_):
        raise failure

    monkeypatch.setitem(handler._ROOMS, "lease", (handler._ROOMS["lease"][0], fails))

    with pytest.raises(type(failure)):
        lease()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z"])
def test_no_time_that_a_box_makes_up_takes_the_other_boxes_from_the_list(city, box, at):
    lease(at=at, states=[{"camera": CAMERA, "state": "recording", "oldest_at": at, "newest_at": at}])
    grant(one=WIDE)
    lease(boot="b2", states=[{"camera": CAMERA, "state": "recording", "oldest_at": at, "newest_at": at}])
    city.box("rtcc-box-2")
    lease("rtcc-box-2")
    grant(thing="rtcc-box-2", camera=f"cam_{2:026d}")

    seen = [one.camera.id for one in sites.cameras_near(city.call().at, clock.now())]

    assert f"cam_{2:026d}" in seen


@pytest.mark.parametrize("kind", ["view", "clip", "refused"])
@pytest.mark.parametrize("name", ["viw_" + "x" * 3000, "ord_\ud800"], ids=["long", "broken"])
def test_an_id_that_a_box_made_up_is_nobody_s_and_does_not_come_again(city, box, kind, name):
    told = {"view": name, "order": name, "camera": CAMERA, "state": "none" if kind == "clip" else "ended"}

    say(kind, **told, at=clock.spell(clock.now()))

    assert "refused" in {line.outcome.value for line in city.lines()}
