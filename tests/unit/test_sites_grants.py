"""What a box says is in force counts once, for its own cameras, and brings a name only with a right (P2.1)."""

import pytest

from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid, NotFound, Refused
from rtcc.grants.model import Grant, Live, Recall
from rtcc.sites import service as sites
from tests.unit.city import CENTER, THING

NOTHING, WIDE = Grant(), Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)
LIVE_ALONE = Grant(live=Live.ALWAYS)


def near(city):
    return [one.camera.id for one in sites.cameras_near(CENTER, clock.now())]


def test_of_a_camera_that_is_not_allowed_the_center_keeps_an_id_and_an_epoch(city):
    city.box()
    hidden = city.shares(NOTHING, n=2, epoch=4, name="Back office")
    city.hears("hear_grant", camera=hidden, epoch=5, grant={}, name="Back office")
    city.lease(states=[{"camera": hidden, "state": "recording", "why": "Back office"}])

    assert "Back office" not in str(city.contents())
    assert "recording" not in str(city.contents()["sites"])
    assert near(city) == []
    with pytest.raises(NotFound):
        sites.camera(hidden)


def test_a_name_goes_with_the_last_right(city):
    city.box()
    camera = city.shares(WIDE, name="Back office")
    assert "Back office" in str(city.contents()["sites"])

    city.shares(NOTHING, epoch=2)

    assert "Back office" not in str(city.contents())
    with pytest.raises(NotFound, match="no such camera"):
        sites.camera(camera)
    with pytest.raises(NotFound, match="no such camera"):
        sites.camera("cam_" + "9" * 26)


def test_each_change_of_a_grant_is_a_line_without_a_name(city):
    city.box()
    camera = city.shares(WIDE, name="Front door")
    city.shares(LIVE_ALONE, epoch=2)

    first, second = custody.lines(camera)

    assert (first.event, first.actor, first.facts["epoch"], first.facts["new"]) == (
        "grant.change",
        f"box:{THING}",
        1,
        True,
    )
    assert '"recall":"never"' in second.facts["grant"]
    assert "Front door" not in str(custody.lines(camera))


@pytest.mark.parametrize("epoch", [1, 2])
def test_an_epoch_counts_once(city, epoch):
    city.box()
    camera = city.shares(LIVE_ALONE, epoch=2)
    before = city.contents()

    city.shares(WIDE, epoch=epoch)

    assert city.contents() == before
    assert sites.camera(camera).grant == LIVE_ALONE


def test_a_box_cannot_speak_for_the_camera_of_another(city):
    city.box()
    city.box("rtcc-box-2")
    city.shares(NOTHING)
    before = city.contents()

    with pytest.raises(Refused):
        city.shares(WIDE, epoch=9, thing="rtcc-box-2")
    assert city.contents() == before


def test_a_box_shares_no_more_cameras_than_its_model_carries(city):
    city.box(most=2)
    city.shares(WIDE, n=1)
    city.shares(WIDE, n=2)
    city.shares(NOTHING, n=3)
    before = city.contents()

    with pytest.raises(Refused):
        city.shares(WIDE, n=4)
    assert city.contents() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"camera": "cam_1"},
        {"camera": "inc_" + "0" * 26},
        {"camera": None},
        {"epoch": 0},
        {"epoch": "2"},
        {"epoch": True},
        {"grant": None},
        {"grant": {"live": "sometimes"}},
        {"grant": {"live": "always", "radius_m": 5}},
        {"grant": {"live": "always", "address": "rtsp://192.0.2.1"}},
        {"name": None},
        {"name": ""},
        {"name": "a\u202eb"},
        {"name": "x" * 81},
    ],
    ids=repr,
)
def test_a_report_that_cannot_be_read_changes_nothing(city, wrong):
    city.box()
    told = {"camera": "cam_" + "0" * 26, "epoch": 1, "grant": {"live": "always"}, "name": "Front door"}
    before = city.contents()

    with pytest.raises(Invalid):
        city.hears("hear_grant", **(told | wrong))
    assert city.contents() == before
