"""The owners' door: they allow less of their own cameras, at once; never more, and never another's (P2.1, P2.3)."""

import pytest

from rtcc.access.model import Role
from rtcc.aws import streams
from rtcc.commands.model import Verb
from rtcc.custody import service as custody
from rtcc.grants.model import Grant, Live, Purpose, Recall
from rtcc.grants.spelling import spell
from rtcc.live import service as live
from tests.unit.city import ANALYST, THING
from tests.unit.doors import NOTHING as NOBODY

NOTHING, LIVE_ALONE = Grant(), Grant(live=Live.ALWAYS)
WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)
NARROW = "owner:POST:/cameras/{camera_id}/narrowing"


@pytest.fixture
def site(city):
    one = city.box()
    city.enroll("owner:someone", Role.OWNER, site=one.id)
    return one


@pytest.fixture
def camera(city, site):
    return city.shares(WIDE)


@pytest.fixture
def narrow(at):
    return lambda camera, grant: at(NARROW, path={"camera_id": camera}, body={"grant": grant})


@pytest.fixture
def view(city, camera, monkeypatch):
    """The analyst looks through the camera."""
    for name, way in {"create": None, "find": "", "remove": None}.items():
        monkeypatch.setattr(streams, name, lambda *_, answer=way, **__: answer)
    monkeypatch.setattr("rtcc.live.starting.hand_out", lambda one: (one, None))
    city.lease(states=[{"camera": camera, "state": "recording"}])
    return live.open_view(ANALYST, camera, incident_id=city.call().id, purpose=Purpose.CALL)[0]


def test_switching_a_camera_off_ends_the_open_view_and_tells_the_box(city, at, narrow, camera, view):
    said = narrow(camera, {"live": "never"})

    assert (said.status, said.body["is_held"], said.body["grant"]["live"]) == (200, True, "never")
    assert at("owner:GET:/views").body["views"][0]["ended_at"]
    assert [one.verb for one in city.line.sent] == [Verb.START_VIEW, Verb.STOP_VIEW, Verb.NARROW]
    assert ("camera.narrow", "done") in city.outcomes(camera)
    assert city.outcomes(camera)[-1] == ("view.end", "done")


def test_a_view_that_still_holds_goes_on(city, narrow, camera, view):
    assert narrow(camera, spell(LIVE_ALONE)).status == 200

    assert live.read(ANALYST, view.id).ended_at is None
    assert [one.verb for one in city.line.sent] == [Verb.START_VIEW, Verb.NARROW]


def test_with_the_line_cut_the_center_obeys_all_the_same(city, narrow, camera, view):
    city.line.is_cut = True

    assert narrow(camera, {}).status == 200

    assert live.read(ANALYST, view.id).ended_at is not None


def test_widening_is_refused_and_written_down(city, narrow, camera):
    before = city.contents(without=("custody",))

    said = narrow(camera, spell(WIDE) | {"directed": True})

    assert (said.status, said.body["type"]) == (403, "urn:rtcc:problem:wider")
    assert said.body["detail"] == "On the box's own page you can allow more."
    assert city.outcomes(camera)[-1] == ("camera.narrow", "refused")
    assert (city.contents(without=("custody",)), city.line.sent) == (before, [])


@pytest.mark.parametrize(
    "grant",
    [
        {"live": "always", "radius_m": 5},
        {"live": "any_call"},
        {"most_minutes": 0},
        {"recall": "case"},
        {"hours": [60, 60]},
        {"hours": [60, 1440]},
        {"hours": [60]},
        {"live": "never", "directed": True},
        {"live": "sometimes"},
        {"days_stored": "3"},
        {"starts_at": "2026-11-20T10:00:00"},
        {"starts_at": "2026-11-20T10:00:00Z", "ends_at": "2026-11-20T10:00:00Z"},
        {"password": "secret"},
    ],
    ids=repr,
)
def test_a_grant_that_contradicts_itself_changes_nothing(city, narrow, camera, grant):
    before = city.contents()

    said = narrow(camera, grant)

    assert (said.status, bool(said.body["fields"])) == (422, True)
    assert city.contents() == before


def test_hours_and_dates_travel_as_they_were_said(narrow, camera):
    grant = spell(WIDE) | {"hours": [1320, 360], "ends_at": "2026-12-24T18:00:00.00Z"}

    said = narrow(camera, grant)

    assert (said.status, said.body["grant"]) == (200, grant)


@pytest.mark.parametrize("whose", ["another owner's", "hidden", "nobody's"])
def test_what_is_not_the_owner_s_own_does_not_exist(city, narrow, camera, whose):
    city.box("rtcc-box-2")
    theirs = city.shares(WIDE, n=7, thing="rtcc-box-2")
    hidden = city.shares(NOTHING, n=8)
    asked = {"another owner's": theirs, "hidden": hidden, "nobody's": f"cam_{NOBODY}"}[whose]
    before = city.contents(without=("custody",))

    said = narrow(asked, {})

    assert (said.status, said.body["detail"]) == (404, "There is no such camera.")
    assert (city.contents(without=("custody",)), city.line.sent) == (before, [])
    (line,) = [line for line in city.lines() if line.outcome.value == "refused"]
    assert (line.event, line.facts["asked"]) == ("camera.narrow", asked)


def test_the_box_answers_and_the_hold_is_over(city, at, narrow, camera):
    narrow(camera, spell(LIVE_ALONE))
    (sent,) = city.line.sent

    city.shares(LIVE_ALONE, epoch=2, command=sent.id)

    (one,) = at("owner:GET:/site").body["cameras"]
    assert (one["is_held"], one["epoch"], one["grant"]) == (False, 2, spell(LIVE_ALONE))
    assert custody.last(camera).actor == f"box:{THING}"
