"""What the front door has to show, and which file lies behind a path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.outbox import PAGE as OUTBOX
from local.public_log import Sealed

SIGNED_IN = ("console", "owner", "agency")  # folders of the site, each one page that finds its own way
PUBLIC = ("r", "key", "log", "my", "real", "faq")  # pages beside the first, named without their ending


@dataclass(frozen=True)
class Site:
    """What the front door shows: folders of pages, documents made at start, and the base addresses of the APIs."""

    citizen: Path
    console: Path
    owner: Path
    agency: Path
    apis: dict[str, str]
    documents: dict[str, Any]
    outbox: Callable[[], list[dict[str, Any]]]
    answer: Callable[[str, str], None]
    connect: list[str]
    previews: list[str]  # whose pictures the console may show
    log: Callable[[str], Sealed | None]  # what the public sees of the custody log, by path

    def file(self, path: str) -> Path | None:
        """The file behind a path, or None. A path of a signed-in page without a file is that page's own matter."""
        if path in ("/outbox", "/outbox.js", "/outbox.css"):
            return OUTBOX / ("outbox.html" if path == "/outbox" else path[1:])
        page = path.split("/")[1] if path.count("/") > 1 else ""
        inside = page in SIGNED_IN
        root: Path = getattr(self, page) if inside else self.citizen
        name = path.removeprefix(f"/{page}/" if inside else "/") or "index.html"
        name = f"{name}.html" if name in PUBLIC and not inside else name
        found = (root / name).resolve()
        if not found.is_relative_to(root.resolve()):
            return None
        if not found.is_file() and inside and not Path(name).suffix:
            found = root / "index.html"
        return found if found.is_file() else None
