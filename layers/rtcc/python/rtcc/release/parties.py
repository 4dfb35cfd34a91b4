"""Who stands at the far end of a release: an agency or the defense, and what its person signed."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from enum import StrEnum

from rtcc.foundation import canonical


class Audience(StrEnum):
    """Whom an agency is for. Custody passes to an agency alone; the defense gets the same package, as copies."""

    AGENCY = "agency"
    DEFENSE = "defense"


@dataclass(frozen=True, slots=True)
class Agency:
    """Who may receive evidence, by its federal identifier; a defender has none, and an id `DEF-…` of the city's."""

    ori: str
    name: str
    kind: Audience = Audience.AGENCY


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the recipient signed: their name, what their own machine found, and the words that they agreed to.

    `agent` is what their browser calls itself; `signed_at` an instant as it is spelled everywhere.
    """

    name: str
    badge: str
    sha256: str
    bytes: int
    signed_at: str
    words: str
    agent: str
    salt: str

    @property
    def digest(self) -> str:
        """What the custody line carries in place of a name: whoever holds the receipt can show that it is this one."""
        return hashlib.sha256(canonical.spell(asdict(self))).hexdigest()
