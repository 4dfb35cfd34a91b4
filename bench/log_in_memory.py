"""A custody log over a store in memory: the code that ships, its gates to S3 and KMS replaced, its reads counted."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rtcc.access.model import Action, Actor, Role
from rtcc.aws import blobs, seals
from rtcc.custody import sealing
from rtcc.custody import service as custody
from rtcc.custody.model import Line

BATCH = 10_000
LINES_A_SUBJECT = 10
_ANALYST = Actor("usr_analyst", Role.ANALYST, badge="7", ori="LA0", how="cognito+totp")


@dataclass(frozen=True, slots=True)
class Bare:
    """All of a line that the log is told of."""

    subject: str
    seq: int
    hash: str


class Log:
    """The log, and how often its store was read."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.reads = 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        os.environ |= {"BUCKET_LOG": "log", "LOG_ORIGIN": "rtcc.example.gov/custody"}
        for gate, ways in {
            blobs: {"fetch": self._fetch, "fetch_piece": self._piece, "put_locked": self._put},
            seals: {"sign": self._sign, "is_signed": lambda *_: True, "public_key": self.public_key},
        }.items():
            for name, way in ways.items():
                setattr(gate, name, way)

    def public_key(self) -> bytes:
        """The seal key's public half."""
        kind, shape = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(kind, shape)

    def grow(self, count: int, *, start: int) -> None:
        """Seal so many lines more, ten under each subject; `start` were there before."""
        for first in range(start, start + count, BATCH):
            numbers = range(first, min(first + BATCH, start + count))
            seal([Bare(f"evi_{n // LINES_A_SUBJECT}", n % LINES_A_SUBJECT + 1, os.urandom(32).hex()) for n in numbers])

    def chain(self, subject: str, length: int) -> list[Line]:
        """A subject's whole lines, sealed."""
        lines: list[Line] = []
        for n in range(length):
            draft = custody.line(_ANALYST, Action.READ_EVIDENCE, subject, reason="26-000123", facts={"n": n})
            lines.append(draft.after(lines[-1] if lines else None))
        sealing.seal(lines)
        return lines

    def minute(self, round_: int, subjects: int) -> list[Bare]:
        """A minute's worst: as many subjects as lines, half of them new, the others anywhere in the map."""
        new = [Bare(f"new_{round_}_{n}", 1, os.urandom(32).hex()) for n in range(BATCH // 2)]
        step = max(1, subjects // (BATCH - len(new)))
        old = [
            Bare(f"evi_{n * step}", LINES_A_SUBJECT + 1 + round_, hashlib.sha256(b"%d" % n).hexdigest())
            for n in range(min(subjects, BATCH - len(new)))
        ]
        return new + old

    def _fetch(self, _bucket: str, key: str) -> bytes | None:
        self.reads += 1
        return self.kept.get(key)

    def _piece(self, _bucket: str, key: str, *, start: int, length: int) -> bytes | None:
        self.reads += 1
        body = self.kept.get(key)
        return None if body is None else body[max(start, -len(body)) :][:length]

    def _put(self, _bucket: str, key: str, body: bytes, *, until: datetime, once: bool = True) -> str:  # noqa: ARG002 nothing is locked here
        if once and key in self.kept:
            raise ClientError({"Error": {"Code": "PreconditionFailed"}}, "PutObject")
        self.kept[key] = body
        return "v"

    def _sign(self, message: bytes) -> bytes:
        return self.key.sign(message, ec.ECDSA(hashes.SHA256()))


def seal(lines: Sequence[Bare]) -> None:
    """Seal lines of which only the log's part is there."""
    sealing.seal(cast("Sequence[Line]", lines))
