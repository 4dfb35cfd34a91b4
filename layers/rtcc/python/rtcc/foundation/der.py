"""Reads DER and certificates, and checks their signatures: RSA and ECDSA, verify only (X.690, RFC 5280, RFC 8017)."""

from __future__ import annotations

import base64
import hashlib
from typing import Dict, List, NamedTuple, Optional, Tuple  # noqa: UP035 the court's checker carries this text

HASHES = {"608648016503040201": "sha256", "608648016503040202": "sha384", "608648016503040203": "sha512"}
_SIGNED_BY = {
    "2a864886f70d01010": "bcd",
    "2a8648ce3d04030": "234",
}  # with RSA, with ECDSA; the last digit says the hash
_RSA, _EC = "2a864886f70d010101", "2a8648ce3d0201"
# Of each curve its prime, its order, b (a is -3), and the point that all begins with (SEC 2).
_CURVES = {
    "2a8648ce3d030107": (
        0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    "2b81040022": (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
}
Spot = Optional[Tuple[int, int]]  # noqa: UP006,UP045 said anew, for an old Python


class Der(NamedTuple):
    """One value: its tag, what is in it, and the whole of it."""

    tag: int
    body: bytes
    whole: bytes

    def parts(self) -> List[Der]:  # noqa: UP006
        """The values in it."""
        return der_values(self.body)


class Certificate(NamedTuple):
    """What a certificate says; names and key as they are spelled, times as `YYYYMMDDhhmmssZ`."""

    whole: bytes
    serial: bytes
    issuer: bytes
    subject: bytes
    begins: str
    ends: str
    key: bytes
    extensions: Dict[str, bytes]  # noqa: UP006
    signed: bytes
    algorithm: str
    signature: bytes


def der_values(data: bytes) -> List[Der]:  # noqa: UP006
    """The values that stand one behind the other in `data`. ValueError: it is not DER."""
    found = []
    while data:
        if len(data) < 2 or data[0] & 31 == 31:
            raise ValueError("it is not DER")
        length, head = data[1], 2
        if length > 127:
            head += length - 128
            length = int.from_bytes(data[2:head], "big")
            if not 2 < head <= 6 or length < 128 or data[2] == 0:
                raise ValueError("it is not DER")
        if len(data) < head + length:
            raise ValueError("it ends too early")
        found.append(Der(data[0], data[head : head + length], data[: head + length]))
        data = data[head + length :]
    return found


def certificate_of(whole: bytes) -> Certificate:
    """Read a certificate. ValueError: it is none."""
    try:
        (outer,) = der_values(whole)
        told, algorithm, signature = outer.parts()
        fields = [part for part in told.parts() if part.tag != 0xA0]
        extra = [part for part in fields if part.tag == 0xA3]
        extensions = {}
        for one in extra[0].parts()[0].parts() if extra else []:
            name, *rest = one.parts()
            extensions[name.body.hex()] = rest[-1].body
        begins, ends = (_time(part) for part in fields[3].parts())
        return Certificate(
            whole, fields[0].body, fields[2].whole, fields[4].whole, begins, ends, fields[5].whole, extensions,
            told.whole, algorithm.parts()[0].body.hex(), signature.body[1:],
        )  # fmt: skip
    except (IndexError, TypeError, UnicodeDecodeError):
        raise ValueError("it is not a certificate") from None


def certificates_in(text: bytes) -> List[bytes]:  # noqa: UP006
    """The certificates of a PEM file, each in DER."""
    begin, end, found = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----", []
    for part in text.split(begin)[1:]:
        body, mark, _ = part.partition(end)
        if not mark:
            raise ValueError("a certificate in it has no end")
        found.append(base64.b64decode(b"".join(body.split()), validate=True))
    return found


def pem(certificates: List[bytes]) -> bytes:  # noqa: UP006
    """Certificates as a PEM file, in the one spelling in which we write it."""
    lines = []
    for one in certificates:
        text = base64.b64encode(one).decode()
        body = "".join(f"{text[at : at + 64]}\n" for at in range(0, len(text), 64))
        lines.append(f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n")
    return "".join(lines).encode()


def is_issued(one: Certificate, by: Certificate) -> bool:
    """Whether the second signed the first, and may sign certificates at all."""
    limits = der_values(by.extensions.get("551d13", b"\x30\x00"))[0].parts()
    may_sign = bool(limits) and limits[0].tag == 1 and limits[0].body == b"\xff"
    return may_sign and one.issuer == by.subject and is_signed_by(by.key, one.signed, one.signature, one.algorithm)


def is_signed_by(key: bytes, message: bytes, signature: bytes, algorithm: str, hashed: str = "") -> bool:
    """Whether a signature over the message is by the key (DER). `hashed` is used where the algorithm names no hash."""
    name = HASHES.get(hashed, "") if algorithm == _RSA else ""
    for head, tails in _SIGNED_BY.items():
        if algorithm[:-1] == head and algorithm[-1:] in tails:
            name = ("sha256", "sha384", "sha512")[tails.index(algorithm[-1:])]
    kind, held = der_values(key)[0].parts()
    how = [part.body.hex() for part in kind.parts()]
    if not name:
        raise ValueError("it is signed in a way that this program does not know")
    digest = hashlib.new(name, message).digest()
    if how[0] == _RSA:
        return _by_rsa(held.body[1:], digest, signature, name)
    if how[0] == _EC and len(how) > 1 and how[1] in _CURVES:
        return _by_curve(_CURVES[how[1]], held.body[1:], digest, signature)
    raise ValueError("its key is of a kind that this program does not know")


def _by_rsa(key: bytes, digest: bytes, signature: bytes, name: str) -> bool:
    modulus, exponent = (int.from_bytes(part.body, "big") for part in der_values(key)[0].parts())
    length = (modulus.bit_length() + 7) // 8
    if modulus.bit_length() < 2048 or len(signature) != length:
        return False
    oid = bytes.fromhex(next(code for code, said in HASHES.items() if said == name))
    told = b"\x06" + bytes([len(oid)]) + oid + b"\x05\x00"
    told = b"\x30" + bytes([len(told)]) + told + b"\x04" + bytes([len(digest)]) + digest
    told = b"\x30" + bytes([len(told)]) + told
    padded = b"\x00\x01" + b"\xff" * (length - len(told) - 3) + b"\x00" + told
    return pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(length, "big") == padded


def _by_curve(curve: Tuple[int, ...], key: bytes, digest: bytes, signature: bytes) -> bool:  # noqa: UP006
    prime, order, b, *start = curve
    size = (prime.bit_length() + 7) // 8
    x, y = (int.from_bytes(key[at : at + size], "big") for at in (1, 1 + size))
    r, s = (int.from_bytes(part.body, "big") for part in der_values(signature)[0].parts())
    is_point = len(key) == 1 + 2 * size and key[0] == 4 and x < prime and y < prime
    if not is_point or (y * y - (x * x * x - 3 * x + b)) % prime or not (0 < r < order and 0 < s < order):
        return False
    number, inverse = int.from_bytes(digest[:size], "big"), pow(s, -1, order)
    one = _curve_times(number * inverse % order, (start[0], start[1]), prime)
    found = _curve_add(one, _curve_times(r * inverse % order, (x, y), prime), prime)
    return found is not None and found[0] % order == r


def _curve_add(a: Spot, b: Spot, prime: int) -> Spot:
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0]:
        if (a[1] + b[1]) % prime == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, prime)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, prime)
    x = (slope * slope - a[0] - b[0]) % prime
    return x, (slope * (a[0] - x) - a[1]) % prime


def _curve_times(number: int, point: Spot, prime: int) -> Spot:
    found: Spot = None
    while number:
        if number & 1:
            found = _curve_add(found, point, prime)
        point = _curve_add(point, point, prime)
        number >>= 1
    return found


def _time(part: Der) -> str:
    said = part.body.decode("ascii")
    return said if part.tag == 0x18 else ("19" if said >= "5" else "20") + said
