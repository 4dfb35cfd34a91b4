"""A small HTTP server on loopback, in a thread of its own: what every stand-in and the front door listen with."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local.engine import HOST


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is no error of ours."""


@dataclass(frozen=True)
class Listener:
    """A running server and its address."""

    url: str
    port: int
    server: ThreadingHTTPServer

    def stop(self) -> None:
        """Stop listening. Requests under way may finish."""
        self.server.shutdown()
        self.server.server_close()


def listen(handler: type[BaseHTTPRequestHandler], *, port: int = 0) -> Listener:
    """Serve with this handler until stopped; port 0 takes a free one."""
    server = _Server((HOST, port), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    taken = int(server.server_address[1])
    return Listener(f"http://{HOST}:{taken}", taken, server)


class Answering(BaseHTTPRequestHandler):
    """A handler that speaks HTTP/1.1, logs nothing and answers whole bodies."""

    protocol_version = "HTTP/1.1"
    server_version = "rtcc-city"
    sys_version = ""
    timeout = 75

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the person."""

    def body(self) -> bytes:
        """The request's whole body."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send one whole response."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def answer_json(self, status: int, value: Any, **headers: str) -> None:
        """Send one value as JSON."""
        kind = {"Content-Type": "application/json"}
        self.answer(status, json.dumps(value).encode(), kind | headers)
