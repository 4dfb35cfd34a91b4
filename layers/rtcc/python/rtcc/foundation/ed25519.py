"""Checks an Ed25519 signature in plain Python: verify only, no secret is ever here (RFC 8032, 5.1; FIPS 186-5).

Witnesses sign with it: it is the one cosignature of the C2SP's that every reader of such logs knows. No name here is
also one of `p256`: the court's program carries the text of both.
"""

from __future__ import annotations

import hashlib

_FIELD = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_CURVE = -121665 * pow(121666, -1, _FIELD) % _FIELD
_ROOT = pow(2, (_FIELD - 1) // 4, _FIELD)  # a square root of -1

Spread = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, x*y = T/Z


def is_cosigned(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the signature (64 bytes) over the message is by the key (32 bytes)."""
    if len(signature) != 64 or len(public_key) != 32:
        return False
    key, r = _unpacked(public_key), _unpacked(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= _ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % _ORDER
    left, right = _multiple(s, _BASE), _sum(r, _multiple(h, key))
    return (left[0] * right[2] - right[0] * left[2]) % _FIELD == (left[1] * right[2] - right[1] * left[2]) % _FIELD == 0


def _unpacked(data: bytes) -> Spread | None:
    """The point behind 32 bytes, in its one spelling; None when it is on no curve."""
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if y >= _FIELD:
        return None
    square = (y * y - 1) * pow(_CURVE * y * y + 1, -1, _FIELD) % _FIELD
    x = pow(square, (_FIELD + 3) // 8, _FIELD)
    if (x * x - square) % _FIELD:
        x = x * _ROOT % _FIELD
    if (x * x - square) % _FIELD or (x == 0 and odd):
        return None
    x = _FIELD - x if x & 1 != odd else x
    return x, y, 1, x * y % _FIELD


def _sum(a: Spread, b: Spread) -> Spread:
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % _FIELD, (a[1] + a[0]) * (b[1] + b[0]) % _FIELD
    three, four = 2 * a[3] * b[3] * _CURVE % _FIELD, 2 * a[2] * b[2] % _FIELD
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % _FIELD, g * h % _FIELD, f * g % _FIELD, e * h % _FIELD


def _multiple(number: int, point: Spread) -> Spread:
    found: Spread = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _sum(found, point)
        point = _sum(point, point)
        number >>= 1
    return found


_base = _unpacked((4 * pow(5, -1, _FIELD) % _FIELD).to_bytes(32, "little"))
assert _base
_BASE: Spread = _base
