"""The box's own page: here the owner names cameras, allows, forbids, and sees who watches (P2.1, P2.4)."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from edge_greengrass.guard.owner import Owner
from edge_greengrass.guard.pins import Pins
from edge_greengrass.guard.server import Reply, Request
from rtcc.foundation import ids
from rtcc.foundation.errors import Invalid, NotFound, Refused, RtccError, Unavailable

WEB = Path(__file__).parent / "web"
FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/words.js": ("words.js", "text/javascript; charset=utf-8"),
    "/words.en.js": ("words.en.js", "text/javascript; charset=utf-8"),
    "/words.es.js": ("words.es.js", "text/javascript; charset=utf-8"),
    "/lights.js": ("lights.js", "text/javascript; charset=utf-8"),
    "/finding.js": ("finding.js", "text/javascript; charset=utf-8"),
    "/forms.js": ("forms.js", "text/javascript; charset=utf-8"),
}


class Page:
    """Routes. Everything under /api/ needs the PIN in a header of our own, which no other site's page can send."""

    def __init__(self, owner: Owner, pins: Pins) -> None:
        self._owner, self.pins = owner, pins
        self._asks = {"/api/find": owner.find, "/api/streams": owner.streams}
        self._one_at_a_time = asyncio.Lock()

    async def answer(self, request: Request) -> Reply:
        """Answer one request; errors become problems (RFC 9457)."""
        try:
            return await self._answer(request)
        except RtccError as error:
            return _problem(error)
        except OSError:
            return _problem(Unavailable("The box cannot write to its disk. Nothing was changed."))

    async def _answer(self, request: Request) -> Reply:
        _from_here(request)
        if request.method == "GET" and request.path in FILES:
            name, kind = FILES[request.path]
            return Reply(200, (WEB / name).read_bytes(), kind)
        if not request.path.startswith("/api/"):
            raise NotFound("There is nothing here.")
        self.pins.check(request.headers.get("x-box-pin", ""), peer=request.peer)
        if request.method == "GET" and request.path.endswith("/picture"):
            found = await asyncio.to_thread(self._owner.picture, _camera(request.path, "picture"))
            return Reply(200, found, "video/mp4")
        if request.method == "GET":
            return _json(200, self._read(request.path))
        if request.method == "POST" and (ask := self._asks.get(request.path)):
            return _json(200, await ask(_object(request.body or b"{}")))  # takes seconds: it keeps nobody waiting
        if request.method == "POST":
            async with self._one_at_a_time:
                return await self._write(request.path, request.body)
        raise NotFound("There is nothing here.")

    def _read(self, path: str) -> dict[str, Any]:
        reads: dict[str, Callable[[], dict[str, Any]]] = {
            "/api/cameras": self._owner.cameras,
            "/api/now": self._owner.now,
            "/api/log": self._owner.log,
        }
        if path not in reads:
            raise NotFound("There is nothing here.")
        return reads[path]()

    async def _write(self, path: str, body: bytes) -> Reply:
        if path == "/api/cameras":
            return _json(201, await self._owner.add(_object(body)))
        acts: dict[str, Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]] = {
            "grant": self._owner.allow,
            "off": self._owner.forbid,
            "sign-in": self._owner.sign_in,
            "remove": self._owner.remove,
        }
        act = path.rpartition("/")[2]
        if act not in acts:
            raise NotFound("There is nothing here.")
        return _json(200, await acts[act](_camera(path, act), _object(body or b"{}")))


def _camera(path: str, act: str) -> str:
    """The camera of `/api/cameras/{camera}/{act}`. Raises NotFound."""
    *start, camera, last = path.split("/")
    if start != ["", "api", "cameras"] or last != act or not ids.is_id(camera, "cam"):
        raise NotFound("There is nothing here.")
    return camera


def _from_here(request: Request) -> None:
    """Refuse what another site's page sends, and a name that another site lets point here (rebinding)."""
    host = request.headers.get("host", "")
    name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdigit() else host
    if name != "localhost":
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            raise Refused("Open this page by the box's address.", slug="host") from None
    origin = request.headers.get("origin")
    if request.method != "GET" and origin is not None and origin != f"http://{host}":
        raise Refused("This came from another page.", slug="origin")


def _object(body: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(body)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        raise Invalid("The body must be a JSON object.", slug="no-object")
    return facts


def _json(status: int, facts: dict[str, Any]) -> Reply:
    return Reply(status, json.dumps(facts).encode())


def _problem(error: RtccError) -> Reply:
    facts: dict[str, Any] = {"type": f"urn:rtcc:problem:{error.slug}", "title": error.title, "status": error.status}
    facts["detail"] = error.detail
    if error.fields:
        facts["fields"] = [{"name": field.name, "message": field.message} for field in error.fields]
    return Reply(error.status, json.dumps(facts).encode(), "application/problem+json")
