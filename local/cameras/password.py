"""Digest sign-in as cameras ask for it (RFC 7616; MD5 for old ones, SHA-256 for new ones)."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

REALM = "street camera"
_FIELD = re.compile(r'(\w+)=(?:"([^"]*)"|([^,\s]+))')


class Password:
    """Who may watch. A nonce is good for one connection."""

    def __init__(self, user: str, password: str, algorithm: str) -> None:
        self._user, self._password, self._algorithm = user, password, algorithm

    def challenge(self, nonce: str) -> str:
        """What an answer must be made of."""
        return f'Digest realm="{REALM}", nonce="{nonce}", algorithm={self._algorithm}, qop="auth"'

    def is_known(self, header: str, method: str, nonce: str) -> bool:
        """Whether the header was made with the right name and password, for this method and this nonce."""
        said = {name: quoted or plain for name, quoted, plain in _FIELD.findall(header)}
        if not header.startswith("Digest ") or said.get("nonce") != nonce or said.get("username") != self._user:
            return False
        middle = [said[name] for name in ("nc", "cnonce", "qop") if name in said]
        secret = self._hash(f"{self._user}:{REALM}:{self._password}")
        wanted = self._hash(":".join([secret, nonce, *middle, self._hash(f"{method}:{said.get('uri', '')}")]))
        return hmac.compare_digest(wanted, said.get("response", ""))

    def _hash(self, text: str) -> str:
        kind = hashlib.sha256 if self._algorithm == "SHA-256" else hashlib.md5
        return kind(text.encode()).hexdigest()


def nonce() -> str:
    """A fresh one."""
    return secrets.token_hex(16)
