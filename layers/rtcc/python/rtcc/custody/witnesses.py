"""Asks witnesses outside the house to sign each head that they saw grow (C2SP tlog-witness, tlog-cosignature).

A witness that is silent stops nothing. One that refuses has seen another past than the one that we show it.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from rtcc.aws import blobs, settings
from rtcc.custody import log
from rtcc.custody.proving import Prover
from rtcc.foundation import ed25519

_SECONDS = 5
_MOST_ANSWER = 64 * 1024
_COSIGNATURE = 4  # the type of a timestamped Ed25519 cosignature, before its key in a verifier key


class Said(StrEnum):
    """How a witness answered."""

    SIGNED = "signed"
    SILENT = "silent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Witness:
    """Where a witness is asked, and the name and key by which it is known."""

    url: str
    name: str
    id: bytes
    key: bytes

    @classmethod
    def of(cls, url: str, vkey: str) -> Witness:
        """Out of a signed-note verifier key, `name+hash+base64`. Raises ValueError for another kind of key."""
        name, hashed, key = vkey.split("+", 2)
        found = base64.b64decode(key, validate=True)
        if len(found) != 33 or found[0] != _COSIGNATURE:
            raise ValueError("a witness signs with Ed25519 cosignatures, type 4")
        return cls(url.rstrip("/"), name, bytes.fromhex(hashed), found[1:])

    @property
    def line(self) -> str:
        """The verifier key by which others know it."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([_COSIGNATURE]) + self.key).decode()}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one witness said: its signature line, or why there is none."""

    witness: str
    said: Said
    line: bytes = b""
    why: str = ""


def configured() -> list[Witness]:
    """The witnesses that this city named; none by default."""
    return [Witness.of(one["url"], one["key"]) for one in json.loads(settings.perhaps("WITNESSES") or "[]")]


def ask(witnesses: Sequence[Witness]) -> list[Answer]:
    """Ask each to sign the newest head, and put the signatures that hold beside our own."""
    text = log.note()
    if not witnesses or text is None:
        return []
    prover = Prover(text)
    with ThreadPoolExecutor(len(witnesses)) as pool:
        answers = list(pool.map(lambda one: _asked(one, prover), witnesses))
    known = text.split(b"\n")
    fresh = [answer.line for answer in answers if answer.said is Said.SIGNED and answer.line.strip() not in known]
    if fresh:
        blobs.put_locked(
            settings.need("BUCKET_LOG"), "checkpoint", text + b"".join(fresh), until=log.until(), once=False
        )
    return answers


def cosigned_at(witness: Witness, note: bytes) -> int | None:
    """When this witness signed the note's head (seconds since 1970); None when it did not."""
    body, _, signatures = note.rpartition(b"\n\n")
    for line in signatures.split(b"\n"):
        words = line.decode("utf-8", "replace").split(" ")
        if len(words) != 3 or words[:2] != ["\u2014", witness.name]:
            continue
        sealed = base64.b64decode(words[2])
        at = int.from_bytes(sealed[4:12], "big")
        message = f"cosignature/v1\ntime {at}\n".encode() + body + b"\n"
        if sealed[:4] == witness.id and ed25519.is_cosigned(message, sealed[12:], witness.key):
            return at
    return None


def _asked(witness: Witness, prover: Prover) -> Answer:
    """Ask once with what it may have seen last, and again with what it says that it has."""
    old = 0
    for _ in range(2):
        try:
            status, body = _post(witness.url, _request(prover, old))
        except (OSError, ValueError) as lost:
            return Answer(witness.name, Said.SILENT, why=type(lost).__name__)
        if status == 409 and body.strip().isdigit() and old != int(body) <= prover.size:
            old = int(body)
            continue
        break
    if status == 200:
        return _signed(witness, prover, body)
    if status >= 500 or status == 429:
        return Answer(witness.name, Said.SILENT, why=str(status))
    return Answer(witness.name, Said.REFUSED, why=_why(status, body, prover.size))


def _why(status: int, body: bytes, size: int) -> str:
    """A refusal for people to read: a witness answers 409 with the size of the head that it knows."""
    said = body[:200].decode("utf-8", "replace").strip()
    if status == 409 and said.isdigit() and int(said) > size:
        return f"it has signed a log of {said} entries before, and is shown one of {size}"
    if status == 409 and said == str(size):
        return f"it has signed another log of {said} entries before: this one has another root"
    return f"{status} {said}"


def _signed(witness: Witness, prover: Prover, body: bytes) -> Answer:
    """Its own lines alone are taken over."""
    for line in body.splitlines(keepends=True):
        if cosigned_at(witness, b"\n\n".join((prover.note.partition(b"\n\n")[0], line))) is not None:
            return Answer(witness.name, Said.SIGNED, line.rstrip(b"\n") + b"\n")
    return Answer(witness.name, Said.SILENT, why="its answer bears no signature by its key")


def _request(prover: Prover, old: int) -> bytes:
    path = "".join(base64.b64encode(one).decode() + "\n" for one in prover.consistency(old))
    return f"old {old}\n{path}\n".encode() + prover.note


def _post(url: str, body: bytes) -> tuple[int, bytes]:
    """Only to https, or to this machine; no redirection is followed."""
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise ValueError("a witness is asked over https")
    told = {"Content-Type": "text/plain"}
    asked = urllib.request.Request(f"{url}/add-checkpoint", data=body, headers=told)  # noqa: S310 judged above
    try:
        with _opener.open(asked, timeout=_SECONDS) as answer:
            return answer.status, answer.read(_MOST_ANSWER)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read(_MOST_ANSWER)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Whoever is asked answers themselves."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""
        return


_opener = urllib.request.build_opener(_NoRedirect(), urllib.request.ProxyHandler({}))
