"""The signed head of the log: a C2SP tlog-checkpoint in a C2SP signed note."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

_ECDSA = b"\x02"  # signature type of the signed-note specification: ECDSA over SHA-256
_DASH = "\u2014 "


@dataclass(frozen=True, slots=True)
class Head:
    """The size and root of a log, named by its origin."""

    origin: str
    size: int
    root: bytes

    def body(self) -> bytes:
        """The text that gets signed: origin, size, root in base64, a line each."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()


def key_id(origin: str, public_key: bytes) -> bytes:
    """Four bytes that say which key signed: SHA-256 of name, newline, type and key, cut."""
    return hashlib.sha256(origin.encode() + b"\n" + _ECDSA + public_key).digest()[:4]


def note(head: Head, *, signature: bytes, public_key: bytes) -> bytes:
    """The signed note: body, blank line, one signature line."""
    sealed = base64.b64encode(key_id(head.origin, public_key) + signature).decode()
    return head.body() + f"\n{_DASH}{head.origin} {sealed}\n".encode()


def read(text: bytes) -> tuple[Head, bytes]:
    """The head and the signature (DER) inside a note. Raises ValueError for what is no checkpoint."""
    body, _, signatures = text.decode().partition("\n\n")
    origin, size, root, *_ = body.split("\n")
    if not signatures.startswith(_DASH) or not size.isdecimal():
        raise ValueError("this is not a signed checkpoint")
    sealed = base64.b64decode(signatures.split("\n")[0].rsplit(" ", 1)[1], validate=True)
    return Head(origin, int(size), base64.b64decode(root, validate=True)), sealed[4:]
