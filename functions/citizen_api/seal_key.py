"""The center's public key and its fingerprint: what a court holds a release package against."""

from __future__ import annotations

import base64

from rtcc.access.model import Action
from rtcc.aws import seals, settings
from rtcc.custody import witnesses
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Reply
from rtcc.http.visit import Visit

door = Door("citizen", "seal_key")


class Outsider(Reply):
    """A witness of the log, and the line by which its signatures are known: `name+hash+base64` (C2SP signed-note)."""

    name: str
    key: str


class SealKey(Reply):
    """The key: SHA-256 (hex) of its DER SubjectPublicKeyInfo, and that DER in base64; the log's name, and who watches.

    What this says of the log is for people who look. A court takes fingerprint and witnesses from somebody else.
    """

    algorithm: str
    fingerprint: str
    public_key: str
    origin: str
    witnesses: list[Outsider]


@door.route("GET", "/seal-key", action=Action.READ_ABOUT, sign_in=SignIn.NOBODY, record=Record.OPEN, reply=SealKey)
def seal_key(_visit: Visit) -> SealKey:
    """The key that seals the log and signs release packages."""
    key = seals.public_key()
    return SealKey(
        algorithm="ECDSA_P256_SHA256",
        fingerprint=seals.fingerprint(key),
        public_key=base64.b64encode(key).decode(),
        origin=settings.need("LOG_ORIGIN"),
        witnesses=[Outsider(name=one.name, key=one.line) for one in witnesses.configured()],
    )
