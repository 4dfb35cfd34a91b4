"""What somebody might do to a release package: flip a byte of a file in it, or make it anew with a key of their own."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

MANIFEST, SIGNATURE = "release.json", "release.json.sig"
_DOMAIN = b"open-rtcc release v1\n"


def names(package: bytes) -> list[str]:
    """The files of a package, as their paths in the ZIP."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.namelist()


def flip(data: bytes, at: int) -> bytes:
    """The same bytes but for one bit."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def with_flipped(package: bytes, name: str) -> bytes:
    """The package with one byte of one file changed, well-formed as a ZIP."""
    return _rewritten(package, lambda at, body: flip(body, len(body) // 2) if at == name else body)


def signed_anew(package: bytes) -> bytes:
    """The package with its manifest signed by another key, as whoever altered it would do."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        manifest = next(archive.read(name) for name in archive.namelist() if name.endswith("/" + MANIFEST))
    signature = base64.b64encode(key.sign(_DOMAIN + manifest, ec.ECDSA(hashes.SHA256())))

    def change(at: str, body: bytes) -> bytes:
        if at.endswith("/" + SIGNATURE):
            return signature
        return base64.b64encode(public) if "key" in at.rsplit("/", 1)[1] else body

    return _rewritten(package, change)


def _rewritten(package: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as after:
        for entry in before.infolist():
            after.writestr(entry, change(entry.filename, before.read(entry)))
    return out.getvalue()
