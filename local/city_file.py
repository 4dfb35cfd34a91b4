"""build/city.json: where the running city is and who may play in it. Read by tests, by the story and by commands."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from local.progress import Stopped

ROOT = Path(__file__).resolve().parent.parent
CITY_FILE = ROOT / "build" / "city.json"


def write(path: Path, city: dict[str, Any]) -> None:
    """Write it for its owner only: it holds passwords, though of a city that is nobody's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(city, out, indent=2)


def forget(path: Path, city: dict[str, Any]) -> None:
    """Remove it with its city, unless another city has written its own since."""
    with suppress(Stopped):
        if read(path)["site"] == city["site"]:
            path.unlink()


def read(path: Path = CITY_FILE) -> dict[str, Any]:
    """The running city. Raises Stopped with one sentence when none runs."""
    try:
        return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise Stopped("No city is running: start one with `make demo` and try again.") from None


def config() -> dict[str, Any]:
    """The city's choices in cdk.json."""
    return cast(dict[str, Any], _context()["city"])


def agencies() -> list[dict[str, str]]:
    """The agencies that may receive evidence, as cdk.json names them."""
    return cast(list[dict[str, str]], _context()["agencies"])


def _context() -> dict[str, Any]:
    return cast(dict[str, Any], json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"])
