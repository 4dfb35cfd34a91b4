"""The demo's establishment: a core box with two cameras, one of which its owner allows, on the box's own page.

Stands in for an installer and for the owner's first visit. Certificate, box and cameras are kept with a kept city.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from local import aws, box_identity, box_installed, box_page, box_plan, child
from local.box_installed import Camera, Installed
from local.box_plan import Surroundings
from local.engine import Engine, free_port
from local.nucleus import control
from local.progress import Progress, Stopped

SITE: Final = ("Cedar Street Market", "518 Cedar St")
GRANT: Final = {
    "live": "any_call",
    "radius_m": 2000,
    "most_minutes": 10,
    "recall": "case",
    "depth_hours": 24,
    "days_stored": 3,
}
_ALLOWED, _HIDDEN = "Front door", "Office"
_WITHIN: Final = 90.0  # seconds: on a busy machine, functions start slowly
_BIG: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def folder(engine: Engine, data: Path | None) -> Path:
    """Where the box lives. Its sockets are in there, so the path must be short: the kernel takes 107 letters."""
    found = (data or engine.home) / "box"
    if len(str(found)) > 75:
        raise Stopped(f"{found} is too long a path for the sockets of a box: choose a shorter --data.")
    return found


@dataclass(frozen=True)
class Box:
    """The running establishment."""

    installed: Installed
    home: Path
    nucleus: child.Child
    cameras: list[child.Child]

    def facts(self) -> dict[str, Any]:
        """What build/city.json says of the box. Processes are as they are now."""
        running = control.ask(self.home / "control.sock", "status")["components"]
        pids = {_BIG.sub("_", name.rpartition(".")[2]).lower(): each["pid"] for name, each in running.items()}
        return {
            "thing": self.installed.thing,
            "site": self.installed.site,
            "page": self.installed.page,
            "pin": self.installed.pin,
            "home": str(self.home / "home"),
            "control": str(self.home / "control.sock"),
            "subnet": box_plan.SUBNET,
            "pids": {"nucleus": self.nucleus.pid, **pids},
        }

    def camera_facts(self) -> list[dict[str, Any]]:
        """What build/city.json says of the simulated cameras; `id` is the box's own."""
        both = zip(self.installed.cameras, self.cameras, strict=True)
        return [{**asdict(one), "address": one.address, "pid": process.pid} for one, process in both]


def start(ending: ExitStack, city: Surroundings, home: Path, people: dict[str, Any], progress: Progress) -> Box:
    """Start cameras and box; at the first start also let the box in and allow one camera."""
    installed = box_installed.read(home) or _new(city, home, people)
    (home / "home").mkdir(mode=0o700, exist_ok=True)
    cameras = []
    for camera in installed.cameras:
        cameras.append(_film(camera, home))
        ending.callback(cameras[-1].stop)
    box_plan.write(city, home, installed)
    _wake(city, installed.thing)
    nucleus = child.start("local.nucleus", str(home), log=home / "logs" / "nucleus.log")
    ending.callback(nucleus.stop)
    _wait(lambda: control.ask(home / "control.sock", "status")["online"], "come online", home)
    _wait(lambda: box_page.ask(installed.page, installed.pin, "/api/cameras"), "open its page", home)
    if not all(camera.id for camera in installed.cameras):
        _allow(installed)
        box_installed.write(home, installed)
    _wait(lambda: _is_known(city, installed.cameras[0].id), "tell the center that it records", home)
    progress.say(f"{SITE[0]} has a core box with {len(cameras)} cameras, one of them allowed: {installed.page}")
    return Box(installed, home, nucleus, cameras)


def _new(city: Surroundings, home: Path, people: dict[str, Any]) -> Installed:
    thing = city.outputs["ThingBox"].split(",")[0]
    box_identity.make(city.engine.endpoint, thing=thing, policy=city.outputs["PolicyBox"], folder=home)
    model = {"thing": thing, "model": "core-4", "most_cameras": 4}
    where = {"name": SITE[0], "address": SITE[1], "zone": city.zone, **model}
    site = box_identity.enroll(where, administrator=people["administrator"]["sub"], environment=city.environment)
    cameras = [Camera(name, free_port(), "viewer", secrets.token_urlsafe(9)) for name in (_ALLOWED, _HIDDEN)]
    return Installed(thing, site, f"{secrets.randbelow(10**6):06d}", free_port(), cameras)


def _film(camera: Camera, home: Path) -> child.Child:
    return child.start(
        "local.cameras",
        *("--name", camera.name, "--port", str(camera.port), "--user", camera.user),
        log=home / "logs" / f"camera-{camera.port}.log",
        environment={"RTCC_CAMERA_PASSWORD": camera.password},
    )


def _allow(installed: Installed) -> None:
    """The owner's first visit: both cameras get a name, one of them is allowed."""
    for camera in installed.cameras:
        body = {name: getattr(camera, name) for name in ("name", "address", "user", "password")}
        camera.id = box_page.ask(installed.page, installed.pin, "/api/cameras", body)["id"]
    allowed = installed.cameras[0]
    box_page.ask(installed.page, installed.pin, f"/api/cameras/{allowed.id}/grant", {"grant": GRANT})


def _wake(city: Surroundings, thing: str) -> None:
    """Have the function that hears boxes started once: else a box's first words start it many times side by side.

    What it is told changes nothing: that the box was gone before it was ever there.
    """
    gone = {"thing": thing, "kind": "gone", "timestamp": 0}
    aws.client("lambda", city.engine.endpoint).invoke(FunctionName=city.ear, Payload=json.dumps(gone))


def _is_known(city: Surroundings, camera: str) -> bool:
    """Whether the center knows the camera, and has heard from the box that it records."""
    key = {"pk": {"S": f"box#{city.outputs['ThingBox'].split(',')[0]}"}, "sk": {"S": "box"}}
    table = city.environment["TABLE_SITES"]
    row = aws.client("dynamodb", city.engine.endpoint).get_item(TableName=table, Key=key, ConsistentRead=True)
    states = json.loads(row.get("Item", {}).get("states", {}).get("S", "{}"))
    return bool(states.get(camera, {}).get("state") == "recording")


def _wait(ready: Callable[[], Any], what: str, home: Path) -> None:
    deadline, why = time.monotonic() + _WITHIN, ""
    while time.monotonic() < deadline:
        try:
            if ready():
                return
        except (OSError, Stopped) as trouble:
            why = str(trouble)
        time.sleep(0.1)
    raise Stopped(f"The demo's box did not {what} within {_WITHIN:.0f} s ({why}): see {home / 'logs'}")
