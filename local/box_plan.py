"""What the demo's nucleus is told: who the box is, what it runs, and what this deployment sets beyond the recipes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from local import aws, box_identity, box_software
from local.box_installed import Installed
from local.engine import HOST, Engine
from local.nucleus import plan

SUBNET: Final = "127.0.0.0/8"  # at home, the cameras' network is this machine
_GUARD: Final = "org.openrtcc.Guard"
_RECORDER: Final = "org.openrtcc.Recorder"


@dataclass(frozen=True)
class Surroundings:
    """What the box finds in the city: the engine, the streams' address, what was deployed, what functions are told.

    `ear` is the name of the function that hears boxes.
    """

    engine: Engine
    streams: str
    outputs: dict[str, str]
    environment: dict[str, str]
    zone: str
    ear: str


def write(city: Surroundings, home: Path, installed: Installed) -> None:
    """Write it for the next start: engine, broker and streams may listen elsewhere than the last time."""
    plan.write(
        plan.Plan(
            root=str(home),
            thing=installed.thing,
            region=aws.REGION,
            endpoint=city.engine.endpoint,
            role=city.outputs["RoleBox"],
            broker_host=HOST,
            broker_port=city.engine.broker_port,
            certificate=str(home / box_identity.CERTIFICATE),
            key=str(home / box_identity.KEY),
            authority=str(home / box_identity.AUTHORITY),
            components=box_software.deployment(home, _configuration(city, home, installed)),
            variables={"AWS_ENDPOINT_URL_KINESIS_VIDEO": city.streams, "AWS_ENDPOINT_URL_S3": city.engine.endpoint},
        )
    )


def _configuration(city: Surroundings, home: Path, installed: Installed) -> dict[str, dict[str, Any]]:
    names = [path.stem for path in box_software.of(home).recipes.glob("*.yaml")]
    told: dict[str, dict[str, Any]] = {name: {"home": str(home / "home"), "region": aws.REGION} for name in names}
    for name in (_GUARD, _RECORDER):
        told[name]["camera_subnet"] = SUBNET
    told[_GUARD] |= {
        "command_key": box_identity.command_key(city.engine.endpoint, city.outputs["KeyCommands"]),
        "page_host": HOST,
        "page_port": installed.page_port,
        "pin": installed.pin,
        "camera_ports": "1024-65535",
        "most_cameras": 4,
        "zone": city.zone,
    }
    return told
