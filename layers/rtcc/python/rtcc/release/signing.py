"""What a recipient signs: that this arrived, whole, and that its limits will be kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from rtcc.foundation import clock
from rtcc.release.model import Release
from rtcc.release.parties import Receipt
from rtcc.release.readme import LIMITS


@dataclass(frozen=True, slots=True)
class Signature:
    """What came with the receipt: a typed name, and what the recipient's own machine counted and digested."""

    name: str
    sha256: str
    bytes: int
    agent: str = ""  # what their browser calls itself

    def receipt(self, one: Release, *, at: datetime) -> Receipt:
        """The receipt as it is kept; its salt keeps its digest from giving the name away."""
        return Receipt(
            name=self.name,
            badge=one.recipient,
            sha256=self.sha256,
            bytes=self.bytes,
            signed_at=clock.spell(at),
            words=words(one),
            agent=self.agent,
            salt=secrets.token_hex(16),
        )


def words(one: Release) -> str:
    """The sentences that are agreed to with a receipt: the package's own limits, and those of this release."""
    return f"I received this package whole, and I will keep to its limits. {LIMITS} {one.limits}".strip()
