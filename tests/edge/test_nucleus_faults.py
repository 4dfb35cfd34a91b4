"""What goes wrong on a box, and what the stand-in for the nucleus does then."""

import os
import queue
import signal
from pathlib import Path

import pytest
from awsiot.eventstreamrpc import ConnectionClosedError
from awsiot.greengrasscoreipc import model

from tests.conformance.arrange import eventually
from tests.edge import small_box
from tests.edge.small_box import IDLE, THING

ONCE = model.QOS.AT_LEAST_ONCE


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

    eventually(lambda: _fails(guard))


def _fails(client):
    try:
        client.get_configuration(key_path=[])
    except ConnectionClosedError:
        return True
    except Exception:  # noqa: BLE001 - the connection is on its way down
        return False


def test_a_component_that_crashes_is_started_again_and_given_up_at_the_third_crash(running, known, tmp_path):
    started = small_box.start(running, *known, tmp_path, runs={"guard": "echo x >> starts; exit 7"})
    try:
        eventually(lambda: started.ask("status")["components"]["org.test.guard"]["state"] == "BROKEN")
        assert (tmp_path / "work/org.test.guard/starts").read_text().count("x") == 3
    finally:
        started.stop()


@pytest.mark.parametrize("how", ["killed", "stopped"])
def test_no_component_outlives_its_nucleus(running, known, tmp_path, how):
    started = small_box.start(running, *known, tmp_path, runs={"guard": IDLE, "relay": IDLE})
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
