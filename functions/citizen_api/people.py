"""What people tell of themselves and of their cameras, as it comes from the citizens' pages and goes back to them."""

from __future__ import annotations

from typing import Annotated, Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field

from rtcc.aws import settings
from rtcc.foundation.errors import Field as FieldOf
from rtcc.foundation.errors import Invalid
from rtcc.foundation.geo import Point
from rtcc.http.forms import Body, Text
from rtcc.messages import wording
from rtcc.registry.particulars import Authorized, Cameras, Channels, Cover, Facing, Quiet, Recording

_ORDINARY = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    phonenumbers.PhoneNumberType.VOIP,
}


def email(text: str) -> str:
    """As the mail provider can reach it: a mailbox of plain letters, at a domain of any."""
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        raise ValueError("this is not an e-mail address we can write to") from None


def phone(text: str) -> str:
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


def _outdoors(told: object) -> object:
    if told == "interior":
        raise ValueError("we take no cameras that look inside; please name only those that face the street")
    return told


Email = Annotated[Text, AfterValidator(email)]
Phone = Annotated[Text, AfterValidator(phone)]
SafeWord = Annotated[Text, AfterValidator(_safe_word)]
Language = Literal["en", "es"]
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class PointForm(Body):
    """A place: degrees north, degrees east."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]

    @property
    def point(self) -> Point:
        """The place."""
        return Point(self.lat, self.lon)


class CamerasForm(Body):
    """Some cameras that are alike; 0 days kept is not known."""

    count: Annotated[int, Field(ge=1, le=64)]
    facing: Facing
    covers: Annotated[list[Annotated[Cover, BeforeValidator(_outdoors)]], Field(min_length=1, max_length=4)]
    recording: Recording
    days_kept: Annotated[int, Field(ge=0, le=365)]
    clock_checked: bool

    @property
    def cameras(self) -> Cameras:
        """The cameras; what they cover is named once."""
        covers = tuple(dict.fromkeys(self.covers))
        return Cameras(self.count, self.facing, covers, self.recording, self.days_kept, self.clock_checked)


CameraGroups = Annotated[list[CamerasForm], Field(min_length=1, max_length=8)]


class AuthorizedForm(Body):
    """Who says that they may speak for a business or an institution."""

    name: Text
    title: Text

    @property
    def authorized(self) -> Authorized:
        """The person."""
        return Authorized(self.name, self.title)


def _clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


class ChannelsForm(Body):
    """How somebody wants to be asked."""

    text: bool
    email: bool

    @property
    def channels(self) -> Channels:
        """The channels. Raises Invalid when none is left: who wants to hear nothing pauses."""
        if not (self.text or self.email):
            sentence = "Please leave one way on. To hear nothing for a while, pause; to hear nothing ever, leave."
            raise Invalid(sentence, fields=(FieldOf("channels", sentence),))
        return Channels(self.text, self.email)


class QuietForm(Body):
    """Hours in which nobody is to be woken, on the city's clocks."""

    from_: Annotated[Hour, Field(alias="from")]
    to: Hour

    @property
    def quiet(self) -> Quiet:
        """The hours. Raises Invalid when they end as they begin: that would be never, or always."""
        if self.from_ == self.to:
            sentence = "Quiet hours that end as they begin never end. To hear nothing for a while, pause."
            raise Invalid(sentence, fields=(FieldOf("quiet", sentence),))
        return Quiet(_clock(self.from_), _clock(self.to))
