"""The package: one ZIP, one bag, every byte of it bound to one signature (RFC 8493; abuse 39)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from rtcc.aws import packages, seals, settings
from rtcc.aws.packages import Parcel
from rtcc.custody import newest
from rtcc.custody.proving import Prover
from rtcc.foundation import canonical, clock
from rtcc.release import certificates, dossier, readme, report, sidecar, stamping
from rtcc.release.bag import Bag
from rtcc.release.model import Package, Release
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_DOMAIN = b"open-rtcc release v1\n"  # the seal key signs the log's heads too: neither can ever pass for the other
_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Differs(Exception):
    """The bytes in the vault are not those that were asked for. Its text is a sentence for people."""


def write(one: Release, items: Sequence[Item]) -> Package:
    """Make the package of an approved release and put it into the store, in one pass.

    Raises Differs, and leaves nothing behind, when an item's bytes do not have the digest that it was asked for by.
    """
    with Parcel(settings.need("BUCKET_RELEASE"), f"releases/{one.id}.zip", name=f"{one.id}.zip") as parcel:
        bag = Bag(parcel, one.id, at=clock.now())
        _fill(bag, one, items)
        bag.close()
        kept = parcel.close()
        return Package(kept.bucket, kept.key, kept.version_id, parcel.bytes, parcel.sha256)


def message(manifest: bytes) -> bytes:
    """What is signed: a name of its own, and the SHA-256 of release.json. Short, for KMS takes at most 4096 bytes."""
    return _DOMAIN + hashlib.sha256(manifest).hexdigest().encode() + b"\n"


def _fill(bag: Bag, one: Release, items: Sequence[Item]) -> None:
    """Payload first, then what describes it, then what signs it, then what lists them all."""
    at, public_key = clock.now(), seals.public_key()
    head = newest.head() or b""  # before the chains are read: they may be newer than it, and never older
    formats = {item.id: _add(bag, item) for item in items}
    account = dossier.account(one, items)
    bag.put("data/custody.json", canonical.spell(account))
    bag.put("report/custody.pdf", report.custody_report(account, at=at))
    for path, draft in certificates.drafts(account, at=at).items():
        bag.put(path, draft)
    for path, body in sidecar.files(account, formats, at=at):
        bag.put(path, body)
    bag.put("bagit.txt", _BAGIT)
    bag.put("bag-info.txt", dossier.bag_info(one, oxum=bag.oxum(), at=at))
    bag.put("README.txt", readme.text(one))
    bag.put("key.der.b64", base64.b64encode(public_key) + b"\n")
    _prove(bag, head, [one.id, *(item.id for item in items)])
    bag.put("manifest-sha256.txt", bag.manifest())
    spelled = partial(
        dossier.manifest_json,
        one,
        bag.files,
        at=at,
        fingerprint=seals.fingerprint(public_key),
        checkpoint=head.decode(),
    )
    manifest, stamps = stamping.stamped(lambda stamp: spelled(stamp=stamp))
    bag.put("release.json", manifest)
    bag.put("release.json.sig", base64.b64encode(seals.sign(message(manifest))) + b"\n")
    for path, body in stamps.items():
        bag.put(path, body)
    if stamps:
        bag.put(stamping.SIGNATURE, base64.b64encode(seals.sign(stamping.message(stamps))) + b"\n")
    bag.put("tagmanifest-sha256.txt", bag.tag_manifest())


def _prove(bag: Bag, head: bytes, subjects: Sequence[str]) -> None:
    """Of each chain that is in the log, a proof that none of its lines was left out."""
    if not head:
        return
    prover = Prover(head)
    for subject in subjects:
        with suppress(LookupError):
            bag.put(f"proofs/{subject}.chain-proof", prover.chain(subject))


def _add(bag: Bag, item: Item) -> str:
    """Put an item's bytes in. Returns what kind of video they are, for those that get a sidecar; else nothing."""
    glance = sidecar.Glance()
    filed = bag.stream(dossier.path_of(item), glance.over(packages.pieces(vault.stored(item))), size=item.bytes)
    if (filed.bytes, filed.sha256) != (item.bytes, item.sha256):
        raise Differs(f"the bytes of {item.id} in the vault do not have its digest")
    return glance.format
