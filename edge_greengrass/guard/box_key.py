"""The box's own key: it signs what its owner allowed, so that a log that is not this box's is seen to be none.

P-256 from the nucleus' client (AWS-LC, constant time): no other package, and no arithmetic of our own with a secret.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from awscrt.crypto import EC, ECExportFormat, ECType

from edge_greengrass.guard import disk


class BoxKey:
    """A key pair, its private half in a file that only this component's user may read."""

    def __init__(self, key: EC) -> None:
        self._key = key
        self.public = bytes(key.export_key(ECExportFormat.SPKI))  # DER SubjectPublicKeyInfo

    @classmethod
    def read(cls, path: Path) -> BoxKey:
        """The key on disk. Raises OSError, and ValueError for what is no key: to make a new one would hide it."""
        try:
            return cls(EC.new_key_from_der_data(path.read_bytes()))
        except (RuntimeError, ValueError):
            raise ValueError(f"{path.name} holds no key") from None

    @classmethod
    def make(cls, path: Path) -> BoxKey:
        """A new key, on disk before it signs anything. Raises OSError."""
        spelled = _spelled_key()
        disk.write_whole(path, spelled)
        return cls(EC.new_key_from_der_data(spelled))

    def sign(self, message: bytes) -> bytes:
        """The signature (DER) over SHA-256 of the message."""
        return bytes(self._key.sign(hashlib.sha256(message).digest()))

    def is_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this key signed the message."""
        try:
            return bool(self._key.verify(hashlib.sha256(message).digest(), signature))
        except (RuntimeError, ValueError):
            return False


def _spelled_key() -> bytes:
    """A new key that can be read again: awscrt 0.36 spells one in 256 too short, and then does not take it back."""
    while True:
        spelled = bytes(EC.new_generate(ECType.P_256).export_key(ECExportFormat.PKCS8))
        with contextlib.suppress(RuntimeError, ValueError):
            EC.new_key_from_der_data(spelled)
            return spelled
