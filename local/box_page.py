"""Speaks to a box's own page as its owner does, with the PIN: adds cameras, names them, allows."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from local.progress import Stopped


def ask(page: str, pin: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One request to the page's API. Raises Stopped with what the box said."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"X-Box-Pin": pin, "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{page}{path}", data, headers), timeout=15) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as refused:
        said = refused.read().decode(errors="replace")[:300]
        raise Stopped(f"The box refused {path} ({refused.code}): {said}") from None
    except OSError as trouble:
        raise Stopped(f"The box's page does not answer at {path}: {trouble}") from None
