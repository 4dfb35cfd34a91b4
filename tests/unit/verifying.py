"""One package that the service made, and the ways to make another of it."""

import base64
import functools
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rtcc.foundation import canonical
from rtcc.release import package as packing
from tests.unit.releasing import opened
from tools import verify_release as tool

TOOL = Path(tool.__file__)
# Of a package that was changed in one place, most signatures are the same bytes: each is reckoned once.
tool.is_signed = functools.lru_cache(maxsize=1024)(tool.is_signed)


class Sample:
    """One package that the service made, and ways to make another of it."""

    def __init__(self, zipped, name, fingerprint):
        self.zipped, self.name, self.fingerprint = zipped, name, fingerprint
        self.files = opened(zipped)
        self.proofs = [path for path in self.files if path.startswith("proofs/")]
        self.reports = [path for path in self.files if path.startswith("report/")]
        self.sidecars = [path for path in self.files if path.endswith(".c2pa")]
        self.evidence = [path for path in self.files if path.startswith("data/evi_")]

    def zip(self, files=None, *, root=None, more=()):
        """The files as the center would zip them; `more` are entries under names of their own."""
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
            named = ((f"{root or self.name}/{path}", body) for path, body in (files or self.files).items())
            for path, body in (*named, *more):
                archive.writestr(zipfile.ZipInfo(path), body)
        return kept.getvalue()

    def remade(self, files, key, *, head=None):
        """The files with lists and a signature that fit them, made by somebody else, who has no log, or its `head`."""
        key_der = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        if head is None:
            files = {path: body for path, body in files.items() if not path.startswith("proofs/")}
        files = dict(files) | {"key.der.b64": base64.b64encode(key_der) + b"\n"}
        own = ("release.json", "release.json.sig", "tagmanifest-sha256.txt")
        payload = sorted(path for path in files if path.startswith("data/"))
        files["manifest-sha256.txt"] = lines(files, payload)
        told = json.loads(files["release.json"])
        told["files"] = [
            {"path": path, "bytes": len(files[path]), "sha256": digest(files[path])}
            for path in sorted(set(files) - set(own))
        ]
        told["key"]["fingerprint"] = digest(key_der)
        told["log"]["checkpoint"] = (head or b"").decode()
        files["release.json"] = canonical.spell(told)
        signature = key.sign(packing.message(files["release.json"]), ec.ECDSA(hashes.SHA256()))
        files["release.json.sig"] = base64.b64encode(signature) + b"\n"
        files["tagmanifest-sha256.txt"] = lines(files, sorted(set(files) - set(payload) - set(own[2:])))
        return files


def digest(body):
    return hashlib.sha256(body).hexdigest()


def lines(files, paths):
    return "".join(f"{digest(files[path])}  {path}\n" for path in paths).encode()


def named(said):
    """The files that the last sentence names."""
    return set(said.strip().splitlines()[-1].removeprefix("THIS PACKAGE DOES NOT HOLD. Look at: ").split(", "))


def judged(zipped, fingerprint, tmp):
    """The same in this process: exit code and faults."""
    tmp.write_bytes(zipped)
    verdict = tool.Verdict()
    try:
        tool.judge(tool.read(tmp, verdict), fingerprint, verdict)
    except tool.Unreadable as error:
        return str(error)
    return verdict.faults


@pytest.fixture
def verify_here(sample, tmp_path, monkeypatch, capsys):
    """As `verify`, in this process: for many packages. That the tool runs alone is held by test_verify_release."""

    def run(zipped=None, *, fingerprint=sample.fingerprint, more=()):
        place = tmp_path / "package.zip"
        place.write_bytes(sample.zipped if zipped is None else zipped)
        pinned = ["--fingerprint", fingerprint] if fingerprint is not None else []
        monkeypatch.setattr(sys, "argv", [str(TOOL), str(place), *pinned, *more])
        code, told = tool.main(), capsys.readouterr()
        assert told.err == ""
        return code, told.out

    return run


def resealed(chain):
    previous = tool.FIRST
    for line in chain:
        line["previous"] = previous
        line["hash"] = previous = canonical.digest({name: line[name] for name in line if name != "hash"})


def flipped(body, at, bit=0):
    return body[:at] + bytes([body[at] ^ 1 << bit]) + body[at + 1 :]


def paths():
    """The files of a package by the part of their name that is the same in each."""
    tags = ("bagit.txt", "bag-info.txt", "README.txt", "key.der.b64", "manifest-sha256.txt", "tagmanifest-sha256.txt")
    return [
        *tags,
        "release.json",
        "release.json.sig",
        "data/custody.json",
        "evidence 0",
        "evidence 1",
        "evidence 2",
        *(f"proofs {number}" for number in range(3)),
        *(f"reports {number}" for number in range(4)),
        *(f"sidecars {number}" for number in range(2)),
        "c2pa/chain.pem",
    ]


def path_in(sample, name):
    kind, _, number = name.partition(" ")
    return getattr(sample, kind)[int(number)] if number else name
