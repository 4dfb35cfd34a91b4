"""A package under a forger's hands: its files, and the ways to make another of them that fits in itself."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rtcc.foundation import canonical
from rtcc.release import package as packing

Files = dict[str, bytes]
FIRST = "0" * 64
_OWN = ("release.json", "release.json.sig", "tagmanifest-sha256.txt")
_AFTER = "stamp/"  # what was made after the signature stands in the tag manifest alone


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs packages: the true one, or a forger's own."""

    sign: Callable[[bytes], bytes]
    public: bytes  # DER


@dataclass(frozen=True, slots=True)
class Sample:
    """One package as it was handed out, another valid one of the same center, and the center's key."""

    name: str  # the release's id: the ZIP is called so, and the folder in it
    zipped: bytes
    other: bytes
    fingerprint: str
    key: Key

    @property
    def files(self) -> Files:
        """The files by their path in the folder, in their order."""
        return opened(self.zipped)

    @property
    def evidence(self) -> list[str]:
        """The paths of the pieces of evidence."""
        return [path for path in self.files if path.startswith("data/evi_")]

    @property
    def proofs(self) -> list[str]:
        """The paths of the proofs that chains are whole."""
        return [path for path in self.files if path.startswith("proofs/")]

    @property
    def sidecars(self) -> list[str]:
        """The paths of the sidecars for readers of C2PA."""
        return [path for path in self.files if path.endswith(".c2pa")]

    def zip(self, files: Mapping[str, bytes], *, root: str = "", more: Iterable[tuple[str, bytes]] = ()) -> bytes:
        """The files as the center would zip them; `more` are entries under names of their own."""
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for path, body in (*((f"{root or self.name}/{path}", body) for path, body in files.items()), *more):
                archive.writestr(zipfile.ZipInfo(path), body)
        return kept.getvalue()


def forgers_key() -> Key:
    """A key of the forger's own."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return Key(lambda message: key.sign(message, ec.ECDSA(hashes.SHA256())), public)


def remade(files: Mapping[str, bytes], key: Key, *, has_log: bool = True, **told: Any) -> Files:
    """The files with every list and the signature made anew, so that all of it fits; `told` replaces what it says."""
    kept = {path: body for path, body in files.items() if not path.startswith(_AFTER) and path not in _OWN}
    if not has_log:
        kept = {path: body for path, body in kept.items() if not path.startswith("proofs/")}
    kept["key.der.b64"] = base64.b64encode(key.public) + b"\n"
    payload = sorted(path for path in kept if path.startswith("data/"))
    oxum = f"Payload-Oxum: {sum(len(kept[path]) for path in payload)}.{len(payload)}"
    info = kept["bag-info.txt"].decode().splitlines()
    told_of = [oxum if line.startswith("Payload-Oxum: ") else line for line in info]
    kept["bag-info.txt"] = ("\n".join(told_of) + "\n").encode()
    kept["manifest-sha256.txt"] = _lines(kept, payload)
    manifest = json.loads(files["release.json"]) | told
    manifest.pop("stamp", None)
    manifest["files"] = [
        {"path": path, "bytes": len(kept[path]), "sha256": _digest(kept[path])} for path in sorted(kept)
    ]
    manifest["key"]["fingerprint"] = _digest(key.public)
    if not has_log:
        manifest["log"]["checkpoint"] = ""
    kept["release.json"] = canonical.spell(manifest)
    kept["release.json.sig"] = base64.b64encode(key.sign(packing.message(kept["release.json"]))) + b"\n"
    kept["tagmanifest-sha256.txt"] = _lines(kept, sorted(set(kept) - set(payload)))
    return kept


def retold(files: Mapping[str, bytes], change: Callable[[dict[str, Any]], object]) -> Files:
    """The files with another custody.json, each of its chains hashed anew."""
    record = json.loads(files["data/custody.json"])
    change(record)
    for one in (record["release"], *record["items"]):
        previous = FIRST
        for number, line in enumerate(one["chain"], 1):
            line["seq"], line["previous"] = number, previous
            line["hash"] = previous = canonical.digest({name: line[name] for name in line if name != "hash"})
    return dict(files) | {"data/custody.json": canonical.spell(record)}


def bagged(files: Mapping[str, bytes]) -> Files:
    """The files with a tag manifest that fits them: nothing but what was changed can tell."""
    kept = {path: body for path, body in files.items() if path != "tagmanifest-sha256.txt"}
    tags = sorted(path for path in kept if not path.startswith("data/"))
    return kept | {"tagmanifest-sha256.txt": _lines(kept, tags)}


def opened(zipped: bytes) -> Files:
    """The files of a package by their path in its folder, in their order."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def _lines(files: Mapping[str, bytes], paths: Iterable[str]) -> bytes:
    return "".join(f"{_digest(files[path])}  {path}\n" for path in paths).encode()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
