"""Stands between a browser and the store: loses every fifth part on purpose, and remembers what became of each try."""

from __future__ import annotations

import http.client
import random
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PART = re.compile(r"partNumber=(\d+)")
DROPPED, BUSY, LOST, TAKEN = "dropped", "busy", "answer lost", "taken"


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of a browser that went away: here they are killed on purpose."""

    def handle_error(self, *_: Any) -> None:
        """Nobody is left to tell."""


class Faults:
    """`share` of all tries to send a part go wrong: cut off, answered 503, or taken with its answer lost."""

    def __init__(self, share: float) -> None:
        self.share, self.tries = share, list[tuple[int, str]]()
        self.killed_after = 0
        self.on_taken: Callable[[], None] = lambda: None
        self._chance, self._one, self._store = random.Random(7), threading.Lock(), ""
        self._server = Quiet(("127.0.0.1", 0), self._handler())

    def before(self, store: str) -> str:
        """Stand before this store; the address at which it answers through us."""
        self._store = store.removeprefix("http://")
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stand there no more."""
        self._server.shutdown()

    def taken(self) -> set[int]:
        """The parts whose sender was told that they arrived."""
        return {number for number, what in self.tries if what == TAKEN}

    def sent_again(self) -> list[int]:
        """The parts that were sent once more although their sender had been told that they arrived."""
        told, again = set[int](), []
        for number, what in self.tries:
            if number in told:
                again.append(number)
            if what == TAKEN:
                told.add(number)
        return again

    def _fate(self) -> str:
        with self._one:
            if self._chance.random() >= self.share:
                return TAKEN
            return self._chance.choice((DROPPED, BUSY, LOST))

    def _note(self, number: int, what: str) -> None:
        with self._one:
            self.tries.append((number, what))
        self.on_taken()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        faults = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def _pass(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                part = _PART.search(self.path) if self.command == "PUT" else None
                fate = faults._fate() if part else TAKEN
                if fate in (TAKEN, LOST):
                    status, headers, said = faults._ask(self.command, self.path, self.headers, body)
                else:
                    status, headers, said = 503, [("Access-Control-Allow-Origin", "*")], b""
                if part:
                    faults._note(int(part[1]), fate if status < 300 or fate == BUSY else f"{status}")
                if fate in (DROPPED, LOST):
                    self.close_connection = True
                    return
                self._say(status, headers, said)

            def _say(self, status: int, headers: list[tuple[str, str]], said: bytes) -> None:
                self.send_response(status)
                for name, value in headers:
                    if name.lower() not in {"content-length", "transfer-encoding", "connection", "date", "server"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(said)

            do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = do_OPTIONS = _pass

        return Handler

    def _ask(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        line = http.client.HTTPConnection(self._store, timeout=60)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            line.putheader(name, value)
        line.endheaders(body)
        answer = line.getresponse()
        said = answer.read()
        line.close()
        return answer.status, answer.getheaders(), said
