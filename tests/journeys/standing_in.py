"""A console without a city behind it: the built page, somebody signed in, and answers that a test lays out."""

from __future__ import annotations

import json
import mimetypes
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request, Route

from tests.journeys.screens import Screen

DIST = Path(__file__).parents[2] / "web" / "console" / "dist"
SITE = "https://console.test"  # no line leads there: every request is answered by the test
CONFIG = {
    "city": {
        "name": "Rivermark",
        "agency": "Rivermark Police Department",
        "phone": "318-555-0100",
        "zone": "America/Chicago",
        "center": [-93.7, 32.5],
        "bounds": [32.4, -93.8, 32.6, -93.6],
    },
    "api": {name: f"{SITE}/api" for name in ("citizen", "console", "owner", "agency")},
    "sign_in": {
        "authorize_url": f"{SITE}/authorize",
        "token_url": f"{SITE}/token",
        "logout_url": f"{SITE}/logout",
        "client_id": "console",
        "redirect_uri": f"{SITE}/console/",
    },
    "sign_in_owner": {},
    "sign_in_agency": {},
    "basemap": {"style_url": f"{SITE}/style.json"},
    "at_home": True,
}
Answers = Mapping[str, Any]  # "GET /path" (a pattern) -> a body, or (status, body), or a function of the request


class Standing:
    """One screen of the console; `asked` is everything that its page asked for."""

    def __init__(self, screen: Screen, answers: Answers, *, role: str, actions: list[str]) -> None:
        self.screen = screen
        self.page: Page = screen.page
        self.asked: list[tuple[str, str, Any]] = []
        me = {"id": "usr_1", "name": "Jo Doe", "badge": "5", "role": role, "agency": "RPD", "ori": "LA0"}
        self._answers = {"GET /me": me | {"actions": actions}, "GET /incidents": {"incidents": [], "now": now()}}
        self._answers |= dict(answers)
        self.page.route(f"{SITE}/**", self._serve)
        screen.run_first(signed_in("console", SITE))

    def go(self, place: str) -> None:
        """Open a page of the console, or go there from another one."""
        if self.page.url.startswith(f"{SITE}/console/"):
            self.page.evaluate("place => { location.hash = place }", place)
        else:
            self.page.goto(f"/console/{place}")

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("#")[0]
        if path == "/config.json":
            route.fulfill(json=CONFIG)
        elif path == "/style.json":
            route.fulfill(json={"version": 8, "sources": {}, "layers": []})
        elif path.startswith("/api/"):
            self._answer(route, path.removeprefix("/api"))
        elif path.startswith("/console/"):
            file = DIST / (path.removeprefix("/console/").partition("?")[0] or "index.html")
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    def _answer(self, route: Route, path: str) -> None:
        request = route.request
        self.asked.append((request.method, path, _sent(request)))
        for pattern, answer in self._answers.items():
            method, _, wanted = pattern.partition(" ")
            if method == request.method and re.fullmatch(wanted + r"(\?.*)?", path):
                status, body = answer if isinstance(answer, tuple) else (200, answer)
                body = body(request) if isinstance(body, Callable) else body  # type: ignore[arg-type]
                route.fulfill(status=status, json=body)
                return
        route.fulfill(status=404, json={"type": "urn:rtcc:problem:not-found", "title": "Not found", "status": 404})


def now() -> str:
    """This second, as the service spells it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.00Z", time.gmtime())


def _sent(request: Request) -> Any:
    return json.loads(request.post_data) if request.post_data else None


def signed_in(page: str, site: str) -> str:
    """A script that leaves a session in this tab, as the sign-in page does."""
    user = {"id_token": "x", "access_token": "x", "token_type": "Bearer", "scope": "openid", "profile": {"sub": "s"}}
    return (
        f"if (location.origin === '{site}') {{ const user = {json.dumps(user)}; "
        "user.expires_at = Math.floor(Date.now() / 1000) + 3600; "
        f"sessionStorage.setItem('rtcc.user:{site}:{page}', JSON.stringify(user)) }}"
    )
