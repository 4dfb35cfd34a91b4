"""Checks an Ed25519 signature in plain Python: verify only, no secret is ever here (RFC 8032, 5.1; FIPS 186-5).

Witnesses sign with it: it is the one cosignature of the C2SP's that every reader of such logs knows.
"""

from __future__ import annotations

import hashlib

_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)  # a square root of -1

Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, x*y = T/Z


def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the signature (64 bytes) over the message is by the key (32 bytes)."""
    if len(signature) != 64 or len(public_key) != 32:
        return False
    key, r = _point(public_key), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= _Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % _Q
    left, right = _times(s, _BASE), _add(r, _times(h, key))
    return (left[0] * right[2] - right[0] * left[2]) % _P == (left[1] * right[2] - right[1] * left[2]) % _P == 0


def _point(data: bytes) -> Point | None:
    """The point behind 32 bytes, in its one spelling; None when it is on no curve."""
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and odd):
        return None
    x = _P - x if x & 1 != odd else x
    return x, y, 1, x * y % _P


def _add(a: Point, b: Point) -> Point:
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    three, four = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point = _add(point, point)
        number >>= 1
    return found


_base = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
assert _base
_BASE: Point = _base
