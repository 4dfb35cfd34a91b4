"""Checks an ECDSA P-256 signature in plain Python: verify only, no secret is ever here (FIPS 186-5, SEC 1).

For the box, which carries no cryptographic package, and the same text stands in `tools/verify_release.py`.
"""

from __future__ import annotations

import hashlib

_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
# SubjectPublicKeyInfo of an uncompressed point on P-256 always begins like this; the point's 64 bytes follow.
_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")

Point = tuple[int, int] | None


def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` (DER) over SHA-256 of the message is by the key (DER SubjectPublicKeyInfo)."""
    try:
        key = _point(public_key)
        r, s = _pair(signature)
    except ValueError:
        return False
    if not (0 < r < _N and 0 < s < _N):
        return False
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, -1, _N)
    found = _add(_times(digest * inverse % _N, _G), _times(r * inverse % _N, key))
    return found is not None and found[0] % _N == r


def _point(public_key: bytes) -> tuple[int, int]:
    if len(public_key) != len(_HEAD) + 64 or not public_key.startswith(_HEAD):
        raise ValueError("not a P-256 public key")
    x, y = (int.from_bytes(public_key[-64:][at : at + 32], "big") for at in (0, 32))
    if x >= _P or y >= _P or (y * y - (x * x * x - 3 * x + _B)) % _P:
        raise ValueError("the point is not on the curve")
    return x, y


def _pair(signature: bytes) -> tuple[int, int]:
    """The two numbers of a DER `SEQUENCE { INTEGER r, INTEGER s }`, in its one strict spelling."""
    if len(signature) < 8 or signature[0] != 0x30 or signature[1] != len(signature) - 2:
        raise ValueError("not a DER signature")
    r, rest = _number(signature[2:])
    s, rest = _number(rest)
    if rest:
        raise ValueError("bytes after the signature")
    return r, s


def _number(data: bytes) -> tuple[int, bytes]:
    if len(data) < 3 or data[0] != 2 or not 0 < data[1] <= min(33, len(data) - 2):
        raise ValueError("not a DER number")
    body = data[2 : 2 + data[1]]
    if body[0] & 0x80 or (len(body) > 1 and body[0] == 0 and not body[1] & 0x80):
        raise ValueError("a number with more than one spelling")
    return int.from_bytes(body, "big"), data[2 + data[1] :]


def _add(a: Point, b: Point) -> Point:
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0]:
        if (a[1] + b[1]) % _P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, _P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, _P)
    x = (slope * slope - a[0] - b[0]) % _P
    return x, (slope * (a[0] - x) - a[1]) % _P


def _times(number: int, point: tuple[int, int]) -> Point:
    """So many times a point: in coordinates that are divided once, at the end (X/Z², Y/Z³), as division is dear."""
    x, y, z = 0, 1, 0
    for bit in bin(number)[2:]:
        x, y, z = _twice(x, y, z)
        if bit == "1":
            x, y, z = _plus(x, y, z, point)
    inverse = pow(z, -1, _P) if z else 0
    return (x * inverse**2 % _P, y * inverse**3 % _P) if z else None


def _twice(x: int, y: int, z: int) -> tuple[int, int, int]:
    square, zz = y * y % _P, z * z % _P
    slope, middle = 3 * (x - zz) * (x + zz) % _P, 4 * x * square % _P
    across = (slope * slope - 2 * middle) % _P
    return across, (slope * (middle - across) - 8 * square * square) % _P, 2 * y * z % _P


def _plus(x: int, y: int, z: int, point: tuple[int, int]) -> tuple[int, int, int]:
    if not z:
        return point[0], point[1], 1
    zz = z * z % _P
    apart, rise = (point[0] * zz - x) % _P, (point[1] * zz * z - y) % _P
    if not apart:
        return (0, 1, 0) if rise else _twice(x, y, z)
    square = apart * apart % _P
    cube, start = square * apart % _P, x * square % _P
    across = (rise * rise - cube - 2 * start) % _P
    return across, (rise * (start - across) - y * cube) % _P, z * apart % _P
