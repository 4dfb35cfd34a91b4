"""Asks for a time stamp and judges one: an authority's word that these bytes were there at that moment (RFC 3161)."""

from __future__ import annotations

import hashlib
from typing import List, NamedTuple  # noqa: UP035 the court's checker carries this text

from rtcc.foundation.der import HASHES, Certificate, Der, certificate_of, der_values, is_issued, is_signed_by

_SIGNED_DATA, _TIME = "2a864886f70d010702", "2a864886f70d0109100104"
_KIND, _DIGEST = "2a864886f70d010903", "2a864886f70d010904"
_BY_OLD, _BY = "2a864886f70d010910020c", "2a864886f70d010910022f"  # which certificate signed, by its SHA-1, or another
_OLD = "sha1"  # the old form's own; what it names is also signed by a better one
_STAMPING, _PURPOSE = bytes.fromhex("06082b06010505070308"), "551d25"


class Unstamped(ValueError):
    """It does not hold. Its text is half a sentence for people."""


class Stamp(NamedTuple):
    """A stamp that holds: when (`2026-11-23T04:05:06Z`), by whom, and the certificates from theirs upward, in DER."""

    at: str
    authority: str
    chain: List[bytes]  # noqa: UP006
    is_rooted: bool  # whether the last of them is a root, which vouches for itself: somebody must know it
    nonce: int


def question(digest: bytes, *, nonce: int) -> bytes:
    """A TimeStampReq over a SHA-256 that also asks for the signer's certificate."""

    def part(tag: int, *bodies: bytes) -> bytes:
        body = b"".join(bodies)
        return bytes([tag, len(body)]) + body

    how = part(0x30, part(6, bytes.fromhex("608648016503040201")), part(5))
    number = nonce.to_bytes(nonce.bit_length() // 8 + 1, "big")
    return part(0x30, part(2, b"\x01"), part(0x30, how, part(4, digest)), part(2, number), part(1, b"\xff"))


def stamped(response: bytes, data: bytes, known: List[bytes]) -> Stamp:  # noqa: UP006
    """The stamp that a TimeStampResp holds over SHA-256 of the data. `known` are certificates beside those in it.

    Unstamped when it does not hold. Whether its root can be trusted, only a person can say.
    """
    try:
        status, *token = der_values(response)[0].parts()
        if status.parts()[0].body not in (b"\x00", b"\x01") or not token:
            raise Unstamped("the authority refused")
        kind, wrapped = token[0].parts()
        if kind.body.hex() != _SIGNED_DATA:
            raise Unstamped("it is not a time stamp")
        fields = wrapped.parts()[0].parts()
        kind, content = fields[2].parts()
        told = content.parts()[0].body
        at, nonce = _told(told, data)
        held = [one.whole for field in fields if field.tag == 0xA0 for one in field.parts()]
        certificates = [certificate_of(one) for one in [*held, *known]]
        (signer,) = fields[-1].parts()  # one, as RFC 3161 has it
        if kind.body.hex() != _TIME:
            raise Unstamped("it is not a time stamp")
        chain = _chain(_signer(signer, told, certificates), certificates, at)
        authority = _name(chain[0].subject)
    except Unstamped:
        raise
    except (ValueError, IndexError, KeyError, TypeError, OverflowError):
        raise Unstamped("it cannot be read") from None
    spelled = f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:14]}Z"
    is_rooted = chain[-1].issuer == chain[-1].subject
    return Stamp(spelled, authority, [one.whole for one in chain], is_rooted, nonce)


def _told(told: bytes, data: bytes) -> tuple[str, int]:
    """The time that is stamped and the asker's number, when it is these data that are stamped."""
    fields = der_values(told)[0].parts()
    how, digest = fields[2].parts()
    name = HASHES.get(how.parts()[0].body.hex(), "")
    if not name or hashlib.new(name, data).digest() != digest.body:
        raise Unstamped("it is a stamp of something else")
    at = fields[4].body.decode("ascii")
    if fields[4].tag != 0x18 or len(at) < 15 or not at[:14].isdigit() or at[-1] != "Z":
        raise Unstamped("its time cannot be read")
    nonces = [field for field in fields[5:] if field.tag == 2]
    return at, int.from_bytes(nonces[0].body, "big") if nonces else 0


def _signer(signer: Der, told: bytes, certificates: List[Certificate]) -> Certificate:  # noqa: UP006
    """Whose signature it is, when it holds and may stamp times."""
    _, who, how, attributes, algorithm, signature, *_ = signer.parts()
    said = {one.parts()[0].body.hex(): one.parts()[1].parts()[0] for one in attributes.parts()}
    named = [part.whole if part.tag == 0x30 else part.body for part in who.parts()]
    found = [one for one in certificates if [one.issuer, one.serial] == named]
    if not found:
        raise Unstamped("the certificate of who signed it is missing")
    hashed = how.parts()[0].body.hex()
    name = HASHES.get(hashed, "")
    if not name or said[_DIGEST].body != hashlib.new(name, told).digest() or said[_KIND].body.hex() != _TIME:
        raise Unstamped("it was changed: its signature is of another time stamp")
    whole = b"\x31" + attributes.whole[1:]
    if not is_signed_by(found[0].key, whole, signature.body, algorithm.parts()[0].body.hex(), hashed):
        raise Unstamped("it was changed: its signature does not hold")
    if not _is_named(said, found[0].whole):
        raise Unstamped("it was signed by another certificate than it names")
    if not found[0].extensions.get(_PURPOSE, b"").endswith(_STAMPING):
        raise Unstamped("who signed it may not stamp times")
    return found[0]


def _is_named(said: dict[str, Der], certificate: bytes) -> bool:
    """Whether what was signed names the signer's certificate by its digest (RFC 5035)."""
    if _BY in said:
        first = said[_BY].parts()[0].parts()[0].parts()
        name = HASHES.get(first[0].parts()[0].body.hex(), "") if first[0].tag == 0x30 else "sha256"
        digest = first[1] if first[0].tag == 0x30 else first[0]
        return bool(name) and hashlib.new(name, certificate).digest() == digest.body
    first = said[_BY_OLD].parts()[0].parts()[0].parts() if _BY_OLD in said else []
    return bool(first) and hashlib.new(_OLD, certificate).digest() == first[0].body


def _chain(signer: Certificate, certificates: List[Certificate], at: str) -> List[Certificate]:  # noqa: UP006
    """From the signer's certificate upward, each in force when the stamp was made; a root ends it."""
    chain = [signer]
    while chain[-1].issuer != chain[-1].subject and len(chain) < 10:
        above = [one for one in certificates if one not in chain and one.subject == chain[-1].issuer]
        by = [one for one in above if is_issued(chain[-1], one)]
        if above and not by:
            raise Unstamped("a certificate over it did not sign the one below")
        if not by:
            break
        chain.append(by[0])
    if any(not one.begins[:14] <= at[:14] <= one.ends[:14] for one in chain):
        raise Unstamped("a certificate over it was not in force at that time")
    last = chain[-1]
    if last.issuer == last.subject and len(chain) > 1 and not is_issued(last, last):
        raise Unstamped("the root over it did not sign itself")
    return chain


def _name(subject: bytes) -> str:
    """What the authority is called: its common name, or else its organization."""
    said = {}
    for group in der_values(subject)[0].parts():
        name, value = group.parts()[0].parts()
        said[name.body.hex()] = value.body.decode("utf-8", "replace")
    return said.get("550403") or said.get("55040a") or "an authority without a name"
