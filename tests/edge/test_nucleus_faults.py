"""What goes wrong on a box, and what the stand-in for the nucleus does then."""

import os
import queue
import signal
import time
from pathlib import Path

import pytest
from awsiot.greengrasscoreipc import model

from local.nucleus.operations import MOST_CITY_EARS
from tests.conformance import things
from tests.conformance.arrange import eventually
from tests.edge import small_box
from tests.edge.small_box import IDLE, THING

ONCE = model.QOS.AT_LEAST_ONCE


@pytest.fixture(scope="module")
def apart(cloud, known):
    """A thing of its own for boxes that are started here: two of one name would push each other off the line."""
    return things.thing(cloud, "rtcc-box-9"), known[1]


def test_offline_publishing_fails_at_once_and_online_the_subscription_goes_on(guard, box, cloud):
    inbox = small_box.heard(guard, f"rtcc/box/{THING}/cmd/#", city=True)
    box.ask("offline")
    with pytest.raises(model.ServiceError):
        guard.publish_to_iot_core(topic_name=f"rtcc/box/{THING}/evt/lease", qos=ONCE, payload=b"{}")

    box.ask("online")
    guard.publish_to_iot_core(topic_name=f"rtcc/box/{THING}/evt/lease", qos=ONCE, payload=b"{}")

    def arrives():
        cloud.client("iot-data").publish(topic=f"rtcc/box/{THING}/cmd/again", qos=1, payload=b"{}")
        return not inbox.empty()

    eventually(arrives)


def test_a_deaf_subscription_never_hears_again_and_a_new_one_does(guard, box, cloud):
    deaf = small_box.heard(guard, f"rtcc/box/{THING}/cmd/#", city=True)
    box.ask("deaf")
    hears = small_box.heard(guard, f"rtcc/box/{THING}/cmd/#", city=True)

    cloud.client("iot-data").publish(topic=f"rtcc/box/{THING}/cmd/hello", qos=1, payload=b"{}")

    assert hears.get(timeout=10).topic_name.endswith("/hello")
    with pytest.raises(queue.Empty):
        deaf.get_nowait()


def test_a_dropped_client_stays_dropped(guard, box):
    box.ask("dropped")

    eventually(lambda: small_box.is_gone(guard))


def test_what_is_deaf_for_good_hears_when_it_is_over(guard, box):
    topic = f"rtcc/box/{THING}/echo"
    box.ask("deaf always")
    try:
        deaf = small_box.heard(guard, topic, city=True)
    finally:
        box.ask("hears")
    hears = small_box.heard(guard, topic, city=True)

    guard.publish_to_iot_core(topic_name=topic, qos=ONCE, payload=b"1")

    assert hears.get(timeout=10).payload == b"1"
    assert deaf.empty()


def test_the_fifty_first_subscription_is_taken_and_hears_nothing(guard):
    topic = f"rtcc/box/{THING}/echo"
    *inboxes, last = [small_box.heard(guard, topic, city=True) for _ in range(MOST_CITY_EARS + 1)]

    guard.publish_to_iot_core(topic_name=topic, qos=ONCE, payload=b"1")

    assert [inbox.get(timeout=10).payload for inbox in inboxes] == [b"1"] * MOST_CITY_EARS
    assert last.empty()


def test_a_slow_nucleus_answers_late(guard, box):
    box.ask("slow 0.5")
    try:
        asked = time.monotonic()
        guard.get_configuration(key_path=[])
        assert time.monotonic() - asked >= 0.5
    finally:
        box.ask("slow 0")


def test_a_nucleus_that_starts_anew_finds_its_components_running_and_they_find_it(guard, box):
    before = box.ask("status")["components"]
    box.ask("restart 0.2")

    eventually(lambda: small_box.is_gone(guard))
    again = box.speaks_for("guard")  # by the same token
    inbox = small_box.heard(again, f"rtcc/box/{THING}/echo", city=True)
    again.publish_to_iot_core(topic_name=f"rtcc/box/{THING}/echo", qos=ONCE, payload=b"1")
    assert inbox.get(timeout=10).payload == b"1"
    again.close()
    after = box.ask("status")["components"]
    assert {name: each["pid"] for name, each in after.items()} == {name: each["pid"] for name, each in before.items()}


def test_a_component_ends_by_a_signal_and_no_shutdown_step_is_run(running, apart, tmp_path):
    script = "trap 'echo term >> ended; exit 0' TERM; env > environment; while :; do sleep 0.05; done"
    shutdown = "echo step >> ended"
    told = small_box.planned(running, *apart, tmp_path, runs={"guard": script})
    recipe = tmp_path / "guard.yaml"
    recipe.write_text(recipe.read_text() + f"      shutdown: {shutdown}\n")
    started = small_box.begin(told)
    started.environment("guard")

    started.stop()

    assert (tmp_path / "work/org.test.guard/ended").read_text() == "term\n"


def test_a_component_that_crashes_is_started_again_and_given_up_at_the_third_crash(running, apart, tmp_path):
    started = small_box.start(running, *apart, tmp_path, runs={"guard": "echo x >> starts; exit 7"})
    try:
        eventually(lambda: started.ask("status")["components"]["org.test.guard"]["state"] == "BROKEN")
        assert (tmp_path / "work/org.test.guard/starts").read_text().count("x") == 3
    finally:
        started.stop()


@pytest.mark.parametrize("how", ["killed", "stopped"])
def test_no_component_outlives_its_nucleus(running, apart, tmp_path, how):
    started = small_box.start(running, *apart, tmp_path, runs={"guard": IDLE, "relay": IDLE})
    started.environment("guard"), started.environment("relay")
    pids = [each["pid"] for each in started.ask("status")["components"].values()]
    assert all(_lives(pid) for pid in pids)

    if how == "killed":
        os.kill(started.process.pid, signal.SIGKILL)
        started.process.wait(10)
    else:
        started.stop()

    eventually(lambda: not any(_lives(pid) for pid in pids))


def _lives(pid):
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
