"""What a running city wrote down last of what went wrong, for whoever must find out why something was not seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_MOST = 12  # lines of each
_WIDEST = 400
_TROUBLE = re.compile(r"\b(WARNING|ERROR|CRITICAL|Traceback|Exception|[A-Za-z]+Error)\b")


def of(city: Mapping[str, Any]) -> str:
    """The last troubles that the engine and the box's components told; each log under its name."""
    box = Path(city["box"]["home"]).parent
    logs = [Path(city["engine_log"]), *sorted((box / "logs").glob("*.log"))]
    told = [f"{log.name}:\n{text}" for log in logs if (text := _troubles(log))]
    return "\n".join(told) or "no log tells of a trouble"


def _troubles(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    troubles = [line for line in lines if _TROUBLE.search(line)]
    return "\n".join(f"  {line[:_WIDEST]}" for line in troubles[-_MOST:])
