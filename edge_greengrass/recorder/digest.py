"""Answers a camera's question who we are: Basic, and Digest with MD5 or SHA-256 (RFC 7616, RFC 7617, RFC 2069)."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

_PART = re.compile(
    r'(?P<name>[A-Za-z0-9-]{1,40})\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"]+))'
    r"|(?P<scheme>[A-Za-z][A-Za-z0-9-]{0,40})"
)
# MD5 is what most cameras still ask for; it protects a password on the site's own wire, nothing else.
_HASHES: dict[str, Callable[[bytes], str]] = {
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}
_STRENGTH = ("sha-256", "sha-256-sess", "md5", "md5-sess", "basic")


@dataclass(frozen=True, slots=True)
class Challenge:
    """One WWW-Authenticate header: its scheme in lower case and its parameters."""

    scheme: str
    parameters: Mapping[str, str]

    @property
    def kind(self) -> str:
        """`basic`, or the digest's algorithm in lower case; what we do not know is of no use."""
        return "basic" if self.scheme == "basic" else self.parameters.get("algorithm", "MD5").lower()


def read(header: str) -> list[Challenge]:
    """Read the challenges of one header: a camera may put several into one line (RFC 9110, 11.6.1)."""
    found: list[Challenge] = []
    parameters: dict[str, str] = {}
    for part in _PART.finditer(header):
        if part["scheme"]:
            parameters = {}
            found.append(Challenge(part["scheme"].lower(), parameters))
        else:
            quoted = part["quoted"]
            said = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else part["plain"]
            parameters.setdefault(part["name"].lower(), said)
    return found


def strongest(headers: Sequence[str]) -> Challenge | None:
    """The best challenge that we can answer, or None."""
    all_of_them = [one for header in headers for one in read(header)]
    known = [one for one in all_of_them if one.scheme in ("basic", "digest") and one.kind in _STRENGTH]
    return min(known, key=lambda one: _STRENGTH.index(one.kind), default=None)


@dataclass(slots=True)
class Login:
    """A user's name and password, and the challenge that they answer."""

    user: str
    password: str = field(repr=False)
    challenge: Challenge | None = None
    _count: int = 0

    def meet(self, challenge: Challenge) -> None:
        """Answer this challenge from now on."""
        self.challenge, self._count = challenge, 0

    def answer(self, method: str, uri: str, *, cnonce: str = "") -> str | None:
        """The Authorization header for one request, or None when nobody asked."""
        if self.challenge is None:
            return None
        if self.challenge.scheme == "basic":
            return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        self._count += 1
        return self._digest(self.challenge.parameters, method, uri, cnonce or secrets.token_hex(8))

    def _digest(self, asked: Mapping[str, str], method: str, uri: str, cnonce: str) -> str:
        algorithm = asked.get("algorithm", "MD5")
        hashed = _HASHES[algorithm.upper().removesuffix("-SESS")]
        realm, nonce, count = asked.get("realm", ""), asked.get("nonce", ""), f"{self._count:08x}"
        who = hashed(f"{self.user}:{realm}:{self.password}".encode())
        if algorithm.lower().endswith("-sess"):
            who = hashed(f"{who}:{nonce}:{cnonce}".encode())
        what = hashed(f"{method}:{uri}".encode())
        with_qop = "auth" in [one.strip() for one in asked.get("qop", "").split(",")]
        middle = f"{nonce}:{count}:{cnonce}:auth" if with_qop else nonce
        said = {"username": self.user, "realm": realm, "nonce": nonce, "uri": uri}
        said |= {"response": hashed(f"{who}:{middle}:{what}".encode())}
        parts = [f'{name}="{_quoted(value)}"' for name, value in said.items()]
        parts += [f"algorithm={algorithm}"] if "algorithm" in asked else []
        parts += [f'opaque="{_quoted(asked["opaque"])}"'] if "opaque" in asked else []
        parts += ["qop=auth", f"nc={count}", f'cnonce="{cnonce}"'] if with_qop else []
        return "Digest " + ", ".join(parts)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
