"""The sign of life says nothing of a camera that is not allowed; and a box that is deaf notices it."""

import base64
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_greengrass.guard.echo import Echo, GoneDeaf
from edge_greengrass.guard.events import words
from rtcc.commands.model import MOST_BYTES, Kind
from rtcc.foundation import clock
from tests.edge.guarding import NOON, OPEN, THING, Line


def test_p2_1_a_lease_counts_all_cameras_and_names_only_the_allowed_ones(site):
    allowed, hidden = site.camera(OPEN, name="Entrance"), site.camera(name="Register")
    for state in ("recording", "stalled"):
        said = [{"id": one, "state": state, "resolution": "1920x1080"} for one in (allowed, hidden)]
        site.says("recorder", {"cameras": said})
    facts = site.box.lease.facts()
    assert (facts["cameras"], facts["allowed"]) == (2, 1)
    assert facts["states"] == [{"camera": allowed, "state": "stalled"}]
    assert hidden not in json.dumps(facts)
    assert "Register" not in json.dumps(site.line.sent)


def test_a_lease_says_what_the_recorder_has_said_lately(site):
    camera = site.camera(OPEN)
    said = {"id": camera, "state": "recording", "offset_ms": -12, "oldest_at": clock.spell(NOON), "newest_at": "soon"}
    site.says("recorder", {"cameras": [said]})
    assert site.box.lease.facts()["states"] == [
        {"camera": camera, "state": "recording", "offset_ms": -12, "oldest_at": clock.spell(NOON)}
    ]
    site.later(8)
    assert site.box.lease.facts()["states"] == [{"camera": camera, "state": "absent"}]


def test_what_was_recorded_before_recall_was_allowed_is_not_told_of(site):
    camera = site.camera(OPEN)
    before = clock.spell(NOON - timedelta(hours=5))
    site.says("recorder", {"cameras": [{"id": camera, "state": "recording", "oldest_at": before}]})
    (state,) = site.box.lease.facts()["states"]
    assert state["oldest_at"] == clock.spell(site.box.grants.recall_since(camera)) > before


@pytest.mark.parametrize("odd", [{}, {"cameras": None}, {"cameras": [5, {"id": 5}, {}]}, {"cameras": [{"state": 1}]}])
def test_an_odd_word_of_the_recorder_is_no_state(site, odd):
    camera = site.camera(OPEN)
    site.says("recorder", odd)
    assert site.box.lease.facts()["states"] == [{"camera": camera, "state": "absent"}]


def test_a_lease_of_the_largest_model_reaches_the_center(site):
    site.settings["most_cameras"] = "16"
    site.start()
    cameras = [site.camera(OPEN) for _ in range(16)]
    at = clock.spell(NOON)
    said = {"state": "recording", "why": "x" * 200, "oldest_at": at, "newest_at": at, "offset_ms": -99999}
    site.says("recorder", {"cameras": [{"id": camera, **said} for camera in cameras]})
    assert len(json.dumps(site.box.lease.facts(), separators=(",", ":"))) < MOST_BYTES


def test_a_lease_tells_how_the_disk_does_while_the_recorder_speaks(site):
    site.says("recorder", {"cameras": [], "health": {"disk": "filling", "free_percent": 12, "path": "/dev/sda1"}})
    health = site.box.lease.facts()["health"]
    assert (health["disk"], health["free_percent"], "path" in health) == ("filling", 12, False)
    site.later(8)
    assert "disk" not in site.box.lease.facts()["health"]


@pytest.mark.parametrize("odd", [5, [], {"disk": "melted"}, {"disk": []}, {"free_percent": "many"}, {"disk": None}])
def test_an_odd_health_is_no_good_news(site, odd):
    site.says("recorder", {"health": odd})
    assert site.box.lease.facts()["health"].get("disk", "broken") == "broken"


def test_what_does_not_fit_is_left_out_of_the_later_cameras_first_and_never_a_camera(site):
    site.settings["most_cameras"] = "32"
    site.start()
    cameras = [site.camera(OPEN) for _ in range(32)]
    at = clock.spell(NOON)
    said = {"state": "recording", "why": "x" * 60, "oldest_at": at, "newest_at": at, "warn": "flapping"}
    site.says("recorder", {"cameras": [{"id": camera, **said} for camera in cameras]})
    lease = site.box.lease.facts()
    assert len(json.dumps(lease, separators=(",", ":"))) <= MOST_BYTES
    assert [one["camera"] for one in lease["states"]] == cameras
    assert [("newest_at" in one) for one in lease["states"]] == sorted(
        [("newest_at" in one) for one in lease["states"]], reverse=True
    )


def test_the_public_half_of_the_boxs_key_is_told_once_an_hour_and_until_it_was_told(site):
    tell = site.box._tell_lease
    site.line.is_cut = True
    site.do(tell())
    site.line.is_cut = False
    for seconds in (0, 5, 3500, 100):
        site.later(seconds)
        site.do(tell())
    keys = [facts.get("key") for topic, facts in site.line.sent if topic.endswith("/lease")]
    assert [bool(key) for key in keys] == [True, False, False, True]
    assert base64.b64decode(keys[0]) == site.box.grants.key


def test_a_lease_is_said_now_or_never(site):
    site.line.is_cut = True
    site.do(site.box.events.tell_now(Kind.LEASE, site.box.lease.facts()))
    site.line.is_cut = False
    assert site.told("lease") == []


def test_every_start_says_what_is_in_force(site):
    allowed, hidden = site.camera(OPEN, name="Entrance"), site.camera()
    site.told("grant")
    site.start()
    assert [(said["camera"], said["epoch"], said.get("name")) for said in site.told("grant")] == [
        (allowed, 2, "Entrance"),
        (hidden, 1, None),
    ]
    assert site.told("grant")[1]["grant"]["live"] == "never"


def test_a_hidden_cameras_settings_stay_in_the_box(site):
    camera = site.camera(OPEN, name="Back room")
    site.told("grant")
    site.line.sent.clear()
    site.page("POST", f"/api/cameras/{camera}/grant", {"grant": {"days_stored": 30}, "name": "Safe"})
    (said,) = site.told("grant")
    assert "name" not in said
    assert said["grant"]["days_stored"] == 3  # how long it keeps what nobody may see is its own affair


class Ether(Line):
    """A broker that gives back what is said, unless it is deaf."""

    def __init__(self):
        super().__init__()
        self.is_deaf = False

    async def send(self, topic, payload):
        await super().send(topic, payload)
        if not self.is_deaf:
            self.hears[topic](payload)


@pytest.fixture
def ether():
    return Ether()


@pytest.fixture
def echo(ether, tmp_path, site):
    hour = {"now": 1000.0}
    one = Echo(ether, tmp_path / "exits.json", thing=THING, wall=lambda: hour["now"])
    one.hour = hour
    site.do(one.listen())
    return one


def beats(site, echo, times):
    for _ in range(times):
        site.do(echo.beat())


def test_a_box_that_hears_itself_does_nothing(site, echo, ether):
    beats(site, echo, 20)
    assert ether.renewed == 0


def test_two_misses_make_a_new_client(site, echo, ether):
    beats(site, echo, 3)
    ether.is_deaf = True
    beats(site, echo, 2)  # said into the void, and one miss
    assert ether.renewed == 0
    beats(site, echo, 1)
    assert ether.renewed == 1
    ether.is_deaf = False
    beats(site, echo, 20)
    assert ether.renewed == 1


def test_a_deafness_that_stays_ends_the_component_at_most_twice_an_hour(site, echo, ether):
    ether.is_deaf = True
    ends = 0
    for _ in range(100):
        try:
            beats(site, echo, 1)
        except GoneDeaf:
            ends += 1
    assert ends == 2
    assert ether.renewed > 10
    echo.hour["now"] += 3601
    with pytest.raises(GoneDeaf):
        beats(site, echo, 10)


def test_an_outage_is_no_deafness(site, echo, ether):
    beats(site, echo, 2)
    ether.is_cut = True
    beats(site, echo, 50)
    assert ether.renewed == 0
    ether.is_cut = False
    beats(site, echo, 5)
    assert ether.renewed == 0


@given(st.ip_addresses(), st.sampled_from(["{}", "to {} failed", "rtsp://{}:554/a", "admin@{}", "[{}]", "({})", "{}."]))
def test_p2_2_no_address_leaves_in_a_reason(address, sentence):
    assert str(address) not in words(sentence.format(address))


@pytest.mark.parametrize("plain", ["The stream's key does not work (error 4013).", "The clip could not be cut: full."])
def test_a_plain_reason_leaves_as_it_is(plain):
    assert words(plain) == plain
    assert words("see /var/lib/openrtcc/ring") == "see (withheld)"
    assert words(5) == ""
