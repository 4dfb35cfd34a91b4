"""What a package says about itself: custody.json for machines, the signed list of its files, a README for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rtcc.aws import settings
from rtcc.custody import service as custody
from rtcc.custody.model import Line, spelled
from rtcc.foundation import canonical, clock
from rtcc.release.bag import PAYLOAD, Filed
from rtcc.release.model import Release, file_name
from rtcc.vault.model import Item

MANIFEST_FORMAT = "open-rtcc release 1"
CUSTODY_FORMAT = "open-rtcc custody 1"
LIMITS = (
    "For the recipient and the case named here, and for no other purpose. It is criminal justice information: keep it "
    "as such. Ask the center that released it before you pass any of it on to a third party or publish it."
)
_CLIP = "the core box that recorded it, before it was sent"
_SUBMISSION = "the page of whoever sent it, before it was sent"


def path_of(item: Item) -> str:
    """Where an item lies in the bag."""
    return f"{PAYLOAD}{item.id}/{file_name(item.name)}"


def account(one: Release, items: Sequence[Item]) -> dict[str, Any]:
    """The whole chain of each item and of the release, refusals with the rest: custody.json and the report say this."""
    return {"format": CUSTODY_FORMAT, "release": _release(one), "items": [_item(item) for item in items]}


def manifest_json(one: Release, files: Iterable[Filed], *, at: datetime, fingerprint: str, checkpoint: str) -> bytes:
    """The list of the bag's files that gets signed: whatever it names cannot be changed unnoticed."""
    city = settings.city()
    return canonical.spell(
        {
            "format": MANIFEST_FORMAT,
            "release": one.id,
            "from": {"agency": city.agency, "ori": city.ori},
            "to": {"agency": one.agency, "ori": one.ori, "recipient": one.recipient},
            "case": one.case,
            "reason": one.reason,
            "limits": LIMITS,
            "agreed_limits": one.limits,
            "method": one.method.value,
            "audience": one.audience.value,
            "made_at": clock.spell(at),
            "files": [asdict(file) for file in sorted(files, key=lambda file: file.path)],
            "log": {"origin": settings.need("LOG_ORIGIN"), "checkpoint": checkpoint},
            "key": {"algorithm": "ECDSA_P256_SHA256", "fingerprint": fingerprint},
        }
    )


def bag_info(one: Release, *, oxum: str, at: datetime) -> bytes:
    """`bag-info.txt` (RFC 8493, section 2.2.2)."""
    city = settings.city()
    told = {
        "Source-Organization": f"{city.agency} ({city.ori})",
        "External-Identifier": one.id,
        "External-Description": f"Evidence for case {one.case}, for {one.agency} ({one.ori}), badge {one.recipient}",
        "Bagging-Date": f"{at:%Y-%m-%d}",
        "Payload-Oxum": oxum,
    }
    return "".join(f"{label}: {value}\n" for label, value in told.items()).encode()


def readme(one: Release) -> bytes:
    """How to check the package, in plain words."""
    agency, key_page = settings.city().agency, f"{settings.site()}/key"
    return f"""Evidence released by {agency}
Release {one.id}, case {one.case}
For {one.agency} ({one.ori}), badge {one.recipient}

WHAT IS IN HERE
  data/evi_.../       each piece of evidence, byte by byte as it was received
  data/custody.json   who did what with each piece, and when; each line holds the digest of the line before it
  report/custody.pdf  the same for people, to read and to print
  report/certif...    drafts of certificates (Federal Rules of Evidence, Rule 902) for a qualified person to complete
                      and sign; a draft that nobody has signed certifies nothing
  proofs/             of each chain in custody.json, that the center's log holds these lines and no others
  release.json        the list of all files with their SHA-256, signed: the signature is release.json.sig
  the other files     make the folder a BagIt bag (RFC 8493), which archives can read

HOW TO CHECK IT
  You need Python 3.8 or newer, the one file verify_release.py, and the key's fingerprint.
  Take both from the center, never from whoever gave you this package: {key_page}

    python3 verify_release.py {one.id}.zip --fingerprint THE-FINGERPRINT

  It says in plain sentences what holds and what does not, and names every file that was changed.
  It needs no network and writes nothing.

  With other tools: sha256sum -c manifest-sha256.txt checks the evidence against the bag's own list. The signature is
  ECDSA P-256 over SHA-256 of two lines: "open-rtcc release v1" and the SHA-256 of release.json in hex.
  key.der.b64 holds the public key for convenience. Nothing in here vouches for it: compare its fingerprint.

LIMITS
  {LIMITS}
  {one.limits}
""".encode()


def _release(one: Release) -> dict[str, object]:
    return {
        "id": one.id,
        "case": one.case,
        "reason": one.reason,
        "to": {"agency": one.agency, "ori": one.ori, "recipient": one.recipient},
        "asked_by": one.asked_by,
        "asked_at": clock.spell(one.asked_at),
        "approved_by": one.decided_by,
        "approved_at": clock.spell(one.decided_at) if one.decided_at else "",
        "chain": _chain(one.id),
    }


def _item(item: Item) -> dict[str, object]:
    source = {name: getattr(item, name) for name in ("canvass_id", "request_id", "submission_id", "clip_id")}
    kind = "clip" if item.clip_id else "submission"
    return {
        "id": item.id,
        "file": path_of(item),
        "name": item.name,
        "bytes": item.bytes,
        "sha256": item.sha256,
        "declared": {"sha256": item.declared, "by": _CLIP if item.clip_id else _SUBMISSION},
        "incident": {"id": item.incident_id, "number": item.incident_number},
        "source": {"kind": kind} | {name: value for name, value in source.items() if value},
        "storage": {
            "bucket": item.bucket,
            "key": item.key,
            "version_id": item.version_id,
            "locked_until": clock.spell(item.locked_until),
        },
        "received_at": clock.spell(item.received_at),
        "account": dict(item.account),
        "chain": _chain(item.id),
    }


def _chain(subject: str) -> list[dict[str, object]]:
    return [_line(line) for line in custody.lines(subject)]


def _line(line: Line) -> dict[str, object]:
    """A line in the very spelling that its hash was taken of."""
    return spelled(line) | {"hash": line.hash}
