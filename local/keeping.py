"""What a kept city remembers from one start to the next: its ports and its staff. The rest is the engine's state.

A kept city also keeps the functions that were deployed into it: changed code needs a fresh one.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, cast

from local import city_file
from local.progress import Stopped

_FILE = "city.json"


def recall(data: Path | None, *, fresh: bool) -> dict[str, Any]:
    """What was remembered; empty for a new city. A folder that is neither empty nor a city's is never touched."""
    if data is None or not data.exists() or not any(data.iterdir()):
        return {}
    if not (data / "engine").is_dir():
        raise Stopped(f"{data} holds something that is not a city: choose an empty folder for --data.")
    if fresh or not (data / _FILE).exists():  # without the file its first start was never finished
        shutil.rmtree(data / "engine")
        shutil.rmtree(data / "box", ignore_errors=True)
        for name in (_FILE, "texts.json"):
            (data / name).unlink(missing_ok=True)
        return {}
    return cast(dict[str, Any], json.loads((data / _FILE).read_text(encoding="utf-8")))


def remember(data: Path, *, port: int, engine_port: int, actors: dict[str, Any]) -> None:
    """Keep what the next start needs. Ports stay, because addresses with them are in the state."""
    city_file.write(data / _FILE, {"port": port, "engine_port": engine_port, "actors": actors})
