#!/usr/bin/env python3
"""Watches a custody log for a court, a defender or an oversight board: one file, Python 3.8 or newer, and openssl.

    python3 witness.py make-key --name witness.example/clerk --state /var/lib/witness
    python3 witness.py watch --name witness.example/clerk --state /var/lib/witness --origin ORIGIN --log-key key.der.b64

It remembers the last head of the log that it saw. It signs a new head only when the log proves that the new one begins
with all of the old one: then nobody can show it, or anybody, another past. (C2SP tlog-witness, tlog-cosignature)
Each head that it signed stays in its file `heads`, with both signatures: the copy that is not in the center's hands.
Put a web server with TLS before it. Run it under an account, on a machine, that the center does not administer.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MOST = 64 * 1024  # bytes of a request; a proof has at most 63 hashes
EMPTY = hashlib.sha256(b"").digest()


class Refused(Exception):
    """What is answered instead of a signature: a status, a sentence, and its type."""

    def __init__(self, status: int, said: str, kind: str = "text/plain; charset=utf-8") -> None:
        super().__init__(said)
        self.status, self.said, self.kind = status, said, kind


class Witness:
    """One witness of one log: its key and the last head are files of one folder."""

    def __init__(self, name: str, state: Path, origin: str, log_key: bytes) -> None:
        self.name, self.state, self.origin = name, state, origin
        self.log_key = log_key
        self.public = public_key(state)
        self._turn = threading.Lock()
        self._alone = (state / "lock").open("w")  # held as long as this runs: two would have two memories
        fcntl.flock(self._alone, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def last(self) -> tuple[int, bytes]:
        """The size and root of the last head that was signed."""
        try:
            size, root = (self.state / "head").read_text().split()
        except FileNotFoundError:
            return 0, EMPTY
        return int(size), base64.b64decode(root)

    def add_checkpoint(self, body: bytes) -> bytes:
        """Judge a request; returns the cosignature line. Raises Refused."""
        old, path, note = read_request(body)
        text, _, signatures = note.rpartition(b"\n\n")
        origin, size, root = read_head(text + b"\n")
        if origin != self.origin:
            raise Refused(404, "This witness does not know that log.")
        own = next((line for line in signatures.split(b"\n") if self._is_logs(text + b"\n", line)), None)
        if own is None:
            raise Refused(403, "The log's key did not sign this head.")
        if old > size:
            raise Refused(400, "The old size is larger than the new one.")
        with self._turn:
            known, was = self.last()
            if old != known or (old == size and root != was):
                raise Refused(409, f"{known}\n", "text/x.tlog.size")
            if not only_grew(path, (old, was), (size, root)):
                raise Refused(422, "The new head does not begin with all of the old one.")
            write_durably(self.state / "head", f"{size} {base64.b64encode(root).decode()}\n".encode())
            cosigned = self._cosign(text + b"\n")
            if size > known or not known:
                append(self.state / "heads", text + b"\n\n" + own + b"\n" + cosigned + b"\n")
            return cosigned

    def _cosign(self, text: bytes) -> bytes:
        now = int(time.time())
        signature = sign(self.state, b"cosignature/v1\ntime %d\n" % now + text)
        sealed = key_id(self.name, self.public) + now.to_bytes(8, "big") + signature
        return f"\u2014 {self.name} {base64.b64encode(sealed).decode()}\n".encode()

    def _is_logs(self, text: bytes, line: bytes) -> bool:
        wanted = f"\u2014 {self.origin} ".encode()
        if not line.startswith(wanted):
            return False
        sealed = from_base64(line[len(wanted) :])
        return len(sealed) > 4 and is_signed(text, sealed[4:], self.log_key)


# Reading, strictly.


def read_request(body: bytes) -> tuple[int, list[bytes], bytes]:
    """Old size, consistency path and checkpoint of an add-checkpoint request."""
    words, blank, note = body.partition(b"\n\n")
    head, *lines = words.split(b"\n")
    if not blank or not head.startswith(b"old ") or len(lines) > 63:
        raise Refused(400, "This is not a request of the add-checkpoint form.")
    path = [from_base64(line) for line in lines]
    if any(len(one) != 32 for one in path):
        raise Refused(400, "A line of the proof is not a hash.")
    return number(head[4:]), path, note


def read_head(text: bytes) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint."""
    lines = text.split(b"\n")
    root = from_base64(lines[2]) if len(lines) > 3 else b""
    if len(root) != 32:
        raise Refused(400, "This is not a checkpoint.")
    try:
        return lines[0].decode("utf-8"), number(lines[1]), root
    except UnicodeDecodeError:
        raise Refused(400, "This is not a checkpoint.") from None


def number(text: bytes) -> int:
    """A size in its one spelling."""
    if not text.isdigit() or len(text) > 18 or (text[:1] == b"0" and text != b"0"):
        raise Refused(400, "This is not a size.")
    return int(text)


def from_base64(text: bytes) -> bytes:
    """The bytes behind base64 in its one spelling; nothing for anything else."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return found if base64.b64encode(found) == text else b""


# The log: the very text of rtcc.foundation.merkle.


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbors (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def only_grew(path: list[bytes], old: tuple[int, bytes], new: tuple[int, bytes]) -> bool:
    """Whether the log of the head `new` (size, root) begins with all of the log of `old` (RFC 9162, 2.1.4.2)."""
    (first, was), (second, now) = old, new
    if first == 0 or first >= second:
        return not path and (first == 0 or (first, was) == (second, now))
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    rest = list(path) if fn else [was, *path]
    if not rest:
        return False
    before = after = rest.pop(0)
    for beside in rest:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            before, after = node(beside, before), node(beside, after)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            after = node(after, beside)
        fn, sn = fn >> 1, sn >> 1
    return (before, after, sn) == (was, now, 0)


# Keys: openssl holds the pen, so that no secret is handled here.


def make_key(state: Path, name: str) -> str:
    """Make the key, once, and return the line by which others know it."""
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (state / "key.pem").exists():
        os.umask(0o077)
        openssl("genpkey", "-algorithm", "ed25519", "-out", str(state / "key.pem"))
    public = public_key(state)
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(bytes([4]) + public).decode()}"


def public_key(state: Path) -> bytes:
    """The 32 bytes of the witness's public key."""
    return openssl("pkey", "-in", str(state / "key.pem"), "-pubout", "-outform", "DER")[-32:]


def key_id(name: str, public: bytes) -> bytes:
    """Four bytes that say which key signed (tlog-cosignature)."""
    return hashlib.sha256(name.encode() + b"\n\x04" + public).digest()[:4]


def sign(state: Path, message: bytes) -> bytes:
    """An Ed25519 signature."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "message"
        place.write_bytes(message)
        return openssl("pkeyutl", "-sign", "-inkey", str(state / "key.pem"), "-rawin", "-in", str(place))


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the log's key (DER) signed the message: ECDSA P-256 over SHA-256."""
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("key", "signature", "message")]
        for place, body in zip(places, (key, signature, message)):  # noqa: B905 an old Python knows no strict
            place.write_bytes(body)
        asked = ["dgst", "-sha256", "-keyform", "DER", "-verify", str(places[0]), "-signature", str(places[1])]
        try:
            return openssl(*asked, str(places[2])).strip() == b"Verified OK"
        except subprocess.CalledProcessError:
            return False


def openssl(*words: str) -> bytes:
    """What openssl answers."""
    return subprocess.run(["openssl", *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def write_durably(place: Path, body: bytes) -> None:
    """Put a file in the place of another so that after a crash one of the two is there, whole."""
    fresh = place.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place)
    folder = os.open(str(place.parent), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def append(place: Path, body: bytes) -> None:
    """Add to the end of a file, on the disk before this returns."""
    with place.open("ab") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


class Door(BaseHTTPRequestHandler):
    """POST /add-checkpoint, and nothing else."""

    witness: Witness
    timeout = 20

    def do_POST(self) -> None:
        """Answer with a cosignature, or say why not."""
        try:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint" or not length.isdigit() or int(length) > MOST:
                raise Refused(404, "There is nothing at this address.")
            self._say(200, "text/plain; charset=utf-8", self.witness.add_checkpoint(self.rfile.read(int(length))))
        except Refused as no:
            self._say(no.status, no.kind, no.said.encode())

    def _say(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> int:
    """Read the command line; make a key, or watch."""
    parser = argparse.ArgumentParser(description="A witness of a custody log.")
    parser.add_argument("do", choices=["make-key", "watch"])
    parser.add_argument("--name", required=True, help="this witness, as an address without https://")
    parser.add_argument("--state", required=True, type=Path, help="the folder of its key and its memory: keep both")
    parser.add_argument("--origin", help="the first line of the log's heads")
    parser.add_argument("--log-key", type=Path, help="the center's public key: key.der.b64 of any package")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8642)
    asked = parser.parse_args()
    if asked.do == "make-key":
        print(make_key(asked.state, asked.name))
        return 0
    if not asked.origin or not asked.log_key:
        parser.error("watch needs --origin and --log-key")
    Door.witness = Witness(asked.name, asked.state, asked.origin, base64.b64decode(asked.log_key.read_bytes()))
    server = ThreadingHTTPServer((asked.host, asked.port), Door)
    print(f"http://{asked.host}:{server.server_port}", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
