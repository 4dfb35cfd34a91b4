"""The state after a run, spelled so that two runs can be compared: what differs from run to run has no say in it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from drills.crash.world import BUCKETS, Rows, World
from tests.unit.hostile import MP4
from tests.unit.watching import BODY

_ID = re.compile(r"\b([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}\b")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d(:\d\d:\d\d(\.\d+)?)?(Z|\+00:?00)|\b1[6-9]\d{8}(\.\d+|\d{3})?\b")
_HASH = re.compile(r"\b([0-9a-f]{64}|[0-9a-f]{32})\b|\b[A-Za-z0-9+/]{43}=|\b[A-Za-z0-9_-]{22,64}\b(?=#)")
_BUCKET = re.compile(rf"\b({'|'.join(BUCKETS)})-[0-9a-f]{{8}}\b")
_SPAN = re.compile(r'("(seconds|offset_ms)": )(\{"N": ")?\d+')
_SENT = {hashlib.sha256(body).hexdigest() for body in (MP4, BODY)}  # digests of evidence are looked at


class Look:
    """Spells states after one arrangement: ids that were arranged stay, those of a run become a word.

    `blurred` are attributes that may differ, each for a reason that its scenario gives.
    """

    def __init__(self, arranged: Rows, blurred: Iterable[str] = ()) -> None:
        text = json.dumps(arranged, default=str)
        self._ids = {found.group() for found in _ID.finditer(text)}
        self._blurred = frozenset(blurred) | {"upload_id"}  # the store makes it

    def state(self, world: World) -> Counter[str]:
        """Everything in tables and buckets, and what left the house, each spelled alike and counted."""
        versions: set[str] = set()
        objects = [one for role in BUCKETS for one in self._objects(world, role, versions)]
        rows = [
            f"{name} {self._row(row)}" for name, found in world.rows().items() for row in found if not _is_slot(row)
        ]
        out = world.outside
        told = [f"text {one}" for one in out.texts] + [f"mail {one}" for one in out.mails]
        told += sorted({self._spell(f"command {one}", versions) for one in out.commands})
        told += [f"stream {one}" for one in out.streams.values()]
        told += [f"queue {one}" for one in sorted(set(out.queues))]
        return Counter(self._spell(one, versions) for one in [*objects, *rows, *told])

    def _row(self, row: dict[str, Any]) -> str:
        kept = {name: value for name, value in row.items() if name not in self._blurred}
        if "facts" in kept:
            facts = json.loads(kept["facts"]["S"])
            kept["facts"] = {name: value for name, value in facts.items() if name not in self._blurred}
        return json.dumps(kept, sort_keys=True, default=str)

    def _objects(self, world: World, role: str, versions: set[str]) -> list[str]:
        bucket, found = os.environ[f"BUCKET_{role.upper()}"], []
        for page in world.s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            for one in page.get("Versions", []):
                versions.add(one["VersionId"])
                found.append(f"object {role} {one['Key']} {_kept(world, bucket, one, role)}")
            found += [f"marker {role} {one['Key']}" for one in page.get("DeleteMarkers", [])]
        return found

    def _spell(self, text: str, versions: set[str]) -> str:
        for version in versions:
            text = text.replace(version, "<version>")
        text = _ID.sub(lambda hit: hit.group() if hit.group() in self._ids else f"{hit.group(1)}_…", text)
        text = _BUCKET.sub(r"\1", _TIME.sub("<time>", text))
        text = _HASH.sub(lambda hit: hit.group() if hit.group() in _SENT else "<hash>", text)
        return _SPAN.sub(r"\1…", text)


def _is_slot(row: dict[str, Any]) -> bool:
    """Whether it is a moment in which a message may leave: one that a dead run took passes unused."""
    return str(row.get("id", {}).get("S", "")).startswith("slt_")


def _kept(world: World, bucket: str, one: dict[str, Any], role: str) -> str:
    """What is in a version and how it is locked. The log's and a package's bytes carry times: there, the lock alone."""
    named = {"Bucket": bucket, "Key": one["Key"], "VersionId": one["VersionId"]}
    said = "" if role in ("log", "release") else hashlib.sha256(world.s3.get_object(**named)["Body"].read()).hexdigest()
    if role not in ("vault", "log"):
        return said
    return f"{said} {_asked(world, 'get_object_retention', named)} {_asked(world, 'get_object_legal_hold', named)}"


def _asked(world: World, what: str, named: dict[str, str]) -> str:
    try:
        answer = getattr(world.s3, what)(**named)
    except ClientError:
        return "none"
    return str((answer.get("Retention") or answer.get("LegalHold") or {}).get("Mode") or answer.get("LegalHold"))


def difference(wanted: Counter[str], found: Counter[str], *, more: str = "", less: str = "", instead: str = "") -> str:
    """What is missing and what is too much, in words; empty when nothing is.

    What names `more` may be there once more than it should, what names `less` may be missing. A state that
    says `instead` anywhere is another end, and a good one.
    """
    if instead and any(instead in one for one in found - wanted):
        return ""
    missing = [one for one in (wanted - found).elements() if not (less and less in one)]
    beside = [one for one in (found - wanted).elements() if not (more and more in one)]
    return "\n".join([f"missing: {one}" for one in missing] + [f"too much: {one}" for one in beside])
