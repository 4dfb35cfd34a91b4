"""Signing up and confirming both channels (P7.1, P8.1)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from functions.citizen_api.people import AuthorizedForm, CameraGroups, Email, Language, Phone, PointForm, SafeWord
from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Reply, Text
from rtcc.http.visit import Visit
from rtcc.registry import homes
from rtcc.registry import service as registry
from rtcc.registry.model import Form, Kind, Registrant

door = Door("citizen", "registrations")

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class Address(Body):
    """An address as somebody writes it."""

    address: Text


class Place(Reply):
    """What the geocoder makes of it, and whether we serve it."""

    label: str
    lat: float
    lon: float
    inside: bool


class SignUp(Body):
    """What the sign-up page sends. `consent_language` is that of the text which they read, if it is another."""

    kind: Kind
    name: Text
    email: Email
    phone: Phone
    address: Text
    point: PointForm | None = None
    cameras: CameraGroups
    language: Language
    safe_word: SafeWord
    consent: Text
    consent_language: Language | None = None
    authorized: AuthorizedForm | None = None

    @property
    def form(self) -> Form:
        """What they entered."""
        return Form(
            kind=self.kind,
            name=self.name,
            email=self.email,
            phone=self.phone,
            address=self.address,
            cameras=tuple(group.cameras for group in self.cameras),
            language=self.language,
            safe_word=self.safe_word,
            consent=self.consent,
            consent_language=self.consent_language or "",
            point=self.point.point if self.point else None,
            authorized=self.authorized.authorized if self.authorized else None,
        )


class Confirmation(Body):
    """A code that came back."""

    channel: Literal["email", "phone"]
    code: Code


class Registration(Reply):
    """How far a sign-up is."""

    id: str
    state: str
    confirm: list[str]
    confirmed: list[str]


@door.route(
    "POST",
    "/registrations/place",
    action=Action.FIND_PLACE,
    sign_in=SignIn.NOBODY,
    record=Record.OPEN,
    body=Address,
    reply=Place,
)
def place(_visit: Visit, *, body: Address) -> Place:
    """Where an address is, for the pin on the map. It says nothing of who lives there."""
    found, is_inside = homes.find(body.address)
    return Place(label=found.label, lat=found.at.lat, lon=found.at.lon, inside=is_inside)


@door.route(
    "POST",
    "/registrations",
    action=Action.REGISTER,
    sign_in=SignIn.NOBODY,
    record=Record.ACT,
    body=SignUp,
    reply=Registration,
)
def register(visit: Visit, *, body: SignUp) -> tuple[Registration, int]:
    """Take a sign-up and send the codes."""
    return _reply(registry.register(visit.actor, body.form)), 201


@door.route(
    "POST",
    "/registrations/{registrant_id}/confirmations",
    action=Action.CONFIRM_CHANNEL,
    sign_in=SignIn.NOBODY,
    record=Record.ACT,
    body=Confirmation,
    reply=Registration,
)
def confirm(visit: Visit, registrant_id: str, *, body: Confirmation) -> Registration:
    """Take a code that came back."""
    return _reply(registry.confirm(visit.actor, registrant_id, channel=body.channel, code=body.code))


def _reply(one: Registrant) -> Registration:
    open_channels = [name for name in ("email", "phone") if name not in one.confirmed]
    return Registration(id=one.id, state=one.state.value, confirm=open_channels, confirmed=list(one.confirmed))
