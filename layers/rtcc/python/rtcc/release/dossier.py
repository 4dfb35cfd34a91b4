"""What a package says about itself: the record of custody, the signed list of its files, the bag's own lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rtcc.aws import settings
from rtcc.custody import service as custody
from rtcc.custody.model import Line, spelled
from rtcc.foundation import canonical, clock
from rtcc.release.bag import PAYLOAD, Filed
from rtcc.release.model import Release, file_name
from rtcc.release.readme import LIMITS
from rtcc.vault.model import Item

MANIFEST_FORMAT = "open-rtcc release 1"
CUSTODY_FORMAT = "open-rtcc custody 1"
_CLIP = "the core box that recorded it, before it was sent"
_SUBMISSION = "the page of whoever sent it, before it was sent"


def path_of(item: Item) -> str:
    """Where an item lies in the bag."""
    return f"{PAYLOAD}{item.id}/{file_name(item.name)}"


def account(one: Release, items: Sequence[Item]) -> dict[str, Any]:
    """The whole chain of each item and of the release, refusals with the rest: custody.json and the report say this."""
    return {"format": CUSTODY_FORMAT, "release": _release(one), "items": [_item(item) for item in items]}


def manifest_json(
    one: Release,
    files: Sequence[Filed],
    *,
    at: datetime,
    fingerprint: str,
    checkpoint: str,
    stamp: Mapping[str, str] | None = None,
) -> bytes:
    """The list of the bag's files that gets signed: whatever it names cannot be changed unnoticed.

    `stamp` is what it says of the time stamp that is asked for over it; nothing when the city has no authority.
    """
    city = settings.city()
    more: dict[str, object] = {} if stamp is None else {"stamp": dict(stamp)}
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
        | more
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


def _release(one: Release) -> dict[str, object]:
    return {
        "id": one.id,
        "case": one.case,
        "reason": one.reason,
        "method": one.method.value,
        "limits": " ".join((LIMITS, one.limits)).strip(),
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
