"""A registrant: somebody who said "I have a street-facing camera, here is how to reach me" (P7.1).

There is no field for a stream or a password, and there must never be one: the registry cannot be used to watch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtcc.foundation.geo import Point
from rtcc.registry.particulars import BOTH, Authorized, Cameras, Changing, Channels, Quiet


class Kind(StrEnum):
    """What sort of place has the camera."""

    RESIDENT = "resident"
    BUSINESS = "business"
    INSTITUTION = "institution"


class State(StrEnum):
    """Whether a registrant may be asked."""

    PENDING = "pending"  # codes not entered yet: may not be asked for anything
    ACTIVE = "active"
    PAUSED = "paused"  # by their own wish: on no map, asked for nothing


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody enters on the sign-up page, already checked for form: e-mail normal, phone E.164.

    `point` is where they dragged the pin, if they did; `consent_language` is that of the text which they read, when
    it is not the one that they want to be written to in.
    """

    kind: Kind
    name: str
    email: str
    phone: str
    address: str
    cameras: tuple[Cameras, ...]
    language: str
    safe_word: str
    consent: str
    consent_language: str = ""
    point: Point | None = None
    authorized: Authorized | None = None


@dataclass(frozen=True, slots=True)
class Registrant:
    """One registrant. `salt` is what leaves with them: without it no custody line can be led back to a person.

    Of the consent it keeps version, language and words as they were shown.
    """

    id: str
    kind: Kind
    name: str
    email: str
    phone: str
    address: str
    lat: float
    lon: float
    cameras: tuple[Cameras, ...]
    language: str
    safe_word: str
    consent: str
    consent_language: str
    consent_text: str
    agreed_at: datetime
    state: State
    salt: str
    tries: int
    made_at: datetime
    email_confirmed_at: datetime | None = None
    phone_confirmed_at: datetime | None = None
    forget_at: int | None = None  # epoch seconds: a sign-up that nobody confirms is forgotten
    authorized: Authorized | None = None
    channels: Channels = BOTH
    quiet: Quiet | None = None
    paused_until: datetime | None = None
    changing: Changing | None = None
    version: int = 0  # goes up with every change: of two at one moment, one wins (abuse 91)

    @property
    def at(self) -> Point:
        """Where the cameras are."""
        return Point(self.lat, self.lon)

    @property
    def confirmed(self) -> tuple[str, ...]:
        """The channels whose code was entered."""
        pairs = (("email", self.email_confirmed_at), ("phone", self.phone_confirmed_at))
        return tuple(name for name, at in pairs if at is not None)

    @property
    def camera_count(self) -> int:
        """How many cameras they told of."""
        return sum(group.count for group in self.cameras)

    @property
    def is_member(self) -> bool:
        """Whether they confirmed both channels: active, or paused by their own wish."""
        return self.state is not State.PENDING


def quiet_until(one: Registrant, at: datetime, zone: str, *, usual: Quiet | None = None) -> datetime | None:
    """When a message that nobody needs at once may go out to them, if not now.

    Their own quiet hours hold, else the city's usual ones.
    """
    quiet = one.quiet or usual
    return quiet.until(at, zone) if quiet else None


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
