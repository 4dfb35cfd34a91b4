"""A release package spoiled in every way we know: each gives the bytes of the ZIP that somebody then hands on."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from drills.tamper.forging import Files, Sample, bagged, forgers_key, opened, remade, retold
from drills.tamper.model import PAGE, TOOL, Tampering

Spoiling = Tampering[Sample]
PACKAGE, TOKEN, ABOVE = "package", "stamp/release.tsr", "stamp/chain.pem"
CHANGED = "was changed"
_NOT_THESE = "does not show that the log holds these lines and no others"


def _turned(body: bytes) -> bytes:
    """One bit in the middle of it."""
    at = len(body) // 2
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


def _edited(path: Callable[[Sample], str]) -> Callable[[Sample], bytes]:
    def do(one: Sample) -> bytes:
        files, where = one.files, path(one)
        return one.zip(files | {where: _turned(files[where])})

    return do


def _named(path: str) -> Callable[[Sample], str]:
    return lambda _: path


def _without(path: Callable[[Sample], str]) -> Callable[[Sample], bytes]:
    return lambda one: one.zip({kept: body for kept, body in one.files.items() if kept != path(one)})


def _with(files: Callable[[Sample], Files]) -> Callable[[Sample], bytes]:
    return lambda one: one.zip(one.files | files(one))


def swapped(one: Sample) -> bytes:
    """Two pieces of evidence, one under the other's name."""
    files, (first, second) = one.files, one.evidence[:2]
    return one.zip(files | {first: files[second], second: files[first]})


def sidecars_swapped(one: Sample) -> Files:
    """Two C2PA sidecars, one under the other's name."""
    files, (first, second) = one.files, one.sidecars[:2]
    return files | {first: files[second], second: files[first]}


def renamed(one: Sample) -> bytes:
    """A piece of evidence under another name."""
    first = one.evidence[0]
    return one.zip({path.replace(first, first + ".old"): body for path, body in one.files.items()})


def squeezed(one: Sample) -> bytes:
    """The same files, one of them compressed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for path, body in one.files.items():
            squeeze = zipfile.ZIP_DEFLATED if path == "release.json.sig" else zipfile.ZIP_STORED
            archive.writestr(f"{one.name}/{path}", body, compress_type=squeeze)
    return kept.getvalue()


def stamp_edited(one: Sample) -> bytes:
    """One bit of the time stamp, and a tag manifest that fits it."""
    return one.zip(bagged(one.files | {TOKEN: _turned(one.files[TOKEN])}))


def stamp_exchanged(one: Sample) -> bytes:
    """The time stamp of another package, with all that goes with it."""
    other = {path: body for path, body in opened(one.other).items() if path.startswith("stamp/")}
    return one.zip(bagged(one.files | other))


def unstamped(one: Sample) -> bytes:
    """No time stamp, and a tag manifest that fits."""
    return one.zip(bagged({path: body for path, body in one.files.items() if not path.startswith("stamp/")}))


def by_another_key(one: Sample) -> bytes:
    """Other evidence, the record changed to fit it, all lists and the signature made anew with the forger's own key."""
    return one.zip(remade(_other_evidence(one), forgers_key(), has_log=False))


def by_the_true_key(one: Sample) -> bytes:
    """The same by somebody who may use the center's own key."""
    return one.zip(remade(_other_evidence(one), one.key))


def line_left_out(one: Sample) -> bytes:
    """A record that leaves one look out, hashed anew and signed with the true key."""
    return one.zip(remade(retold(one.files, lambda told: told["items"][0]["chain"].pop(2)), one.key))


def line_edited(one: Sample) -> bytes:
    """A record in which another person looked."""
    return one.zip(remade(retold(one.files, lambda told: told["items"][0]["chain"][2].update(badge="99")), one.key))


def without_proofs(one: Sample) -> bytes:
    """A record that leaves a look out, and no proof by which anybody could see it."""
    files = retold(one.files, lambda told: told["items"][0]["chain"].pop(2))
    return one.zip(remade({path: body for path, body in files.items() if path not in one.proofs}, one.key))


def for_somebody_else(one: Sample) -> bytes:
    """The same evidence for another recipient, signed with the true key."""
    to = json.loads(one.files["release.json"])["to"] | {"recipient": "9"}
    return one.zip(remade(one.files, one.key, to=to))


def by_one_person(one: Sample) -> bytes:
    """A record in which whoever asked approved, too."""

    def change(told: dict[str, Any]) -> None:
        asked = told["release"]["chain"][0]
        for line in told["release"]["chain"]:
            line["actor"], line["badge"] = asked["actor"], asked["badge"]

    return one.zip(remade(retold(one.files, change), one.key))


def _other_evidence(one: Sample) -> Files:
    """Forged bytes, and a record that says that they were admitted."""
    path, body = one.evidence[0], b"what the camera never saw"
    digest = hashlib.sha256(body).hexdigest()

    def change(told: dict[str, Any]) -> None:
        item = next(item for item in told["items"] if item["file"] == path)
        item["sha256"], item["bytes"], item["declared"]["sha256"] = digest, len(body), digest
        for line in item["chain"]:
            if "sha256" in line["facts"] and line["event"].endswith("admit"):
                line["facts"] |= {"sha256": digest, "bytes": len(body), "declared": digest}

    return retold(one.files | {path: body}, change)


def _spoiled(what: str, do: Callable[[Sample], bytes], says: str, where: str = PACKAGE) -> Spoiling:
    return Tampering(what, where, do, (TOOL, PAGE), says)


EDITED = (
    "data/custody.json",
    "release.json",
    "release.json.sig",
    "key.der.b64",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "bag-info.txt",
    "bagit.txt",
    "README.txt",
    "report/custody.pdf",
    "report/certificate-902-13.pdf",
    "report/certificate-902-14.pdf",
    "c2pa/chain.pem",
    TOKEN,
    ABOVE,
)
SPOILINGS: tuple[Spoiling, ...] = (
    _spoiled("A piece of evidence is edited", _edited(lambda one: one.evidence[0]), CHANGED, "data/evi_…"),
    _spoiled("A proof is edited", _edited(lambda one: one.proofs[0]), CHANGED, "proofs/…"),
    _spoiled("A C2PA sidecar is edited", _edited(lambda one: one.sidecars[0]), CHANGED, "c2pa/…"),
    *(_spoiled(f"`{path}` is edited", _edited(_named(path)), CHANGED, path) for path in EDITED),
    _spoiled("A piece of evidence is taken out", _without(lambda one: one.evidence[0]), "is missing", "data/evi_…"),
    _spoiled("The record is taken out", _without(_named("data/custody.json")), "is missing", "data/custody.json"),
    _spoiled("The signature is taken out", _without(_named("release.json.sig")), "is missing", "release.json.sig"),
    _spoiled("A proof is taken out", _without(lambda one: one.proofs[0]), "is missing", "proofs/…"),
    _spoiled("A C2PA sidecar is taken out", _without(lambda one: one.sidecars[0]), "is missing", "c2pa/…"),
    _spoiled("A C2PA sidecar is added", _with(lambda _: {"c2pa/more.c2pa": b"more"}), "was added", "c2pa/"),
    _spoiled("Two C2PA sidecars change places", lambda one: one.zip(sidecars_swapped(one)), CHANGED, "c2pa/…"),
    _spoiled(
        "Two C2PA sidecars change places, signed with the true key",
        lambda one: one.zip(remade(sidecars_swapped(one), one.key)),
        "does not speak of the bytes of",
        "c2pa/…",
    ),
    _spoiled("A file is added to the evidence", _with(lambda _: {"data/more.txt": b"more"}), "was added", "data/"),
    _spoiled("A file is added beside it", _with(lambda _: {"more.txt": b"more"}), "was added"),
    _spoiled("Two pieces of evidence change places", swapped, CHANGED, "data/evi_…"),
    _spoiled("A piece of evidence is renamed", renamed, "is missing", "data/evi_…"),
    _spoiled("The folder is renamed", lambda one: one.zip(one.files, root="rel_other"), "is not the name of"),
    _spoiled("The ZIP is cut in half", lambda one: one.zipped[: len(one.zipped) // 2], "cannot be read as a package"),
    _spoiled("The ZIP's last byte is cut off", lambda one: one.zipped[:-1], ""),
    _spoiled("A byte is put behind the ZIP", lambda one: one.zipped + b"\n", ""),
    _spoiled("Bytes are put in front of the ZIP", lambda one: bytes(100) + one.zipped, "belong to none of its files"),
    _spoiled("A bit of the ZIP is turned", lambda one: _turned(one.zipped), ""),
    _spoiled(
        "A file stands in it twice",
        lambda one: one.zip(one.files, more=[(f"{one.name}/README.txt", b"other")]),
        "stands in the ZIP twice",
    ),
    _spoiled(
        "A name in it leads elsewhere",
        lambda one: one.zip(one.files, more=[("../../evil.txt", b"evil")]),
        "does not belong into a package",
    ),
    _spoiled("A file in it is compressed", squeezed, "is compressed"),
    _spoiled("A bit of the time stamp is turned, and the lists fit it", stamp_edited, "time stamp", TOKEN),
    _spoiled("It bears the time stamp of another package", stamp_exchanged, "a stamp of something else", TOKEN),
    _spoiled("The time stamp is taken out, and the lists fit that", unstamped, "is missing", TOKEN),
    _spoiled("It is made anew and signed with another key", by_another_key, "is another key"),
    _spoiled("It is made anew for other evidence and signed with the true key", by_the_true_key, _NOT_THESE),
    _spoiled("The record leaves a line out, signed with the true key", line_left_out, _NOT_THESE, "data/custody.json"),
    _spoiled("A line of the record is edited, signed with the true key", line_edited, _NOT_THESE, "data/custody.json"),
    _spoiled("And all proofs are left out, too", without_proofs, "no proof that none of its lines was left out"),
    _spoiled(
        "It is made out to another recipient, signed with the true key", for_somebody_else, "record of another release"
    ),
    _spoiled(
        "In its record one person asked and approved, signed with the true key",
        by_one_person,
        "one person asked and another approved",
    ),
    _spoiled(
        "A valid package of another release bears its name", lambda one: one.other, "bears the name of another release"
    ),
)
