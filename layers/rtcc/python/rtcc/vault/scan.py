"""What the malware scan says of one exact version in the inbox, whoever sent it (SI-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rtcc.aws import blobs, settings
from rtcc.aws.blobs import Stored
from rtcc.foundation.errors import Conflict, NotFound

_CLEAN = "NO_THREATS_FOUND"
_TAG = "GuardDutyMalwareScanStatus"  # only the scanner may write it: the bucket's policy says so


@dataclass(frozen=True, slots=True)
class Scanned:
    """The scan's finding. `verdict` is the scanner's own word."""

    bucket: str
    key: str
    version_id: str
    verdict: str
    threats: tuple[str, ...] = ()

    @property
    def flaw(self) -> str:
        """Why it may not be shown; empty when nothing was found. What could not be scanned is not clean (SI-3)."""
        if self.verdict == _CLEAN:
            return ""
        found = ", ".join(self.threats)
        return f"the malware scan found {found}" if found else f"the malware scan ended as {self.verdict}"


def read(event: Mapping[str, Any]) -> Scanned:
    """What GuardDuty's "Malware Protection Object Scan Result" says."""
    what, result = event["detail"]["s3ObjectDetails"], event["detail"]["scanResultDetails"]
    threats = tuple(threat["name"] for threat in result.get("threats") or [])
    return Scanned(what["bucketName"], what["objectKey"], what["versionId"], result["scanResultStatus"], threats)


def must_be_of_inbox(scanned: Scanned) -> None:
    """Raises NotFound for a finding about any other bucket."""
    if scanned.bucket != settings.need("BUCKET_INBOX"):
        raise NotFound("Nobody speaks of this object.")


def must_stand(scanned: Scanned) -> Stored:
    """The exact version, when the verdict stands on it as a tag: an event alone is not believed. Raises Conflict."""
    if verdict_on(Stored(scanned.bucket, scanned.key, scanned.version_id, 0)) != scanned.verdict:
        raise Conflict("The scan's verdict does not stand on the version itself.")
    return blobs.stored(scanned.bucket, scanned.key, version_id=scanned.version_id)


def verdict_on(what: Stored) -> str:
    """The scanner's own word as it stands on one exact version; empty when none does."""
    return blobs.tags(what).get(_TAG, "")
