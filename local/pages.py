"""What the front door has to show, and which file lies behind a path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.outbox import PAGE as OUTBOX


@dataclass(frozen=True)
class Site:
    """What the front door shows: folders of pages, documents made at start, and the base addresses of the APIs."""

    citizen: Path
    console: Path
    apis: dict[str, str]
    documents: dict[str, Any]
    outbox: Callable[[], list[dict[str, Any]]]
    connect: list[str]

    def file(self, path: str) -> Path | None:
        """The file behind a path, or None. A path of the console without a file is the console's own matter."""
        if path in ("/outbox", "/outbox.js", "/outbox.css"):
            return OUTBOX / ("outbox.html" if path == "/outbox" else path[1:])
        inside = path.startswith("/console/")
        root = self.console if inside else self.citizen
        name = path.removeprefix("/console/" if inside else "/") or "index.html"
        name = "r.html" if name == "r" and not inside else name
        found = (root / name).resolve()
        if not found.is_relative_to(root.resolve()):
            return None
        if not found.is_file() and inside and not Path(name).suffix:
            found = root / "index.html"
        return found if found.is_file() else None
