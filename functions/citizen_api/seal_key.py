"""The center's public key and its fingerprint: what a court holds a release package against."""

from __future__ import annotations

import base64

from rtcc.access.model import Action
from rtcc.aws import seals
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Reply
from rtcc.http.visit import Visit
from rtcc.release import package

door = Door("citizen", "seal_key")


class SealKey(Reply):
    """The key: SHA-256 (hex) of its DER SubjectPublicKeyInfo, and that DER in base64."""

    algorithm: str
    fingerprint: str
    public_key: str


@door.route("GET", "/seal-key", action=Action.READ_ABOUT, sign_in=SignIn.NOBODY, record=Record.OPEN, reply=SealKey)
def seal_key(_visit: Visit) -> SealKey:
    """The key that seals the log and signs release packages."""
    key = seals.public_key()
    return SealKey(
        algorithm="ECDSA_P256_SHA256",
        fingerprint=package.fingerprint(key),
        public_key=base64.b64encode(key).decode(),
    )
