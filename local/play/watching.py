"""Steps 8, 10 and 11: an allowed camera is watched, switched off by its owner, and its box is unplugged."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from datetime import UTC, datetime
from typing import Any

from local.play.around_box import box_page, cameras, everything, is_deleted, lines, open_view, renew, spell
from local.play.telling import see, wait_for
from local.play.watcher import Watcher
from local.play.world import World

_FIRST_WITHIN = 5.0  # seconds (P6.3)
_ENDS_WITHIN = 5.0  # seconds (P2.3)
_GONE_WITHIN = 10.0  # seconds (P4.1)


def live(world: World) -> str:
    """The allowed camera plays; the other one does not exist for the center: no name, no picture, a 404 and a line."""
    hidden = next(one for one in box_page(world, "GET", "/api/cameras")["cameras"] if one["name"] != _allowed(world))
    found = wait_for("the camera", lambda: cameras(world))
    world.camera = next(one for one in found if one["name"] == _allowed(world))
    if world.sabotage == 8:
        _allow(world, hidden)
        found = wait_for("the other camera", lambda: cameras(world) if len(cameras(world)) > 1 else None)
    took = _watch(world)
    if world.sabotage == 8:
        box_page(world, "POST", f"/api/cameras/{hidden['id']}/off", {})
    listed = [camera["name"] for camera in found]
    see(listed == [_allowed(world)], f"the console lists {listed}")
    _guess(world, hidden["id"])
    told = [where for where in everything(world) if hidden["name"] in where[1]]
    see(not told, f"the name of the camera that is not allowed stands in {[where for where, _ in told]}")
    said = world.signed_in("analyst").said
    see(hidden["name"] not in said, "the console was told the name of the camera that is not allowed")
    return (
        f"first frame {took:.1f} s after the click, {len(world.watcher.seen)} frames in order, retention 0; of the "
        "other camera no name outside the box, a guess answered 404 and stands in custody"
    )


def _watch(world: World) -> float:
    """Open the view and look until two seconds of frames came, in order; seconds from click to first frame."""
    began = time.monotonic()
    world.view = open_view(world)
    world.watcher = Watcher(world.view["media"])
    first = wait_for("the first frame", world.watcher.newest)
    wait_for("two seconds of frames", lambda: len(world.watcher.seen) >= 30 or None)
    counters = [seen.counter for seen in world.watcher.seen]
    see(first.at - began <= _FIRST_WITHIN, f"the first frame came {first.at - began:.1f} s after the click")
    see(counters == sorted(set(counters)), "the counter does not advance frame by frame")
    stream = world.kinesis().describe_stream(StreamName=world.view["media"]["stream"])["StreamInfo"]
    see(stream["DataRetentionInHours"] == 0, f"the stream keeps {stream['DataRetentionInHours']} hours")
    return first.at - began


def _allow(world: World, hidden: dict[str, Any]) -> None:
    """The sabotage of step 8: the camera that nobody may see is allowed at the box."""
    grant = {"grant": {"live": "always"}, "name": hidden["name"]}
    box_page(world, "POST", f"/api/cameras/{hidden['id']}/grant", grant)


def switch_off(world: World) -> str:
    """The owner sees who looks, switches the camera off, and the open view ends within five seconds."""
    owner = world.signed_in("owner")
    renew(world)
    views = owner.ask("GET", "/views")["views"]
    mine = next((one for one in views if one["id"] == world.view["id"]), None)
    see(mine is not None, "the owner does not see the view")
    assert mine is not None
    badge = world.city["actors"]["analyst"].get("badge", "101")
    see(mine["badge"] == badge, f"the owner sees badge {mine['badge']}")
    see(mine["incident_number"] == world.incident["number"], f"the owner sees incident {mine['incident_number']}")
    see(mine["seconds"] > 0 and "ended_at" not in mine, "the owner does not see how long, or not that it is open")
    path = f"/cameras/{world.camera['id']}/narrowing"
    switch = threading.Timer(6.0 if world.sabotage == 10 else 0.0, owner.ask, ("POST", path, {"grant": {}}))
    at, seen_before = time.time() * 1000, len(world.watcher.seen)
    see(seen_before > 0 and not world.watcher.quiet_for(2.0), "no frames came before the switch")
    switch.start()
    wait_for("the end of the stream", lambda: world.watcher.quiet_for(1.5), seconds=15)
    switch.join()
    last = world.watcher.newest()
    assert last is not None
    late = (last.ms - at) / 1000
    see(late <= _ENDS_WITHIN, f"the last frame was taken {late:.1f} s after the switch")
    world.watcher.stop()
    signed = world.signed_in("analyst")
    answer = signed.http.post(f"/views/{world.view['id']}/renewal", json={})
    see(answer.status_code == 410, f"the view could still be renewed: {answer.status_code}")
    closed = wait_for("the view's end on the owner's page", lambda: _ended(owner, world.view["id"]))
    wait_for("the box's word", lambda: not owner.ask("GET", "/site")["cameras"] or None)
    return (
        f"badge {mine['badge']}, call {mine['incident_number']}; last frame (counter {last.counter}) "
        f"{max(late, 0):.2f} s after the switch; {closed['seconds']} s in all"
    )


def unplug(world: World) -> str:
    """The box's processes are killed: the camera leaves the console within ten seconds, its stream is deleted."""
    grant = {"live": "any_call", "radius_m": 2000, "most_minutes": 10}
    box_page(world, "POST", f"/api/cameras/{world.camera['id']}/grant", {"grant": grant, "name": world.camera["name"]})
    wait_for("the camera, allowed again on the box's own page", lambda: cameras(world))
    view = open_view(world)
    watcher = Watcher(view["media"])
    wait_for("frames again", lambda: len(watcher.seen) >= 15 or None)
    pulled, stop = time.monotonic(), threading.Event()
    for pid in [world.city["box"]["pids"]["nucleus"], *world.city["box"]["pids"].values()]:
        _kill(pid)
    if world.sabotage == 11:
        threading.Thread(target=_keep_alive, args=(world, stop), daemon=True).start()
    try:
        wait_for("the end of the camera", lambda: not cameras(world) or None, seconds=_GONE_WITHIN)
        took = time.monotonic() - pulled
        wait_for("the end of the stream", lambda: is_deleted(world, view["media"]["stream"]), seconds=_GONE_WITHIN)
        _stays_away(world)
    finally:
        stop.set()
    watcher.stop()
    answer = world.signed_in("analyst").http.post(f"/views/{view['id']}/renewal", json={})
    see(answer.status_code == 410, f"the view could still be renewed: {answer.status_code}")
    return f"gone from the console after {took:.1f} s, its stream deleted, buffer and all; the view is over"


def _stays_away(world: World, *, seconds: float = 2.0) -> None:
    """An unplugged box does not come back by what somebody says of it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        see(not cameras(world), "the camera came back to the console though its box is unplugged")


def _allowed(world: World) -> str:
    return str(world.city["cameras"][0]["name"])


def _ended(owner: Any, view_id: str) -> dict[str, Any] | None:
    views = owner.ask("GET", "/views")["views"]
    return next((one for one in views if one["id"] == view_id and "ended_at" in one), None)


def _guess(world: World, camera_id: str) -> None:
    """An analyst who guesses the id of the other camera learns nothing, and the guess is written down."""
    analyst = world.signed_in("analyst")
    path = f"/incidents/{world.incident['id']}/views"
    answer = analyst.http.post(path, json={"camera_id": camera_id, "purpose": "call"})
    none = analyst.http.post(path, json={"camera_id": "cam_" + "0" * 26, "purpose": "call"})
    see(answer.status_code == 404, f"a guessed id answered {answer.status_code}")
    see(answer.text == none.text, "a camera that is not allowed answers otherwise than one that does not exist")
    refused = [line for line in lines(world) if line["event"] == "camera.view_live" and line["outcome"] == "refused"]
    see(any(camera_id in json.dumps(line) for line in refused), "the refusal does not stand in custody")


def _keep_alive(world: World, stop: threading.Event) -> None:
    """The sabotage of step 11: somebody goes on telling that the box is there."""
    line, thing = world.aws("iot-data"), world.city["box"]["thing"]
    told = {"boot": "sabotage", "cameras": 2, "allowed": 1, "states": []}
    while not stop.wait(0.5):
        told["at"] = spell(datetime.now(UTC))
        line.publish(topic=f"rtcc/box/{thing}/evt/lease", qos=1, payload=json.dumps(told).encode())


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # its nucleus took it along
