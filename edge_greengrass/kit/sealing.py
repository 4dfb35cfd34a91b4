"""Seals how to sign in to a camera, so that a copy of the list of cameras tells no password (abuse 65, P2.2).

HMAC-SHA256 in counter mode for secrecy, HMAC-SHA256 over all of it for truth (encrypt-then-MAC): the standard library
carries no cipher. The key lies beside the list: who holds the whole disk, or runs as the box's user, opens the seal.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

NAME = "seal.keys"  # in the shared work folder: {id: base64 of 32 bytes}, the newest last
_NONCE, _TAG, _BLOCK, _PADDED = 16, 32, 32, 128  # bytes; what is sealed is padded, so that no length is told


class Seal:
    """The keys of one box: the newest one seals, any of them opens."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = dict(keys)

    @classmethod
    def read(cls, home: Path) -> Seal:
        """The keys on disk; none when there are none yet. Raises OSError, and ValueError for what are no keys."""
        path = home / NAME
        if not path.exists():
            return cls({})
        try:
            keys = {str(name): base64.b64decode(key, validate=True) for name, key in _object(path.read_bytes()).items()}
        except TypeError:
            raise ValueError("the box's seal cannot be read") from None
        if any(len(key) != _BLOCK for key in keys.values()):
            raise ValueError("the box's seal cannot be read")
        return cls(keys)

    def with_new_key(self) -> Seal:
        """The same, and a key more, which seals from now on."""
        return Seal(self._keys | {secrets.token_hex(4): secrets.token_bytes(_BLOCK)})

    def with_newest_alone(self) -> Seal:
        """What only the newest key sealed can still be opened."""
        return Seal(dict(list(self._keys.items())[-1:]))

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be sealed."""
        return not self._keys

    def spelled(self) -> bytes:
        """As it lies on disk."""
        return json.dumps({name: base64.b64encode(key).decode() for name, key in self._keys.items()}).encode()

    def close(self, facts: Mapping[str, str], *, bound_to: str) -> str:
        """The facts as one sealed text, which opens only beside what it is bound to."""
        name, key = list(self._keys.items())[-1]
        plain = json.dumps(facts).encode()
        nonce = os.urandom(_NONCE)
        hidden = _mixed(key, nonce, plain.ljust(-(-len(plain) // _PADDED) * _PADDED))
        return f"{name}.{base64.b64encode(nonce + hidden + _tag(key, nonce + hidden, bound_to)).decode()}"

    def open(self, sealed: str, *, bound_to: str) -> dict[str, str]:
        """The facts. Raises ValueError: for a seal that is broken, of another box, or bound to something else."""
        name, _, text = sealed.partition(".")
        key = self._keys.get(name)
        box = base64.b64decode(text, validate=True)
        hidden, tag = box[:-_TAG], box[-_TAG:]
        if key is None or len(box) < _NONCE + _TAG or not hmac.compare_digest(tag, _tag(key, hidden, bound_to)):
            raise ValueError("this was not sealed here")
        facts = _object(_mixed(key, hidden[:_NONCE], hidden[_NONCE:]))
        return {str(one): str(value) for one, value in facts.items()}


def bound(camera: str, address: str) -> str:
    """What a camera's sign-in is bound to: moved to another camera or another address, it opens nowhere."""
    return f"{camera} {address}"


def _object(text: bytes) -> dict[str, str]:
    facts = json.loads(text)
    if not isinstance(facts, dict):
        raise ValueError("no object")
    return facts


def _part(key: bytes, use: bytes) -> bytes:
    return hmac.digest(key, use, hashlib.sha256)


def _mixed(key: bytes, nonce: bytes, text: bytes) -> bytes:
    hide = _part(key, b"hide")
    counts = range(-(-len(text) // _BLOCK))
    stream = b"".join(hmac.digest(hide, nonce + count.to_bytes(8, "big"), hashlib.sha256) for count in counts)
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def _tag(key: bytes, hidden: bytes, bound_to: str) -> bytes:
    bound = bound_to.encode()
    return hmac.digest(_part(key, b"prove"), len(bound).to_bytes(4, "big") + bound + hidden, hashlib.sha256)
