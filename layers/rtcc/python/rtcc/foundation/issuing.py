"""Writes X.509 certificates for the seal key: a root of its own, and under it one that may sign C2PA claims (RFC 5280).

Both hold the same key, which is KMS's and leaves it never: a root key made on the spot would be one more secret for
nothing. The root vouches for itself alone. What it is good for: whoever trusts the key's fingerprint can give it to a
reader of C2PA as an anchor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from rtcc.foundation.der import der_values

_NO_END = "99991231235959Z"  # RFC 5280, section 4.1.2.5: it has no well-defined end
_ECDSA_SHA256, _ORGANIZATION, _NAME = "2a8648ce3d040302", "55040a", "550403"
_BASIC, _USAGE, _PURPOSE, _SUBJECT_KEY, _ISSUER_KEY = "551d13", "551d0f", "551d25", "551d0e", "551d23"
# What it may sign: claims (1.3.6.1.4.1.62558.2.1, c2pa-kp-claimSigning), and, for readers that do not know that
# purpose yet, what they have always taken for it (1.3.6.1.5.5.7.3.4, emailProtection).
_CLAIMS, _MAIL = "2b0601040183e85e0201", "2b06010505070304"
_MOST_NAME = 64  # letters of a name (RFC 5280, appendix A.1)
Signing = Callable[[bytes], bytes]


def chain(agency: str, public_key: bytes, *, at: datetime, sign: Signing) -> list[bytes]:
    """The signer's certificate and its root, in DER, in force from that day on.

    `sign` gives an ECDSA signature in DER over SHA-256 by the key whose public half is given (SubjectPublicKeyInfo).
    """
    root, signer = _name(agency, "evidence center, its own root"), _name(agency, "evidence packages")
    by_key = hashlib.sha256(public_key).digest()[:20]
    issuer = _extension(_ISSUER_KEY, _der(0x30, _der(0x80, by_key)))
    held = _extension(_SUBJECT_KEY, _der(4, by_key))
    may_issue = (
        _extension(_BASIC, _der(0x30, _der(1, b"\xff"), _der(2, b"\0")), is_critical=True),
        _extension(_USAGE, _der(3, b"\x01\x06"), is_critical=True),  # certificates, lists of those taken back
        held,
    )
    may_sign = (
        _extension(_BASIC, _der(0x30), is_critical=True),
        _extension(_USAGE, _der(3, b"\x07\x80"), is_critical=True),  # signatures alone
        _extension(_PURPOSE, _der(0x30, _oid(_CLAIMS), _oid(_MAIL))),
        held,
        issuer,
    )
    return [
        _signed(_told(signer, root, public_key, at, may_sign), sign),
        _signed(_told(root, root, public_key, at, may_issue), sign),
    ]


def plain(signature: bytes) -> bytes:
    """An ECDSA signature in DER as r and s, 32 bytes each, the way COSE has it (RFC 9053, section 2.1)."""
    r, s = (int.from_bytes(part.body, "big") for part in der_values(signature)[0].parts())
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _told(subject: bytes, issuer: bytes, key: bytes, at: datetime, extensions: tuple[bytes, ...]) -> bytes:
    begins = f"{at:%Y%m%d}000000Z"
    serial = b"\x01" + hashlib.sha256(subject + issuer + key + begins.encode()).digest()[:15]
    time = _der(0x17, begins[2:].encode()) if begins < "2050" else _der(0x18, begins.encode())  # RFC 5280, 4.1.2.5
    return _der(
        0x30,
        _der(0xA0, _der(2, b"\x02")),
        _der(2, serial),
        _algorithm(),
        issuer,
        _der(0x30, time, _der(0x18, _NO_END.encode())),
        subject,
        key,
        _der(0xA3, _der(0x30, *extensions)),
    )


def _signed(told: bytes, sign: Signing) -> bytes:
    return _der(0x30, told, _algorithm(), _der(3, b"\0", sign(told)))


def _name(agency: str, what: str) -> bytes:
    words = ((_ORGANIZATION, agency), (_NAME, f"{agency[: _MOST_NAME - len(what) - 2]}: {what}"))
    parts = (_der(0x31, _der(0x30, _oid(kind), _der(0x0C, word[:_MOST_NAME].encode()))) for kind, word in words)
    return _der(0x30, *parts)


def _extension(kind: str, body: bytes, *, is_critical: bool = False) -> bytes:
    return _der(0x30, _oid(kind), _der(1, b"\xff") if is_critical else b"", _der(4, body))


def _algorithm() -> bytes:
    return _der(0x30, _oid(_ECDSA_SHA256))


def _oid(digits: str) -> bytes:
    return _der(6, bytes.fromhex(digits))


def _der(tag: int, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(length)]) + length + body
