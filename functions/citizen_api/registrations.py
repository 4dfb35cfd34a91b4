"""Signing up and confirming both channels (P7.1, P8.1)."""

from __future__ import annotations

from typing import Annotated, Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field

from rtcc.access.model import Action
from rtcc.aws import settings
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Reply, Text
from rtcc.http.visit import Visit
from rtcc.messages import wording
from rtcc.registry import service as registry
from rtcc.registry.model import Form, Kind, Registrant

door = Door("citizen", "registrations")


_ORDINARY = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    phonenumbers.PhoneNumberType.VOIP,
}


def _email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("this is not an e-mail address we can write to") from None


def _phone(text: str) -> str:
    """E.164. Only ordinary numbers of the city's own country: texts to others cost what nobody foresaw (abuse 78)."""
    country = settings.city().country
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise ValueError("this is not a telephone number") from None
    ours = phonenumbers.is_valid_number_for_region(number, country)
    if not ours or phonenumbers.number_type(number) not in _ORDINARY:
        raise ValueError("this is not a telephone number that we can text in this country")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _safe_word(text: str) -> str:
    if not 3 <= len(text) <= 16 or not wording.is_gsm7(text) or "{" in text or "}" in text:
        raise ValueError("please choose 3 to 16 plain letters")
    return text


class SignUp(Body):
    """What the sign-up page sends."""

    kind: Kind
    name: Text
    email: Annotated[Text, AfterValidator(_email)]
    phone: Annotated[Text, AfterValidator(_phone)]
    address: Text
    cameras: Annotated[int, Field(ge=1, le=64)]
    language: Literal["en", "es"]
    safe_word: Annotated[Text, AfterValidator(_safe_word)]
    consent: Text


class Confirmation(Body):
    """A code that came back."""

    channel: Literal["email", "phone"]
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class Registration(Reply):
    """How far a sign-up is."""

    id: str
    state: str
    confirm: list[str]
    confirmed: list[str]


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
    return _reply(registry.register(visit.actor, Form(**body.model_dump()))), 201


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
