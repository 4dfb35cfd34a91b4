"""A registrant: somebody who said "I have a street-facing camera, here is how to reach me" (P7.1).

There is no field for a stream or a password, and there must never be one: the registry cannot be used to watch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtcc.foundation.geo import Point


class Kind(StrEnum):
    """What sort of place has the camera."""

    RESIDENT = "resident"
    BUSINESS = "business"
    INSTITUTION = "institution"


class State(StrEnum):
    """Whether a registrant may be asked."""

    PENDING = "pending"  # codes not entered yet: may not be asked for anything
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody enters on the sign-up page, already checked for form: e-mail normal, phone E.164."""

    kind: Kind
    name: str
    email: str
    phone: str
    address: str
    cameras: int
    language: str
    safe_word: str
    consent: str


@dataclass(frozen=True, slots=True)
class Registrant:
    """One registrant. `salt` is what leaves with them: without it no custody line can be led back to a person."""

    id: str
    kind: Kind
    name: str
    email: str
    phone: str
    address: str
    lat: float
    lon: float
    cameras: int
    language: str
    safe_word: str
    consent: str
    state: State
    salt: str
    tries: int
    made_at: datetime
    email_confirmed_at: datetime | None = None
    phone_confirmed_at: datetime | None = None
    forget_at: int | None = None  # epoch seconds: a sign-up that nobody confirms is forgotten

    @property
    def at(self) -> Point:
        """Where the cameras are."""
        return Point(self.lat, self.lon)

    @property
    def confirmed(self) -> tuple[str, ...]:
        """The channels whose code was entered."""
        pairs = (("email", self.email_confirmed_at), ("phone", self.phone_confirmed_at))
        return tuple(name for name, at in pairs if at is not None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A part of the map, by its middle, and about how many registrants it has."""

    middle: Point
    registrants: int


def block_of(address: str) -> str:
    """The address coarsened to its block, without door or unit, such as `400 block of Alder Street` (abuse 52)."""
    street = re.split(r",|#|\b(?:apt|unit|suite|ste)\b", address, maxsplit=1, flags=re.I)[0].strip()
    found = re.match(r"(\d+)\S*\s+(.+)", street)
    if not found:
        return street
    return f"{int(found[1]) // 100 * 100} block of {found[2]}"
