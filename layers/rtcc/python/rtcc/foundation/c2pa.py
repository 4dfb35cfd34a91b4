"""Writes a C2PA manifest store that lies beside its file: what a signer says of bytes it does not touch (C2PA 2).

Boxes are JUMBF (ISO 19566-5), what is in them is CBOR, the signature is COSE (RFC 9052). Written only: what reads and
judges such a store is everybody else's program, and in the tests c2pa-python's own.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rtcc.foundation import cbor
from rtcc.foundation.cbor import Value

_KIND = "00110010800000aa00389b71"  # how the kinds of all these boxes end; four letters stand before it
_CAN_BE_NAMED = b"\x03"  # a box that has a label and may be asked for by it
_ES256, _ALGORITHM, _CHAIN, _SIGN1 = -7, 1, 33, 18  # RFC 9053, 9360, 9052


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed. `of` says what it is about: the same words give the same labels and ids again."""

    of: str
    title: str
    generator: str
    assertions: Sequence[tuple[str, Value]]  # label and value of each, in their order


def store(claim: Claim, chain: Sequence[bytes], sign: Callable[[bytes], bytes]) -> bytes:
    """The manifest store. `sign` gives r and s, 32 bytes each, over SHA-256; `chain` begins with the signer's own.

    The same claim and chain give the same bytes, all but the signature.
    """
    label = f"urn:c2pa:{_uuid(claim.of, 'manifest')}"
    told = cbor.spell(_claim(claim, label))
    guarded = cbor.spell({_ALGORITHM: _ES256, _CHAIN: chain[0] if len(chain) == 1 else list(chain)})
    signature = sign(cbor.spell(["Signature1", guarded, b"", told]))
    signed = cbor.tagged(_SIGN1, [guarded, {}, None, signature])
    assertions = [_assertion(name, value) for name, value in claim.assertions]
    manifest = _group(
        b"c2ma",
        label,
        _group(b"c2as", "c2pa.assertions", *assertions),
        _group(b"c2cl", "c2pa.claim.v2", _box(b"cbor", told)),
        _group(b"c2cs", "c2pa.signature", _box(b"cbor", signed)),
    )
    return _group(b"c2pa", "c2pa", manifest)


def reference(label: str, value: Value) -> Mapping[str, Value]:
    """How a claim or an assertion names an assertion: where it is, and the SHA-256 of what is in its box."""
    digest: Value = hashlib.sha256(_assertion(label, value)[8:]).digest()
    return {"url": f"self#jumbf=c2pa.assertions/{label}", "hash": digest}


def bound(sha256: str) -> Value:
    """The assertion `c2pa.hash.data` over a whole file that nothing is put into."""
    told: dict[str, Value] = {"alg": "sha256", "hash": bytes.fromhex(sha256), "name": "the whole file", "pad": b""}
    return told


def instance(of: str) -> str:
    """An id for one state of a file, made of what it is about."""
    return f"xmp:iid:{_uuid(of, 'instance')}"


def _claim(claim: Claim, label: str) -> Value:
    told: dict[str, Value] = {
        "instanceID": instance(claim.of),
        "claim_generator_info": {"name": claim.generator},
        "created_assertions": [reference(name, value) for name, value in claim.assertions],
        "signature": f"self#jumbf=/c2pa/{label}/c2pa.signature",
        "dc:title": claim.title,
        "alg": "sha256",
    }
    return told


def _assertion(label: str, value: Value) -> bytes:
    return _group(b"cbor", label, _box(b"cbor", cbor.spell(value)))


def _group(kind: bytes, label: str, *boxes: bytes) -> bytes:
    told = kind + bytes.fromhex(_KIND) + _CAN_BE_NAMED + label.encode() + b"\0"
    return _box(b"jumb", _box(b"jumd", told), *boxes)


def _box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def _uuid(of: str, what: str) -> uuid.UUID:
    """The shape that the standard asks for (version 4), from a digest instead of chance."""
    return uuid.UUID(bytes=hashlib.sha256(f"open-rtcc c2pa {what}\n{of}".encode()).digest()[:16], version=4)
