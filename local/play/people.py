"""The people of the story, each with nothing but what they would have: a page's API, an outbox, a key."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp

from local.play.telling import NotSeen, see, wait_for

City = dict[str, Any]


class Outbox:
    """Every text and e-mail that left the center."""

    def __init__(self, city: City) -> None:
        self.url = str(city["outbox"])

    def to(self, address: str) -> list[dict[str, str]]:
        """All messages to one address, oldest first."""
        found: list[dict[str, str]] = httpx.get(self.url, timeout=10).json()
        return [message for message in found if message["to"] == address]

    def code(self, address: str) -> str:
        """The six digits that came to an address."""

        def look() -> str | None:
            codes = [re.search(r"\b(\d{6})\b", message["text"]) for message in self.to(address)]
            return next((found[1] for found in reversed(codes) if found), None)

        return wait_for(f"a code for {address}", look)


class Visitor:
    """Somebody at the citizens' page; with a link's token, the holder of a request."""

    def __init__(self, city: City, token: str = "") -> None:
        headers = {"X-Request-Link": token} if token else {}
        self.http = httpx.Client(base_url=f"{city['site']}/api/citizen", headers=headers, timeout=30)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None, *, wants: int = 200) -> dict[str, Any]:
        """One request. Raises NotSeen when the answer's status is not the one that is wanted."""
        answer = self.http.request(method, path, json=body)
        see(answer.status_code == wants, f"{method} {path} answered {answer.status_code}: {answer.text[:200]}")
        return dict(answer.json())


# Whose page is not the console: the page's API, and where its accounts sign in.
_ELSEWHERE = {"owner": ("owner", "sign_in_owner"), "recipient": ("agency", "sign_in_agency")}


class Analyst:
    """A member of the staff (or an owner, or an agency's recipient), signed in with password and one-time code."""

    def __init__(self, city: City, who: str) -> None:
        api, sign_in = _ELSEWHERE.get(who, ("console", "sign_in"))
        self.actor = city["actors"][who]
        self.http = httpx.Client(base_url=f"{city['site']}/api/{api}", timeout=60)
        self.requests = 0
        self.said = ""
        self.http.headers["Authorization"] = _sign_in(city, self.actor, sign_in)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None, *, wants: int = 200) -> dict[str, Any]:
        """One request, counted, its answer remembered as text."""
        self.requests += 1
        answer = self.http.request(method, path, json=body)
        self.said += answer.text
        see(answer.status_code == wants, f"{method} {path} answered {answer.status_code}: {answer.text[:200]}")
        return dict(answer.json())


def _sign_in(city: City, actor: dict[str, str], where: str) -> str:
    """Authorization code with PKCE (RFC 7636), the way the pages do it; returns the ID token."""
    site = httpx.get(f"{city['site']}/config.json", timeout=10).json()[where]
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": site["client_id"],
        "redirect_uri": site["redirect_uri"],
        "scope": "openid",
        "state": secrets.token_urlsafe(16),
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    with httpx.Client(timeout=20) as browser:
        page = browser.get(site["authorize_url"], params=asked)
        login = str(page.url.join("/login"))
        page = browser.post(login, data=_hidden(page.text) | {"username": actor["user"], "password": actor["password"]})
        see("totp_code" in page.text, "the sign-in page did not ask for the one-time code")
        page = browser.post(login, data=_hidden(page.text) | {"totp_code": pyotp.TOTP(actor["totp_secret"]).now()})
        back = parse_qs(urlsplit(page.headers.get("location", "")).query)
        if back.get("state") != [asked["state"]] or "code" not in back:
            raise NotSeen(f"the sign-in page did not send anybody back: {page.status_code}")
        given = {"grant_type": "authorization_code", "code": back["code"][0], "code_verifier": verifier}
        kept = {name: asked[name] for name in ("client_id", "redirect_uri")}
        token = browser.post(site["token_url"], data=given | kept).json()
    see("id_token" in token, "the sign-in gave no token")
    return str(token["id_token"])


class _Form(HTMLParser):
    """Collects the hidden fields of a page's form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a hidden field."""
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden" and found.get("name"):
            self.fields[str(found["name"])] = found.get("value") or ""


def _hidden(page: str) -> dict[str, str]:
    form = _Form()
    form.feed(page)
    return form.fields
