"""What an installer leaves behind at the demo's establishment; kept in the box's folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from local import city_file
from local.engine import HOST

_FILE = "installed.json"


@dataclass
class Camera:
    """A simulated camera of the demo; `id` is the box's own, once the box knows it."""

    name: str
    port: int
    user: str
    password: str
    id: str = ""

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"rtsp://{HOST}:{self.port}/street"


@dataclass
class Installed:
    """One box as it was installed."""

    thing: str
    site: str
    pin: str
    page_port: int
    cameras: list[Camera] = field(default_factory=list)

    @property
    def page(self) -> str:
        """The box's own page."""
        return f"http://{HOST}:{self.page_port}"


def read(home: Path) -> Installed | None:
    """What was installed before; None for a new box."""
    if not (home / _FILE).exists():
        return None
    told = json.loads((home / _FILE).read_text(encoding="utf-8"))
    return Installed(**{**told, "cameras": [Camera(**each) for each in told["cameras"]]})


def write(home: Path, installed: Installed) -> None:
    """Keep it, for its owner only: it holds the PIN and the cameras' passwords."""
    city_file.write(home / _FILE, asdict(installed))
