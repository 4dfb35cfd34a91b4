"""Has an authority outside the house say when the signed list was there (RFC 3161), and keeps its word with it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping

from rtcc.aws import authority
from rtcc.foundation import der, stamps
from rtcc.foundation.errors import Unavailable

RESPONSE, CHAIN, SIGNATURE = "stamp/release.tsr", "stamp/chain.pem", "stamp/release.tsr.sig"
_DOMAIN = "open-rtcc stamp v1"  # the seal key signs other things too: none of them can ever pass for this
_TRIES = 3
_MISSING = "the authority gave no stamp that holds"

Manifest = Callable[[dict[str, str] | None], bytes]


def stamped(manifest: Manifest) -> tuple[bytes, dict[str, bytes]]:
    """The signed list, and the files that stamp it.

    `manifest` spells the list with what it says of its stamp, so that nobody can take the stamp away unnoticed: whose
    it is and under which root; nothing where the city has no authority; and that the authority gave none when it was
    asked three times, for evidence must not wait for a stranger.
    """
    if not authority.url():
        return manifest(None), {}
    known = authority.certificates()
    told = {"authority": authority.url(), "root": hashlib.sha256(known[-1]).hexdigest() if known else ""}
    body = manifest(told)
    for _ in range(_TRIES):
        try:
            return body, _ask(body, known)
        except (Unavailable, stamps.Unstamped):
            continue
    return manifest(told | {"missing": _MISSING}), {}


def message(files: Mapping[str, bytes]) -> bytes:
    """What the center signs of a stamp: parts of a token are signed by nobody, and nobody may change those, either."""
    digests = (hashlib.sha256(files[path]).hexdigest() for path in (RESPONSE, CHAIN))
    return "\n".join((_DOMAIN, *digests, "")).encode()


def _ask(body: bytes, known: list[bytes]) -> dict[str, bytes]:
    nonce = secrets.randbits(64)
    response = authority.ask(stamps.question(hashlib.sha256(body).digest(), nonce=nonce))
    stamp = stamps.stamped(response, body, known)
    if stamp.nonce != nonce:
        raise stamps.Unstamped("it answers another question")
    if known and stamp.chain[-1] != known[-1]:
        raise stamps.Unstamped("it is under another root")
    return {RESPONSE: response, CHAIN: der.pem(stamp.chain)}
