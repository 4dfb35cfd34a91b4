"""Certificates for one network: an authority made on the spot, and what it vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_LASTS: Final = timedelta(days=1)
_BITS: Final = 2048


@dataclass(frozen=True)
class Certificate:
    """Who bears it, and the two PEM files. The authority's own is `authority`."""

    name: str
    certificate: Path
    key: Path
    authority: Path


class Authority:
    """Issues certificates into a folder. Its own key is never written down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = rsa.generate_private_key(65537, _BITS)
        self._name = _named("the network's authority")
        basic = x509.BasicConstraints(ca=True, path_length=0)
        own = _unsigned(self._name, self._name, self._key).add_extension(basic, critical=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(own.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))

    def issue(self, name: str, *, address: str | None = None) -> Certificate:
        """A certificate for a client of this name, or for a server at this address."""
        key = rsa.generate_private_key(65537, _BITS)
        unsigned = _unsigned(_named(name), self._name, key)
        if address:
            there = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
            unsigned = unsigned.add_extension(there, critical=False)
        made = Certificate(name, self._folder / f"{name}.pem", self._folder / f"{name}.key", self.file)
        made.certificate.write_bytes(unsigned.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))
        made.key.touch(mode=0o600)
        made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
        return made


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _unsigned(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(hours=1),
        not_valid_after=now + _LASTS,
    )
