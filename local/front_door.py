"""The city's one origin: pages, the APIs behind them, the drawn map and the outbox.

Stands in for CloudFront. It caches nothing, speaks no TLS (so it sends no HSTS) and has no firewall.
"""

from __future__ import annotations

import http.client
import json
import mimetypes
import time
import urllib.request
from typing import Any
from urllib.parse import unquote, urlsplit

from infrastructure.page_headers import HEADERS, SHOWING, content_security_policy
from local.listener import Answering, Listener, listen
from local.pages import SIGNED_IN, Site
from local.progress import Stopped

MOST_BYTES = 1 << 20
_HOP = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "content-length", "host"}
)
_OURS = frozenset(name.lower() for name in HEADERS) | {"date", "server"}
_UPSTREAM_SECONDS = 30
_ANSWERS_WITHIN = 30.0
_AUDIENCES = ("citizen", *SIGNED_IN)
_HTML = "text/html; charset=utf-8"


def start(site: Site, *, port: int) -> Listener:
    """Open the door."""

    class Handler(_Door):
        shown = site

    return listen(Handler, port=port)


def must_answer(url: str) -> None:
    """Wait until an address answers well. Raises Stopped with the reason when it does not."""
    deadline, why = time.monotonic() + _ANSWERS_WITHIN, ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=_ANSWERS_WITHIN):
                return
        except OSError as trouble:
            why = str(trouble)
            time.sleep(0.3)
    raise Stopped(f"{url} does not answer: {why}")


class _Door(Answering):
    shown: Site

    def do_GET(self) -> None:
        """Answer from an API, a document made at start, the outbox or a file."""
        path = unquote(urlsplit(self.path).path)
        if path.startswith("/api/"):
            return self._pass_on()
        if path[1:] in SIGNED_IN:
            return self._send(308, b"", {"Location": f"{path}/"})
        if path == "/outbox.json":
            return self._send_json(200, self.shown.outbox())
        if path.startswith("/log/"):
            return self._send_log(path)
        if path in self.shown.documents:
            return self._send_json(200, self.shown.documents[path])
        return self._send_file(path)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Only APIs take what people send, and the outbox takes answers."""
        if self.path.startswith("/api/"):
            return self._pass_on()
        if self.path == "/outbox/answers" and self.command == "POST":
            return self._take_answer()
        return self._refuse(405, "Method not allowed", "This page is only read.")

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

    def _take_answer(self) -> None:
        """What somebody answers on the outbox's page, as the telephone that got the text."""
        try:
            said = json.loads(self.body())
            self.shown.answer(str(said["from"]), str(said["words"])[:1600])
        except (ValueError, KeyError, TypeError):
            return self._refuse(422, "Not understood", "Say from which telephone, and the words.")
        return self._send_json(202, {})

    def _pass_on(self) -> None:
        audience, _, rest = self.path.removeprefix("/api/").partition("/")
        base = self.shown.apis.get(audience) if audience in _AUDIENCES else None
        length = self.headers.get("Content-Length") or "0"
        if base is None:
            return self._refuse(404, "Not found", "There is nothing here.")
        if self.headers.get("Transfer-Encoding") or not length.isdigit():
            return self._refuse(411, "Length required", "Say how long the body is.")
        if int(length) > MOST_BYTES:
            self._discard(int(length))
            return self._refuse(413, "Too large", "A request to this API holds at most 1 MB.")
        try:
            status, headers, body = self._ask(f"{base}/{rest}", self.body())
        except (OSError, http.client.HTTPException):
            return self._refuse(502, "No answer", "The service did not answer. Try again.")
        return self._send(status, body, headers)

    def _discard(self, length: int) -> None:
        """Read a little of what is too much: who is cut off while sending never sees the answer."""
        left = min(length, 8 * MOST_BYTES)
        while left > 0 and (read := self.rfile.read(min(left, 1 << 16))):
            left -= len(read)

    def _ask(self, url: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        target = urlsplit(url)
        assert target.hostname
        passed = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        before = passed.pop("X-Forwarded-For", "")
        passed["X-Forwarded-For"] = ", ".join(filter(None, (before, self.client_address[0])))
        link = http.client.HTTPConnection(target.hostname, target.port, timeout=_UPSTREAM_SECONDS)
        try:
            link.request(self.command, f"{target.path}{f'?{target.query}' if target.query else ''}", body, passed)
            answer = link.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP | _OURS}
            return answer.status, kept, answer.read()
        finally:
            link.close()

    def _send_file(self, path: str) -> None:
        found = self.shown.file(path)
        if found is None:
            return self._send(
                404, b"<!doctype html><title>Not found</title><h1>Not found</h1>", {"Content-Type": _HTML}
            )
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        text = kind.startswith("text/") or kind.endswith("javascript")
        lasting = "/assets/" in path  # their names bear a hash of what they hold
        cache = "public, max-age=31536000, immutable" if lasting else "no-cache"
        headers = {"Content-Type": f"{kind}; charset=utf-8" if text else kind, "Cache-Control": cache}
        return self._send(200, found.read_bytes(), headers)

    def _send_log(self, path: str) -> None:
        found = self.shown.log(path)
        if found is None:
            return self._refuse(404, "Not found", "The log shows nothing here.")
        return self._send(200, found.body, {"Content-Type": "application/octet-stream", "Last-Modified": found.since})

    def _send_json(self, status: int, value: Any) -> None:
        kind = "application/json" if status < 400 else "application/problem+json"
        self._send(status, json.dumps(value).encode(), {"Content-Type": kind, "Cache-Control": "no-store"})

    def _refuse(self, status: int, title: str, detail: str) -> None:
        self.close_connection = True  # what was sent may not have been read
        slug = title.lower().replace(" ", "-")
        self._send_json(
            status, {"type": f"urn:rtcc:problem:{slug}", "title": title, "status": status, "detail": detail}
        )

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        images = self.shown.previews if self.path.startswith(SHOWING) else []
        policy = {"Content-Security-Policy": content_security_policy(self.shown.connect, images)}
        self.answer(status, body, HEADERS | policy | headers)
