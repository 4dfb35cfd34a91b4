"""What anybody may read: which city this is, what one consents to, how large a file may be."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.aws import settings
from rtcc.canvass import submissions
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Reply
from rtcc.http.visit import Visit
from rtcc.registry import consent

door = Door("citizen", "about")


class City(Reply):
    """The city and how to reach its center."""

    name: str
    agency: str
    phone: str
    zone: str


class Consent(Reply):
    """Today's consent text, by language."""

    version: str
    text: dict[str, str]


class Limits(Reply):
    """What one may send."""

    max_bytes: int
    max_files: int
    part_bytes: int


class About(Reply):
    """All of it."""

    city: City
    consent: Consent
    limits: Limits


LIMITS = Limits(max_bytes=submissions.MOST_BYTES, max_files=submissions.MOST_FILES, part_bytes=submissions.PART_BYTES)


@door.route("GET", "/about", action=Action.READ_ABOUT, sign_in=SignIn.NOBODY, record=Record.OPEN, reply=About)
def about(_visit: Visit) -> About:
    """The city, the consent text, the limits."""
    city = settings.city()
    return About(
        city=City(name=city.name, agency=city.agency, phone=city.phone, zone=city.zone),
        consent=Consent(version=consent.VERSION, text=dict(consent.TEXTS)),
        limits=LIMITS,
    )
