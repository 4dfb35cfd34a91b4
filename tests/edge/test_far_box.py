"""A box behind a cable of its own, on Debian's broker with certificates: thieves, clones, and a line that is cut."""

import json
import queue
import time

import pytest

from local.box import GRANT
from tests.conformance.arrange import eventually
from tests.edge.far_box import GUARD, OTHER, THING, FarBox


@pytest.fixture(scope="module")
def far(tmp_path_factory):
    one = FarBox(tmp_path_factory.mktemp("far"))
    yield one
    one.end()


def lease(far, **more):
    return far.center.next("heard", lambda told: told["heard"] == f"rtcc/box/{THING}/evt/lease", **more)


def granted(far, is_it=lambda _: True, **more):
    def wanted(told):
        return told["heard"] == f"rtcc/box/{THING}/evt/grant" and is_it(json.loads(told["payload"])["grant"] or {})

    return far.center.next("heard", wanted, **more)


def test_the_guard_of_a_box_with_a_certificate_is_heard(far):
    assert json.loads(lease(far)["payload"])["boot"]


def test_abuse_058_a_stolen_certificate_speaks_and_hears_as_its_own_box_alone(far):
    thief = far.client(OTHER, name=THING)  # it asks for the other box's name, and does not get it
    before = far.box.ask("status")["connections"]

    heard = {topic: thief.subscribe(topic) for topic in (f"rtcc/box/{THING}/cmd/+", "rtcc/box/+/cmd/+", "#")}
    assert not any(heard.values()), heard
    assert thief.subscribe(f"rtcc/box/{OTHER}/cmd/+")
    for thing in (THING, OTHER):
        thief.do(publish=f"rtcc/box/{thing}/evt/view", payload=json.dumps({"of": thing}))
    first = far.center.next("heard", lambda told: told["heard"].endswith("/evt/view"))

    assert json.loads(first["payload"]) == {"of": OTHER}
    assert far.box.ask("status")["connections"] == before  # nobody was pushed off the line
    thief.end()


def test_abuse_060_a_second_connection_with_a_boxs_certificate_is_seen(far):
    before = far.box.ask("status")["connections"]
    clone = far.client(THING)

    eventually(lambda: f"Client {THING} already connected, closing old connection" in far.broker.log.read_text())
    clone.next("lost")  # the box takes its line back, and so on: they push each other off
    clone.end()
    eventually(lambda: far.box.ask("status")["connections"] > before and far.box.ask("status")["online"])


def test_abuse_071_what_happens_while_the_line_is_cut_arrives_in_order_once_it_is_healed(far):
    camera = {"name": "Till", "address": "rtsp://10.77.0.1:8554/x", "user": "", "password": ""}
    one = far.page("/api/cameras", camera)["id"]
    grants = [GRANT | {"most_minutes": minutes} for minutes in range(1, 6)]
    far.page(f"/api/cameras/{one}/grant", {"grant": grants[0]})
    granted(far, lambda grant: grant.get("most_minutes") == 1)

    far.network.cut()
    eventually(lambda: not far.box.ask("status")["online"])
    for grant in grants[1:]:
        far.page(f"/api/cameras/{one}/grant", {"grant": grant})
    lost = f"Client {THING} has exceeded timeout"
    eventually(lambda: lost in far.broker.log.read_text())  # the broker finds it out by itself, too
    cut_until = time.time()
    far.network.mend()

    told = [granted(far) for _ in grants[1:]]
    assert all(each["at"] > cut_until for each in told)
    events = [json.loads(each["payload"]) for each in told]
    assert [event["grant"]["most_minutes"] for event in events] == [2, 3, 4, 5]
    assert [event["epoch"] for event in events] == sorted({event["epoch"] for event in events})
    lease(far)
    with pytest.raises(queue.Empty):
        granted(far, within=0.5)


def test_the_guard_comes_back_when_its_nucleus_was_away(far):
    pid = far.box.ask("status")["components"][GUARD]["pid"]
    far.box.ask("restart 0.5")
    away_until = time.time()

    assert lease_after(far, away_until)
    eventually(lambda: answers(far))  # it speaks, and it hears
    assert far.box.ask("status")["components"][GUARD]["pid"] == pid


def lease_after(far, moment):
    while lease(far)["at"] < moment:
        pass
    return True


def answers(far):
    """Whether the guard says of a command that nobody can read that it cannot read it."""
    far.center.do(publish=f"rtcc/box/{THING}/cmd/view.stop", payload="{}")
    try:
        return far.center.next("heard", lambda told: told["heard"].endswith("/evt/refused"), within=1)
    except queue.Empty:
        return None
