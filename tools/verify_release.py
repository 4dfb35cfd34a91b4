#!/usr/bin/env python3
"""Checks a release package: one file, Python 3.8 or newer, no network, nothing written (RFC 8493, FIPS 186-5).

    python3 verify_release.py PACKAGE.zip --fingerprint HEX [--witness LINE]

PACKAGE may also be the unpacked folder. Take this file and the fingerprint from the center that released the evidence
or from the court's copy, never from whoever handed you the package. Ends with 0 when all holds, 1 when something does
not, 2 when the package cannot be read, 3 when all that is there holds, but the proof of an item is not there, or no
fingerprint was given: then nothing outside the package vouches for the key, and anybody could have made it. A witness
is somebody outside the center who signs the heads of its log: take their line from themselves. Did one whom you name
not sign, it ends with 3, too.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import collections
import hashlib
import json
import os
import re
import stat
import struct
import sys
import time
import zipfile
from pathlib import Path
from typing import IO, Any, Dict, Iterator, List, NamedTuple, Optional, Tuple  # noqa: UP035 an old Python knows no others

KEY, MANIFEST, SIGNATURE = "key.der.b64", "release.json", "release.json.sig"
PAYLOADS, TAGS, CUSTODY = "manifest-sha256.txt", "tagmanifest-sha256.txt", "data/custody.json"
REQUIRED = (KEY, MANIFEST, SIGNATURE, PAYLOADS, TAGS, CUSTODY, "bagit.txt", "bag-info.txt", "README.txt")
UNLISTED = (MANIFEST, SIGNATURE, TAGS)  # what the signed list cannot name: itself, its signature, what lists them both
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROOFS, STAMPS, SIDECARS = "proofs/", "stamp/", "c2pa/"
TOKEN, ABOVE, SEALED = (
    "stamp/release.tsr",
    "stamp/chain.pem",
    "stamp/release.tsr.sig",
)  # made over the signed list, and so not named in it
REPORTS = "report/"
ADMITTED = ("evidence.admit", "clip.admit")
FIRST = "0" * 64
MOST_FILES = 10_000
MOST_SAID = 50  # sentences that a person still reads
MOST_WHOLE = 64 * 2**20  # bytes of the largest file that is read as a whole; evidence is read piece by piece
PIECE = 2**20
LARGE = 0x7FFFFFFF  # what is longer, or lies further on, has its numbers told in a longer form


class Unreadable(Exception):
    """There is nothing to check: its text says why."""


class Verdict:
    """What holds, what is left open, and what does not hold: file and sentence."""

    def __init__(self) -> None:
        self.holds: list[str] = []
        self.open: list[str] = []
        self.unshown = 0  # pieces of evidence of which nothing shows that no line was left out
        self.faults: list[tuple[str, str]] = []
        self.unwitnessed: list[str] = []  # who was named as a witness and did not sign

    def fault(self, file: str, what: str) -> None:
        """Say once what is wrong with a file."""
        if (file, what) not in self.faults:
            self.faults.append((file, what))

    def names(self, file: str) -> bool:
        """Whether something is wrong with that file."""
        return any(named == file for named, _ in self.faults)


class Bag:
    """The files of a package as they are: size and SHA-256 of each by its path, and the small ones whole."""

    def __init__(self, name: str, *, is_zip: bool) -> None:
        self.name, self.is_zip, self.called = name, is_zip, ""  # called: as whoever handed it on named it
        self.files: dict[str, tuple[int, str]] = {}
        self.whole: dict[str, bytes] = {}

    def take(self, path: str, pieces: Iterator[bytes]) -> None:
        """Read one file to its end."""
        flat, count, kept = hashlib.sha256(), 0, bytearray()
        for piece in pieces:
            flat.update(piece)
            count += len(piece)
            if (path in REQUIRED or path.startswith((PROOFS, STAMPS, SIDECARS))) and count <= MOST_WHOLE:
                kept += piece
        self.files[path] = count, flat.hexdigest()
        self.whole[path] = bytes(kept)


# Reading: a ZIP in the one form in which the center makes it, or a folder. Nothing is ever unpacked.


def read(path: Path, verdict: Verdict) -> Bag:
    """The package at that path."""
    try:
        if path.is_dir():
            return read_folder(path, verdict)
        with zipfile.ZipFile(str(path)) as archive:
            bag = read_zip(archive, path.stat().st_size, verdict)
        bag.called = path.name
        return bag
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise Unreadable(f"{path} cannot be read as a package: {error}") from None


def read_zip(archive: zipfile.ZipFile, size: int, verdict: Verdict) -> Bag:
    """Every entry once, stored and not compressed: what could unfold to more than it is, is not looked into."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > size:
        raise Unreadable("This ZIP claims to hold more than a package can. It is not one, and was not unpacked")
    roots = collections.Counter(entry.orig_filename.split("/")[0] for entry in entries)
    bag = Bag(roots.most_common(1)[0][0] if roots else "", is_zip=True)
    for entry in entries:
        name = entry.orig_filename
        path = name[len(bag.name) + 1 :] if name.startswith(bag.name + "/") else ""
        if not is_safe(name) or not is_safe(path):
            verdict.fault(name, "does not belong into a package: its name or place is not one that the center gives")
        elif path in bag.files:
            verdict.fault(path, "stands in the ZIP twice: which of the two one sees depends on the program")
        elif entry.compress_type or entry.flag_bits & 1 or stat.S_ISLNK(entry.external_attr >> 16):
            verdict.fault(path, "is compressed, encrypted or a link; the center stores files as they are")
        else:
            take_entry(archive, entry, bag, path, verdict)
    if not verdict.faults and not is_plain(archive, entries, size):
        verdict.fault(bag.name + ".zip", "carries bytes that belong to none of its files, or can be read in two ways")
    return bag


def is_plain(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether the ZIP is its files, one right behind the other, its directory, and not a byte more.

    Programs differ in what they go by: heads, directory, longer numbers, second names. Here all of it says the same.
    """
    at = listed = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        is_large = entry.file_size > LARGE or entry.header_offset > LARGE
        if entry.header_offset != at or entry.comment or not is_number(entry.extra, is_large):
            return False
        at += entry_length(archive, entry)
        listed += 46 + len(entry.orig_filename) + len(entry.extra)
    count, tail = len(entries), 76 if at > LARGE else 0
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, listed, min(at, 0xFFFFFFFF), 0)
    return archive.start_dir == at and size == at + listed + tail + len(end) and piece_at(archive, size - 22, 22) == end


def entry_length(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """How long a file's head, bytes and tail are together; 0 when they do not say what the directory says."""
    name, whole = entry.orig_filename.encode(), entry.file_size
    head = struct.unpack("<4s5H3L2H", piece_at(archive, entry.header_offset, 30).ljust(30, b"\0"))
    body = entry.header_offset + 30 + head[9] + head[10]
    extra = piece_at(archive, body - head[10], head[10])
    sizes = (0xFFFFFFFF, 0xFFFFFFFF) if extra else (whole, whole)
    told, tail = (entry.CRC, *sizes), b""
    if entry.flag_bits & 8:  # written front to back: the numbers come behind the bytes
        told = (0, *(sizes if extra else (0, 0)))
        tail = struct.pack("<4sLQQ" if extra else "<4sLLL", b"PK\7\10", entry.CRC, whole, whole)
    says_so = (head[0], head[2], head[3]) == (b"PK\3\4", entry.flag_bits & 8, 0) and head[6:9] == told
    is_named = piece_at(archive, entry.header_offset + 30, head[9]) == name and is_number(extra, whole * 1.05 > LARGE)
    is_whole = entry.compress_size == whole and piece_at(archive, body + whole, len(tail)) == tail
    return body + whole + len(tail) - entry.header_offset if says_so and is_named and is_whole else 0


def is_number(extra: bytes, is_large: bool) -> bool:
    """Whether more is said of a file than its name only as longer numbers, where it needs them."""
    told = struct.pack("<2H", 1, len(extra) - 4) if 4 < len(extra) <= 28 else b""
    return not extra or (is_large and bool(told) and extra[:4] == told)


def piece_at(archive: zipfile.ZipFile, at: int, length: int) -> bytes:
    """Bytes of the ZIP as they lie there."""
    assert archive.fp
    archive.fp.seek(at)
    return archive.fp.read(length)


def take_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, bag: Bag, path: str, verdict: Verdict) -> None:
    """One file of the ZIP; its check sum is the first that fails when a byte of it was changed."""
    try:
        with archive.open(entry) as file:
            bag.take(path, chunks(file))
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError):
        verdict.fault(path, "was changed: its bytes are not those that the ZIP's own check sum was taken of")
        bag.files[path] = 0, ""


def read_folder(folder: Path, verdict: Verdict) -> Bag:
    """The unpacked package; links are not followed."""
    inner = [place for place in folder.iterdir() if (place / MANIFEST).is_file()]
    root = inner[0] if len(inner) == 1 and not (folder / MANIFEST).is_file() else folder
    bag = Bag(root.resolve().name, is_zip=False)
    for place, folders, names in os.walk(str(root)):
        for full in [Path(place) / name for name in names + folders]:
            path, mode = full.relative_to(root).as_posix(), full.lstat().st_mode
            if stat.S_ISREG(mode):
                with full.open("rb") as file:
                    bag.take(path, chunks(file))
            elif not stat.S_ISDIR(mode):
                verdict.fault(path, "is not an ordinary file")
    return bag


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """A file piece by piece."""
    return iter(lambda: file.read(PIECE), b"")


def is_safe(name: str) -> bool:
    """Whether a path stays where it belongs and says what it is."""
    parts = name.split("/")
    return all(part not in ("", ".", "..") for part in parts) and not any(c in '\\:*?"<>|' or c < " " for c in name)


# Judging: first who signed, then what was signed, then the chains of custody inside it.


def judge(bag: Bag, pinned: str | None, verdict: Verdict) -> dict[str, Any]:
    """Everything. Returns the package's own account of itself (empty when that cannot be relied on)."""
    for path in REQUIRED:
        if path not in bag.files:
            verdict.fault(path, "is missing")
    key = judge_key(bag, pinned, verdict)
    told = judge_signature(bag, key, verdict)
    if told:
        judge_list(bag, told, verdict)
        judge_account(bag, told, key, verdict)
        judge_stamp(bag, told, key, verdict)
        judge_reports(told, verdict)
        judge_sidecars(bag, told, verdict)
    else:
        judge_manifests(bag, verdict)
    judge_custody(bag, told, verdict)
    return told


def judge_key(bag: Bag, pinned: str | None, verdict: Verdict) -> bytes:
    """The public key, held against the fingerprint from outside."""
    if KEY not in bag.whole:
        return b""
    key = from_base64(bag.whole[KEY])
    found = hashlib.sha256(key).hexdigest()
    if not key:
        verdict.fault(KEY, "was changed: it is not a key in base64")
    elif pinned and found != pinned:
        verdict.fault(KEY, f"is another key. Its fingerprint is {found}, and you gave {pinned}")
    elif pinned:
        verdict.holds.append("The key has the fingerprint that you gave.")
    return key


def judge_signature(bag: Bag, key: bytes, verdict: Verdict) -> dict[str, Any]:
    """The signed list, once its signature holds; else who of the three is to blame, by the bag's own account."""
    if MANIFEST not in bag.whole or SIGNATURE not in bag.whole:
        return {}
    message = b"open-rtcc release v1\n" + hashlib.sha256(bag.whole[MANIFEST]).hexdigest().encode() + b"\n"
    listed = lines_of(bag.whole.get(TAGS, b"")) or {}
    if key and is_signed(message, from_base64(bag.whole[SIGNATURE]), key):
        told = from_json(bag.whole[MANIFEST])
        if not is_known(told):
            verdict.fault(MANIFEST, "is signed, but is not of a form that this program knows")
            return {}
        verdict.holds.append("The list of files is signed by the key in the package.")
        return told
    judged = [path for path in (MANIFEST, SIGNATURE, KEY) if path in listed and path in bag.files]
    changed = [path for path in judged if listed[path] != bag.files[path][1]]
    for path in changed:
        verdict.fault(path, "was changed: the signature does not hold, and this file is not the one that was bagged")
    if not changed:
        verdict.fault(SIGNATURE, "is not a signature of release.json by the key in key.der.b64")
    return {}


def judge_list(bag: Bag, told: dict[str, Any], verdict: Verdict) -> None:
    """Every file against the signed list, and the bag's own lists against what they must then say."""
    listed = {one["path"]: (one["bytes"], one["sha256"]) for one in told["files"]}
    stamps = (TOKEN, ABOVE, SEALED) if is_stamped(told) else ()
    for path in sorted({*listed, *stamps} - set(bag.files)):
        verdict.fault(path, "is missing")
    for path in sorted(set(bag.files) - set(listed) - set(UNLISTED) - set(stamps)):
        verdict.fault(path, "was added: the signed list does not name it")
    for path in sorted(set(listed) & set(bag.files)):
        if bag.files[path] != listed[path]:
            (size, digest), (signed_size, signed) = bag.files[path], listed[path]
            found = f"it has {size} bytes and SHA-256 {digest}"
            verdict.fault(path, f"was changed: {found}, signed were {signed_size} and {signed}")
    payload = {path: digest for path, (_, digest) in listed.items() if path.startswith("data/")}
    tags = {path: digest for path, (_, digest) in listed.items() if path not in payload}
    tags.update({path: bag.files[path][1] for path in (MANIFEST, SIGNATURE)})
    bagged = lines_of(bag.whole.get(TAGS, b"")) or {}
    known = {path: bagged.get(path) or bag.files.get(path, (0, ""))[1] for path in stamps}
    tags.update({path: digest for path, digest in known.items() if digest})
    for path in stamps:
        if path in bag.files and path in bagged and bagged[path] != bag.files[path][1]:
            verdict.fault(path, "was changed: it is not the one that was bagged")
    for name, expected in ((PAYLOADS, payload), (TAGS, tags)):
        if name in bag.whole and not verdict.names(name) and bag.whole[name] != spell_lines(expected):
            verdict.fault(name, "was changed: it does not list the files as the signed list does")
    if not verdict.faults:
        verdict.holds.append(f"All {len(bag.files)} files are those of the list; none was added, none is missing.")


def judge_manifests(bag: Bag, verdict: Verdict) -> None:
    """Without a signature that holds: every file against the bag's own lists, which vouch for nobody."""
    payload, tags = (lines_of(bag.whole.get(name, b"")) for name in (PAYLOADS, TAGS))
    for name, lines in ((PAYLOADS, payload), (TAGS, tags)):
        if lines is None and name in bag.whole:
            verdict.fault(name, "was changed: it is not a list of files")
    listed = dict(payload or {})
    listed.update(tags or {})
    for path in sorted(set(listed) - set(bag.files)):
        verdict.fault(path, "is missing")
    for path in sorted(set(bag.files) - set(listed) - {TAGS}):
        verdict.fault(path, "was added: the bag's lists do not name it")
    for path in sorted(set(listed) & set(bag.files)):
        if bag.files[path][1] != listed[path] and not verdict.names(path):
            verdict.fault(path, "was changed: the bag's lists give it another SHA-256")


def judge_account(bag: Bag, told: dict[str, Any], key: bytes, verdict: Verdict) -> None:
    """What the package says of itself, where it must fit what it is."""
    if bag.is_zip and bag.name != told["release"]:
        verdict.fault(bag.name, f"is not the name of the folder: the release is {told['release']}")
    if re.match(r"rel_[0-9a-z]{26}\.zip$", bag.called) and bag.called != told["release"] + ".zip":
        verdict.fault(bag.called, f"bears the name of another release: what is in it is {told['release']}")
    if told["key"]["fingerprint"] != hashlib.sha256(key).hexdigest():
        verdict.fault(MANIFEST, "names another key than the one that signed it")
    if "bagit.txt" in bag.whole and not verdict.names("bagit.txt") and bag.whole["bagit.txt"] != BAGIT:
        verdict.fault("bagit.txt", "does not say that this is a BagIt 1.0 bag")
    payload = [one["bytes"] for one in told["files"] if one["path"].startswith("data/")]
    oxum = f"Payload-Oxum: {sum(payload)}.{len(payload)}\n"
    if oxum.encode() not in bag.whole.get("bag-info.txt", b"") and not verdict.names("bag-info.txt"):
        verdict.fault("bag-info.txt", "gives another size of the payload than the signed list")
    note = told["log"]["checkpoint"]
    if note:
        body, _, signed = note.encode().partition(b"\n\n")  # the log's own signature comes first, then its witnesses'
        sealed = from_base64(signed.split(b"\n")[0].split(b" ")[-1] + b"\n")
        if not is_signed(body + b"\n", sealed[4:], key) or body.split(b"\n")[0].decode() != told["log"]["origin"]:
            verdict.fault(MANIFEST, "carries a head of the custody log that this key did not sign")


def is_stamped(told: dict[str, Any]) -> bool:
    """Whether the signed list says that a time stamp over it goes along."""
    return "stamp" in told and "missing" not in told["stamp"]


def judge_stamp(bag: Bag, told: dict[str, Any], key: bytes, verdict: Verdict) -> None:
    """The word of somebody outside when this list was there, and under whose root that is."""
    if not is_stamped(told):
        why = "The authority that was asked gave no time stamp" if "stamp" in told else "It bears no time stamp"
        verdict.open.append(f"{why}: when the list of files was signed, the center alone says.")
        return
    if any(verdict.names(path) or path not in bag.whole for path in (TOKEN, ABOVE, SEALED)):
        return
    try:
        known = certificates_in(bag.whole[ABOVE])
        above = [certificate_of(one).whole for one in known]
    except ValueError:
        above = []
    if not above or pem(above) != bag.whole[ABOVE]:
        verdict.fault(ABOVE, "was changed: it is not a list of certificates")
        return
    try:
        stamp = stamped(bag.whole[TOKEN], bag.whole[MANIFEST], above)
    except Unstamped as error:
        verdict.fault(TOKEN, f"is not a time stamp of release.json that holds: {error}")
        return
    root = hashlib.sha256(stamp.chain[-1]).hexdigest()
    if stamp.chain != above or told["stamp"]["root"] not in ("", root):
        verdict.fault(ABOVE, "holds other certificates than those over the time stamp")
        return
    message = "\n".join(("open-rtcc stamp v1", bag.files[TOKEN][1], bag.files[ABOVE][1], "")).encode()
    if not is_signed(message, from_base64(bag.whole[SEALED]), key):
        verdict.fault(TOKEN, "or its signature was changed: it is not the time stamp that the center was given")
        return
    verdict.holds.append(f"The list of files was there at {stamp.at}: so says {show(stamp.authority)}.")
    last = (
        f"its root's certificate has SHA-256 {root}" if stamp.is_rooted else "the certificate of its root is not here"
    )
    verdict.open.append(f"Whether that authority can be trusted, it must tell you itself: {last}.")


def is_reported(told: dict[str, Any]) -> bool:
    """Whether the package is of the form that has papers, and a proof of each item: older ones had none."""
    return any(one["path"].startswith(REPORTS) for one in told["files"])


def judge_reports(told: dict[str, Any], verdict: Verdict) -> None:
    """What is drafted is not signed, however much the list around it is."""
    paths = [one["path"] for one in told["files"] if one["path"].startswith(REPORTS)]
    drafts = sum("/certificate-" in path for path in paths)
    if any(verdict.names(path) for path in paths) or not paths:
        return
    verdict.holds.append(f"The {len(paths)} papers in report/ are those that the center made.")
    if drafts:
        verdict.open.append(f"{drafts} of them are drafts of certificates: they certify nothing until a person signs.")


def judge_sidecars(bag: Bag, told: dict[str, Any], verdict: Verdict) -> None:
    """What is said beside a video for readers of C2PA must be said of that very video."""
    paths = [one["path"] for one in told["files"] if one["path"].startswith(SIDECARS)]
    if any(verdict.names(path) for path in paths):
        return
    before, sidecars = len(verdict.faults), [path for path in paths if path.endswith(".c2pa")]
    videos = {path.split("/")[1]: path for path in bag.files if path.startswith("data/") and path.count("/") == 2}
    for path in sidecars:
        video = videos.get(path[len(SIDECARS) : -len(".c2pa")], "")
        if not video:
            verdict.fault(path, "speaks of a piece of evidence that is not in the package")
        elif not verdict.names(video) and bound_to(bag.whole[path]) != bag.files[video][1]:
            verdict.fault(path, f"does not speak of the bytes of {show(video)}")
    if sidecars and len(verdict.faults) == before:
        count = f"{len(sidecars)} C2PA sidecar{'s are' if len(sidecars) > 1 else ' is'}"
        verdict.holds.append(f"{count} in c2pa/, as the center signed the list, and each names the bytes of its video.")
        verdict.open.append("What else they say, and whether their signer is to be believed, a reader of C2PA judges.")


def bound_to(store: bytes) -> str:
    """The SHA-256 in the one assertion c2pa.hash.data of a manifest store, in hex; empty when it has not just one."""
    try:
        (body,) = boxes_named(store[: 2**20], "c2pa")
        ((_, manifest),) = boxes_in(body)[1:]
        (assertions,) = boxes_named(manifest, "c2pa.assertions")
        (bound,) = boxes_named(assertions, "c2pa.hash.data")
        ((kind, told),) = boxes_in(bound)[1:]
    except (ValueError, IndexError):
        return ""
    _, _, digest = told.partition(b"\x64hash\x58\x20")  # in CBOR: the word, and that 32 bytes follow
    return digest[:32].hex() if kind == b"cbor" else ""


def boxes_named(data: bytes, label: str) -> list[bytes]:
    """What is in each box of boxes that bears this label (ISO 19566-5)."""
    found = [body for kind, body in boxes_in(data) if kind == b"jumb"]
    return [body for body in found if boxes_in(body)[0][1][16:] == b"\x03" + label.encode() + b"\0"]


def boxes_in(data: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and content of the boxes that stand one behind the other. ValueError: it is not made of boxes."""
    found, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8 or at + size > len(data):
            raise ValueError("it is not made of boxes")
        found.append((data[at + 4 : at + 8], data[at + 8 : at + size]))
        at += size
    return found


def judge_custody(bag: Bag, told: dict[str, Any], verdict: Verdict) -> None:
    """The record: every chain whole, every item under the digest that was written down when it was admitted."""
    if CUSTODY not in bag.whole:
        return
    before = len(verdict.faults)
    try:
        record = from_json(bag.whole[CUSTODY])
        judge_release(record["release"], told, verdict)
        for item in record["items"]:
            judge_item(item, bag, verdict)
        named = {item["file"] for item in record["items"]} | {CUSTODY}
        for path in sorted(path for path in bag.files if path.startswith("data/") and path not in named):
            if not verdict.names(path):
                verdict.fault(CUSTODY, f"does not speak of {show(path)}")
        chains = [record["release"], *record["items"]]
        if told and len(verdict.faults) == before and not verdict.names(CUSTODY):
            judge_proofs(bag, told, chains, verdict)
        lines = sum(len(one["chain"]) for one in chains)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        verdict.fault(CUSTODY, "was changed: it cannot be read as a record of custody")
        return
    if len(verdict.faults) == before:
        verdict.holds.append(f"The record of custody holds: {lines} lines, each following from the one before.")


def judge_proofs(bag: Bag, told: dict[str, Any], chains: list[dict[str, Any]], verdict: Verdict) -> None:
    """Of each chain, that the log holds these lines and no others, under the head that the signed list names."""
    head, whole, young = told["log"]["checkpoint"].encode(), 0, 0
    for one in chains:
        path = f"{PROOFS}{one['id']}.chain-proof"
        if path not in bag.whole:
            verdict.open.append(
                f"{show(str(one['id']))}: no proof that none of its lines was left out is in the package."
            )
            verdict.unshown += bool(head) and one is not chains[0] and is_reported(told)
            continue
        if verdict.names(path):
            continue
        subject = hashlib.sha256(one["id"].encode()).digest()
        entries = [bytes.fromhex(line["hash"]) + subject + line["seq"].to_bytes(8, "big") for line in one["chain"]]
        try:
            count, note = complete(bag.whole[path], entries)
        except ValueError as error:
            verdict.fault(path, f"does not show that the log holds these lines and no others: {error}")
            continue
        if note != head:
            verdict.fault(path, "is under another head of the log than the signed list names")
        whole, young = whole + 1, young + len(entries) - count
    if whole:
        size = read_head(head)[0]
        chains_said = "1 chain" if whole == 1 else f"{whole} chains"
        verdict.holds.append(f"Of {chains_said} the log's first {size} entries hold these lines and no others.")
    if young:
        those, them = ("line is", "it") if young == 1 else ("lines are", "them")
        verdict.open.append(f"{young} {those} younger than that head of the log: the chains alone vouch for {them}.")


def judge_release(record: dict[str, Any], told: dict[str, Any], verdict: Verdict) -> None:
    """Two people, and the recipient that was approved."""
    judge_chain(record["id"], record["chain"], verdict)
    done = {line["event"]: line for line in record["chain"] if line["outcome"] == "done"}
    asked, approved = done.get("release.ask", {}), done.get("release.approve", {})
    if not asked or not approved or asked["actor"] == approved["actor"] or asked["badge"] == approved["badge"]:
        verdict.fault(CUSTODY, "does not show that one person asked and another approved")
    if told and (record["id"], record["to"], record["case"]) != (told["release"], told["to"], told["case"]):
        verdict.fault(CUSTODY, "is the record of another release")
    if approved and (approved["facts"].get("ori"), approved["facts"].get("recipient")) != (
        record["to"]["ori"],
        record["to"]["recipient"],
    ):
        verdict.fault(CUSTODY, "shows that another recipient was approved")


def judge_item(item: dict[str, Any], bag: Bag, verdict: Verdict) -> None:
    """One item: its file, its chain, and its digest in the line by which it was admitted."""
    name = show(str(item["id"]))
    judge_chain(item["id"], item["chain"], verdict)
    if bag.files.get(item["file"], (0, ""))[1] != item["sha256"] and not verdict.names(item["file"]):
        verdict.fault(CUSTODY, f"{name}: its SHA-256 is not that of {show(str(item['file']))}")
    admitted = [line for line in item["chain"] if line["event"] in ADMITTED and line["outcome"] == "done"]
    if not admitted:
        verdict.fault(CUSTODY, f"{name}: no line says that this item was admitted as evidence")
    for line in admitted:
        if line["facts"].get("sha256") != item["sha256"]:
            verdict.fault(CUSTODY, f"{name}: line {line['seq']} gives another digest than the item's")


def judge_chain(subject: str, chain: list[dict[str, Any]], verdict: Verdict) -> None:
    """One subject's lines: numbered from 1, each bearing the hash of the one before and its own."""
    previous = FIRST
    for number, line in enumerate(chain, 1):
        where = f"{show(str(subject))}, line {number}: "
        if (line["subject"], line["seq"]) != (subject, number):
            verdict.fault(CUSTODY, where + "a line is missing, or is not this subject's")
        elif line["previous"] != previous:
            verdict.fault(CUSTODY, where + "does not follow from the line before it")
        facts = {name: value for name, value in line.items() if name != "hash"}
        if hashlib.sha256(spell(facts)).hexdigest() != line["hash"]:
            verdict.fault(CUSTODY, where + "was changed after it was written")
        previous = line["hash"]


# Reading small things, strictly: what can be spelled in two ways is taken in one only.


def from_base64(text: bytes) -> bytes:
    """The bytes behind one line of base64; nothing when it is anything else."""
    try:
        found = base64.b64decode(text.strip(b"\n"), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if base64.b64encode(found) + b"\n" == text else b""


def from_json(text: bytes) -> dict[str, Any]:
    """The object behind a canonical spelling; nothing when it is spelled otherwise (a name twice, say)."""
    try:
        found = json.loads(text.decode("utf-8"))
        return found if isinstance(found, dict) and spell(found) == text else {}
    except (ValueError, RecursionError):
        return {}


def spell(facts: dict[str, Any]) -> bytes:
    """Canonical JSON, as the record's hashes are taken of (RFC 8785)."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def is_known(told: dict[str, Any]) -> bool:
    """Whether the signed list has the one form that this program knows."""
    words, files = ("release", "case", "made_at"), told.get("files")
    parts = {"from": ("agency", "ori"), "to": ("agency", "ori", "recipient"), "key": ("fingerprint",)}
    parts["log"] = ("origin", "checkpoint")
    if told.get("format") != "open-rtcc release 1" or not isinstance(files, list):
        return False
    if "stamp" in told:
        parts["stamp"] = ("authority", "root")
    said = [told.get(word) for word in words]
    for part, names in parts.items():
        inner = told.get(part)
        said += [inner.get(name) for name in names] if isinstance(inner, dict) else [None]
    for one in files:
        if not isinstance(one, dict) or not isinstance(one.get("bytes"), int):
            return False
        said += [one.get("path"), one.get("sha256")]
    return all(isinstance(word, str) for word in said) and len({one["path"] for one in files}) == len(files)


def lines_of(text: bytes) -> dict[str, str] | None:
    """A BagIt manifest: SHA-256 by path; None when it is none."""
    try:
        rows = [line.split("  ", 1) for line in text.decode("utf-8").splitlines()]
    except UnicodeDecodeError:
        return None
    return {row[1]: row[0] for row in rows} if all(len(row) == 2 for row in rows) else None


def spell_lines(digests: dict[str, str]) -> bytes:
    """The one spelling of a BagIt manifest that the center writes."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def show(text: str) -> str:
    """A name as it may be printed: no character in it can move the cursor or hide what follows."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)[:200]


# The signature: the very text of rtcc.foundation.p256, verify only; no secret is ever here (FIPS 186-5, SEC 1).

_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
# SubjectPublicKeyInfo of an uncompressed point on P-256 always begins like this; the point's 64 bytes follow.
_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")

Point = Optional[Tuple[int, int]]  # noqa: UP006,UP045 said anew, for an old Python


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


# The log: the very text of rtcc.foundation.merkle (RFC 6962, RFC 9162, C2SP tlog-proof).

# In the place of a subject's digest, it says that an entry is the root of the map of chains. It is text, and no SHA-256
# of anything: no subject, whatever it is called, can make an entry that looks like this one.
MAP = b"open-rtcc: root of map of chains"
EMPTY = bytes(32)  # the hash of a part of that map in which there is nothing
PROOF, CHAIN_PROOF = "c2sp.org/tlog-proof@v1", "open-rtcc/chain-proof@v1"


def leaf(entry: bytes) -> bytes:
    """The hash of an entry (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbors (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by(path: list[bytes], hashed: bytes, *, index: int, size: int) -> bytes:
    """The root to which an inclusion proof leads (RFC 9162, 2.1.3.2). ValueError: a path of another length."""
    if not 0 <= index < size:
        raise ValueError("the log has no such entry")
    last = size - 1
    for beside in path:
        if last == 0:
            raise ValueError("the path is too long")
        if index & 1 or index == last:
            hashed = node(beside, hashed)
            while not index & 1:
                index, last = index >> 1, last >> 1
        else:
            hashed = node(hashed, beside)
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return hashed


def chain_leaf(entries: list[bytes]) -> bytes:
    """What the map keeps of a subject, 72 bytes: a digest over all its entries in the log, the subject's, their number.

    Each entry is 72 bytes: a line's hash, the SHA-256 of its subject, its number.
    """
    over = EMPTY
    for entry in entries:
        over = hashlib.sha256(over + entry).digest()
    return over + entries[0][32:64] + len(entries).to_bytes(8, "big")


def map_root_by(path: list[bytes], kept: bytes) -> bytes:
    """The map's root to which a path leads: the bits of the subject's digest say on which side each step lies."""
    where, found = int.from_bytes(kept[32:64], "big"), leaf(kept)
    for depth in range(len(path) - 1, -1, -1):
        beside = path[len(path) - 1 - depth]
        found = node(beside, found) if where >> (255 - depth) & 1 else node(found, beside)
    return found


def map_entry(root: bytes, covers: int) -> bytes:
    """The log's entry that says: this is the root of the map over my first `covers` entries."""
    return root + MAP + covers.to_bytes(8, "big")


def logged(text: bytes, entry: bytes) -> bytes:
    """The checkpoint (a signed note) under which a proof shows this entry. Raises ValueError when it does not.

    Whoever asks must still check the note's signature, and that they trust its key.
    """
    index, path, note = read_proof(text)
    size, root = read_head(note)
    if root_by(path, leaf(entry), index=index, size=size) != root:
        raise ValueError("the path does not lead to the root of the checkpoint")
    return note


def complete(text: bytes, entries: list[bytes]) -> tuple[int, bytes]:
    """How many of these entries the log holds, and the checkpoint under which it holds no other of their subject.

    `entries` are the subject's, in order; the log may be a few short of the newest. Raises ValueError when one is left
    out, added, changed, or out of order.
    """
    words, _, rest = text.partition(b"\n\n")
    head, *lines = words.decode("ascii").split("\n")
    if head != CHAIN_PROOF or [line.partition(" ")[0] for line in lines[:2]] != ["covers", "entries"]:
        raise ValueError("this is not a proof of a whole chain")
    covers, count, path = _decimal(lines[0][7:]), _decimal(lines[1][8:]), [_hash(line) for line in lines[2:]]
    sealed = entries[:count]
    if not 0 < count <= len(entries) or any(len(one) != 72 or one[32:64] != sealed[0][32:64] for one in sealed):
        raise ValueError("the log holds another number of lines of this subject")
    if len(path) > 256 or read_proof(rest)[0] < covers:
        raise ValueError("a map cannot cover what comes after it")
    return count, logged(rest, map_entry(map_root_by(path, chain_leaf(sealed)), covers))


def read_proof(text: bytes) -> tuple[int, list[bytes], bytes]:
    """The index, the path and the checkpoint of a C2SP tlog-proof. Raises ValueError for what is none."""
    words, _, note = text.partition(b"\n\n")
    head, *lines = words.decode("utf-8").split("\n")
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    if head != PROOF or not lines or not lines[0].startswith("index "):
        raise ValueError("this is not a proof of the C2SP's tlog-proof form")
    return _decimal(lines[0][6:]), [_hash(line) for line in lines[1:]], note


def read_head(note: bytes) -> tuple[int, bytes]:
    """The size and root that a checkpoint tells, its signatures unread. Raises ValueError for what is no checkpoint."""
    lines = note.partition(b"\n\n")[0].decode("utf-8").split("\n")
    if len(lines) < 3 or not lines[0]:
        raise ValueError("this is not a checkpoint")
    return _decimal(lines[1]), _hash(lines[2])


def _decimal(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or (text[0] == "0" and text != "0"):
        raise ValueError("not a number in its one spelling")
    return int(text)


def _hash(text: str) -> bytes:
    found = base64.b64decode(text, validate=True)
    if len(found) != 32 or base64.b64encode(found).decode() != text:
        raise ValueError("not a hash in its one spelling")
    return found


# The time stamp: the very text of rtcc.foundation.der and rtcc.foundation.stamps (RFC 3161, RFC 5280).

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


# The witnesses: the very text of rtcc.foundation.ed25519, verify only (RFC 8032, 5.1; FIPS 186-5).

_FIELD = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_CURVE = -121665 * pow(121666, -1, _FIELD) % _FIELD
_ROOT = pow(2, (_FIELD - 1) // 4, _FIELD)  # a square root of -1

Spread = Tuple[int, int, int, int]  # noqa: UP006 said anew, for an old Python. X, Y, Z, T with x = X/Z, y = Y/Z, x*y = T/Z


def is_cosigned(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the signature (64 bytes) over the message is by the key (32 bytes)."""
    if len(signature) != 64 or len(public_key) != 32:
        return False
    key, r = _unpacked(public_key), _unpacked(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= _ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % _ORDER
    left, right = _multiple(s, _BASE), _sum(r, _multiple(h, key))
    return (left[0] * right[2] - right[0] * left[2]) % _FIELD == (left[1] * right[2] - right[1] * left[2]) % _FIELD == 0


def _unpacked(data: bytes) -> Spread | None:
    """The point behind 32 bytes, in its one spelling; None when it is on no curve."""
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if y >= _FIELD:
        return None
    square = (y * y - 1) * pow(_CURVE * y * y + 1, -1, _FIELD) % _FIELD
    x = pow(square, (_FIELD + 3) // 8, _FIELD)
    if (x * x - square) % _FIELD:
        x = x * _ROOT % _FIELD
    if (x * x - square) % _FIELD or (x == 0 and odd):
        return None
    x = _FIELD - x if x & 1 != odd else x
    return x, y, 1, x * y % _FIELD


def _sum(a: Spread, b: Spread) -> Spread:
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % _FIELD, (a[1] + a[0]) * (b[1] + b[0]) % _FIELD
    three, four = 2 * a[3] * b[3] * _CURVE % _FIELD, 2 * a[2] * b[2] % _FIELD
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % _FIELD, g * h % _FIELD, f * g % _FIELD, e * h % _FIELD


def _multiple(number: int, point: Spread) -> Spread:
    found: Spread = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _sum(found, point)
        point = _sum(point, point)
        number >>= 1
    return found


_base = _unpacked((4 * pow(5, -1, _FIELD) % _FIELD).to_bytes(32, "little"))
assert _base
_BASE: Spread = _base


class Witness(NamedTuple):
    """Somebody outside the center: their name, and the key by which they sign heads of the log."""

    name: str
    id: bytes
    key: bytes


def read_witness(line: str) -> Witness:
    """Out of the line that a witness tells of itself, `name+hash+base64` (C2SP signed-note). Raises Unreadable."""
    name, _, rest = line.partition("+")
    hashed, _, spelled = rest.partition("+")
    key = from_base64(spelled.encode() + b"\n")
    told = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if not name or " " in name or len(key) != 33 or key[0] != 4 or hashed != told.hex():
        raise Unreadable("This is not the line of a witness, which looks like NAME+8 DIGITS+KEY: " + line)
    return Witness(name, told, key[1:])


def judge_witnesses(told: dict[str, Any], witnesses: list[Witness], verdict: Verdict) -> None:
    """Whether each of these signed the head of the log in the signed list (C2SP tlog-cosignature)."""
    text, _, signatures = str(told["log"]["checkpoint"]).encode().partition(b"\n\n")
    for one in witnesses:
        start = f"\u2014 {one.name} ".encode()
        sealed = [from_base64(line[len(start) :] + b"\n") for line in signatures.split(b"\n") if line.startswith(start)]
        mine = [seal for seal in sealed if seal[:4] == one.id]
        times = [int.from_bytes(seal[4:12], "big") for seal in mine if is_by(one, text + b"\n", seal)]
        if len(times) < len(mine):
            verdict.fault(MANIFEST, f"carries what is not a signature of the witness {one.name}")
        elif times:
            at = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(min(times)))
            verdict.holds.append(f"The witness {show(one.name)} signed this head of the log at {at}.")
        else:
            verdict.unwitnessed.append(one.name)
            verdict.open.append(f"The witness {show(one.name)} did not sign the head of the log in this package.")


def is_by(one: Witness, text: bytes, sealed: bytes) -> bool:
    """Whether a cosignature (key id, time, signature) over a head is by this witness."""
    at = int.from_bytes(sealed[4:12], "big")  # no calendar tells a time after the year 2147483647
    return at <= 67_767_976_233_532_799 and is_cosigned(b"cosignature/v1\ntime %d\n" % at + text, sealed[12:], one.key)


def report(bag: Bag, told: dict[str, Any], verdict: Verdict, pinned: str | None) -> int:
    """Say it in plain sentences; returns the exit code."""
    print(f"Package {show(bag.name)}, {len(bag.files)} files")
    if told:
        giver, taker = told["from"], told["to"]
        print(show(f"  from   {giver['agency']} ({giver['ori']})"))
        print(show(f"  to     {taker['agency']} ({taker['ori']}), badge {taker['recipient']}"))
        print(show(f"  case   {told['case']}, packed at {told['made_at']}"))
    print("")
    for sentence in verdict.holds:
        print("  holds   " + sentence)
    for sentence in verdict.open[:MOST_SAID]:
        print("  open    " + sentence)
    for file, what in verdict.faults[:MOST_SAID]:
        print(f"  FAILS   {show(file)} {what}.")
    if len(verdict.faults) > MOST_SAID:
        print(f"  FAILS   and {len(verdict.faults) - MOST_SAID} more.")
    print("")
    if verdict.faults:
        named = sorted({show(file) for file, _ in verdict.faults})
        print("THIS PACKAGE DOES NOT HOLD. Look at: " + ", ".join(named[:MOST_SAID]))
        return 1
    if not pinned:
        print("Nothing inside contradicts itself, but NOTHING OUTSIDE THIS PACKAGE VOUCHES FOR ITS KEY:")
        print("anybody could have made it. Get the fingerprint from the center or the court, and run this again")
        print("with --fingerprint.")
        return 3
    if verdict.unwitnessed:
        print("Nothing inside contradicts itself, but A WITNESS THAT YOU NAMED DID NOT SIGN THE HEAD OF ITS LOG:")
        print(show(", ".join(verdict.unwitnessed)) + ". It may have been out of reach when this was packed. Ask it")
        print("whether it knows that log, and the center for a package under a later head.")
        return 3
    if verdict.unshown:
        print(
            f"WHAT IS HERE HOLDS, BUT NOT ALL IS HERE: of {verdict.unshown} items nothing shows that no line of their"
        )
        print("record was left out. Ask the center for a package with their proofs.")
        return 3
    print("EVERYTHING HOLDS. Each file is, byte by byte, what the center signed.")
    return 0


def main() -> int:
    """Read the command line, check, say what was found."""
    parser = argparse.ArgumentParser(description="Check a release package of evidence.")
    parser.add_argument("package", help="the ZIP, or the folder that was in it")
    parser.add_argument("--fingerprint", help="64 hex digits, from the center or the court, not from the package")
    parser.add_argument(
        "--witness", action="append", default=[], help="the line of a witness, from the witness itself; may come again"
    )
    asked = parser.parse_args()
    pinned = "".join(asked.fingerprint.split()).replace(":", "").lower() if asked.fingerprint is not None else None
    if pinned is not None and (len(pinned) != 64 or set(pinned) - set("0123456789abcdef")):
        print("A fingerprint is 64 hex digits. This one is not.")
        return 2
    verdict = Verdict()
    try:
        witnesses = [read_witness(line) for line in asked.witness]
        bag = read(Path(asked.package), verdict)
    except Unreadable as error:
        print(show(str(error)))
        return 2
    told = judge(bag, pinned, verdict)
    if told:
        judge_witnesses(told, witnesses, verdict)
    return report(bag, told, verdict, pinned)


if __name__ == "__main__":
    sys.exit(main())
