"""What a box is told before its nucleus starts: `nucleus.json` in its root folder."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = "nucleus.json"


@dataclass(frozen=True)
class Deployed:
    """One component of the deployment: its recipe, its unpacked archive, what the deployment sets beyond the recipe."""

    recipe: str
    archive: str
    configuration: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Everything about one box; paths are absolute. `variables` are what every component sees beside the usual."""

    root: str
    thing: str
    region: str
    endpoint: str
    role: str
    broker_host: str
    broker_port: int
    certificate: str
    key: str
    authority: str
    components: list[Deployed]
    variables: dict[str, str] = field(default_factory=dict)
    keep_alive: int = 10  # seconds between two signs of life on the line; a dead line is noticed soon after

    @property
    def folder(self) -> Path:
        """The root folder."""
        return Path(self.root)

    @property
    def socket(self) -> Path:
        """Where components speak IPC."""
        return self.folder / "ipc.sock"

    @property
    def control(self) -> Path:
        """Where tests and the city ask for state and faults."""
        return self.folder / "control.sock"


def write(plan: Plan) -> Path:
    """Write the plan for its owner only, and give the file."""
    path = plan.folder / FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(asdict(plan), out)
    return path


def read(folder: Path) -> Plan:
    """The plan of a box."""
    told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return Plan(**{**told, "components": [Deployed(**each) for each in told["components"]]})
