"""The gate to KMS: keyed codes that nobody can make without the key's use being logged, and signatures."""

from __future__ import annotations

import hashlib
from typing import cast

from rtcc.aws import settings
from rtcc.aws.clients import client

_KEYS = dict.fromkeys(("code", "check", "my", "address"), "KEY_CODES") | {"link": "KEY_LINKS", "cursor": "KEY_CURSORS"}


def mac(kind: str, *words: str) -> bytes:
    """HMAC-SHA-256 over kind and words, 32 bytes, by that kind's key, which never leaves KMS (SC-12).

    Codes and links have a key each: whoever may make codes can make no link. The kind is part of the message, so that
    a code says nothing of an address. Each word is length-prefixed, so that no
    two lists of words give the same bytes.
    """
    message = b"".join(len(w.encode()).to_bytes(4, "big") + w.encode() for w in (kind, *words))
    answer = client("kms").generate_mac(KeyId=settings.need(_KEYS[kind]), MacAlgorithm="HMAC_SHA_256", Message=message)
    return cast(bytes, answer["Mac"])


def sign(message: bytes) -> bytes:
    """An ECDSA P-256 signature (DER) of SHA-256 of the message by the seal key."""
    answer = client("kms").sign(
        KeyId=settings.need("KEY_SEAL"), Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
    )
    return cast(bytes, answer["Signature"])


def sign_command(message: bytes) -> bytes:
    """The same by the command key, whose public half every box carries: whoever may seal can order nothing."""
    answer = client("kms").sign(
        KeyId=settings.need("KEY_COMMANDS"), Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
    )
    return cast(bytes, answer["Signature"])


def public_key() -> bytes:
    """The seal key's public half, DER SubjectPublicKeyInfo."""
    return cast(bytes, client("kms").get_public_key(KeyId=settings.need("KEY_SEAL"))["PublicKey"])


def fingerprint(public_key: bytes) -> str:
    """SHA-256 (hex) of a public key in DER: what is pinned where nobody here can change it."""
    return hashlib.sha256(public_key).hexdigest()


def is_signed(message: bytes, signature: bytes) -> bool:
    """Whether KMS finds the signature to be the seal key's over the message."""
    kms = client("kms")
    try:
        answer = kms.verify(
            KeyId=settings.need("KEY_SEAL"),
            Message=message,
            MessageType="RAW",
            Signature=signature,
            SigningAlgorithm="ECDSA_SHA_256",
        )
    except kms.exceptions.KMSInvalidSignatureException:
        return False
    return cast(bool, answer["SignatureValid"])
