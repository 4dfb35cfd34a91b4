"""A disk that is full or takes nothing costs recording, never the live picture; what is held stays (abuse 69, 70)."""

import json
import subprocess
import sys

import pytest

from local.city_file import ROOT


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a recorder on a small disk of its own said, step by step. The kernel must let a user mount one."""
    folder = str(tmp_path_factory.mktemp("disk"))
    command = ["unshare", "-rm", sys.executable, "-m", "tests.edge.small_disk", folder]  # a mount that nobody else sees
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_abuse_069_the_box_says_at_four_fifths_that_the_disk_fills(told):
    assert [told[when]["disk"] for when in ("fine", "filling", "full")] == ["ok", "filling", "full"]


def test_abuse_069_on_a_full_disk_the_oldest_goes_and_what_is_held_stays(told):
    before, after = told["full"], told["made room"]
    assert after["kept"] < before["kept"]
    assert after["first"] == 0  # an order holds the first minute
    assert after["gaps"] == 1  # the second minute is gone
    assert after["disk"] == "full"


def test_abuse_069_070_what_a_full_disk_did_not_take_is_a_gap(told):
    assert told["full"]["state"] == "stalled"
    assert "No space left" in told["full"]["why"]
    assert told["mended"]["state"] == "recording"
    assert told["mended"]["disk"] == "ok"
    assert told["mended"]["gaps"] == 2
    assert told["mended"]["kept"] > told["made room"]["kept"]


@pytest.mark.parametrize(("before", "after"), [("filling", "full"), ("mended", "read-only")])
def test_abuse_070_the_live_picture_goes_on_whatever_the_disk_does(told, before, after):
    assert told[after]["live"] == told[before]["live"] + 10 * (1 + 15)  # of each group, its beginning and its frames
    assert "Live view goes on" in told[after]["why"]


def test_abuse_070_a_read_only_disk_is_told_and_recording_goes_on_when_it_is_mended(told):
    assert told["read-only"]["disk"] == "broken"
    assert told["read-only"]["state"] == "stalled"
    assert "Read-only" in told["read-only"]["why"]
    assert told["read-only"]["kept"] == told["mended"]["kept"]
    assert told["writable"]["disk"] == "ok"
    assert told["writable"]["state"] == "recording"
    assert told["writable"]["kept"] > told["mended"]["kept"]
