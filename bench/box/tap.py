"""A tap on the cable between the box and the streams: it passes everything on, and notes when the last byte came by."""

from __future__ import annotations

import re
import socket
import threading
import time
from contextlib import suppress

_NAME = re.compile(rb"x-amzn-stream-name: *(\S+)", re.IGNORECASE)


class Tap:
    """Listens on loopback and passes on to `port`. `last`: when a byte of a stream's PutMedia left the box."""

    def __init__(self, port: int) -> None:
        self._port, self.last = port, dict[str, float]()
        self.bytes, self.requests = dict[str, int](), dict[str, int]()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Take nobody in any more."""
        self._door.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                link, _ = self._door.accept()
                threading.Thread(target=self._join, args=(link,), daemon=True).start()

    def _join(self, box: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self._port))
        back = threading.Thread(target=self._answers, args=(far, box), daemon=True)
        back.start()
        name, head = "", b""
        with suppress(OSError):
            while data := box.recv(1 << 16):
                now = time.monotonic()
                if not name and len(head) < 1 << 14:
                    head += data
                    found = _NAME.search(head)
                    name = found[1].decode() if found and head.startswith(b"POST /putMedia") else ""
                    self.requests[name] = self.requests.get(name, 0) + bool(name)
                if name:
                    self.last[name], self.bytes[name] = now, self.bytes.get(name, 0) + len(data)
                far.sendall(data)
        for one in (far, box):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _answers(self, far: socket.socket, box: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(1 << 16):
                box.sendall(data)
        with suppress(OSError):
            box.shutdown(socket.SHUT_WR)
