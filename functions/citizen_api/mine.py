"""The shapes of one's own registration, as they go to its page and come back from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from functions.citizen_api.people import (
    CameraGroups,
    ChannelsForm,
    Email,
    Language,
    PointForm,
    QuietForm,
    SafeWord,
)
from functions.citizen_api.registrations import Code
from rtcc.http.forms import Body, Instant, Reply, Text
from rtcc.messages import service as messages
from rtcc.messages.model import Channel
from rtcc.registry.model import Registrant
from rtcc.registry.particulars import Quiet


class Who(Body):
    """Whose registration it is: the address that they confirmed."""

    email: Email


class Sent(Reply):
    """Nothing: whether somebody is registered, nobody learns."""


class Nothing(Body):
    """An empty body."""


class ChangesForm(Body):
    """What shall be another; what is left out stays. `quiet` null takes quiet hours away."""

    name: Text = ""
    language: Language = "en"
    safe_word: SafeWord = ""
    cameras: Annotated[CameraGroups, Field(default_factory=list)]
    channels: ChannelsForm = ChannelsForm(text=True, email=True)
    quiet: QuietForm | None = None
    consent: Text = ""


class ContactForm(Body):
    """A new e-mail address or telephone."""

    channel: Literal["email", "phone"]
    to: Text


class CodeForm(Body):
    """The code that came to it."""

    code: Code


class MoveForm(Body):
    """Where the cameras are now."""

    address: Text
    point: PointForm | None = None


class PauseForm(Body):
    """For how many days nothing is asked; null until they come back."""

    days: Annotated[int, Field(ge=1, le=365)] | None


def _sure(told: bool) -> bool:
    if not told:
        raise ValueError("please say that you are sure")
    return told


class LeaveForm(Body):
    """The one click, which says that it was meant."""

    sure: Annotated[bool, AfterValidator(_sure)]


class CamerasReply(Reply):
    """Some cameras that are alike."""

    count: int
    facing: str
    covers: list[str]
    recording: str
    days_kept: int
    clock_checked: bool


class AuthorizedReply(Reply):
    """Who may speak for the place."""

    name: str
    title: str


class ChannelsReply(Reply):
    """How they are asked."""

    text: bool
    email: bool


class QuietReply(Reply):
    """When they are not to be woken."""

    from_: Annotated[str, Field(serialization_alias="from")]
    to: str


class ConsentReply(Reply):
    """What they agreed to, as it was shown."""

    version: str
    text: str
    language: str
    agreed_at: Instant


class ChangingReply(Reply):
    """An address whose code has not come back yet."""

    channel: str
    to: str


class Mine(Reply):
    """One's own registration, whole."""

    id: str
    kind: str
    name: str
    email: str
    phone: str
    address: str
    lat: float
    lon: float
    cameras: list[CamerasReply]
    language: str
    safe_word: str
    authorized: AuthorizedReply | None = None
    channels: ChannelsReply
    quiet: QuietReply | None = None
    state: str
    paused_until: Instant | None = None
    texts_stopped: bool
    consent: ConsentReply
    made_at: Instant
    changing: ChangingReply | None = None


def mine(one: Registrant) -> Mine:
    """A registration as its registrant sees it."""
    same = ("id", "name", "email", "phone", "address", "lat", "lon", "language", "safe_word", "paused_until", "made_at")
    return Mine(
        **{name: getattr(one, name) for name in same},
        kind=one.kind.value,
        state=one.state.value,
        cameras=[CamerasReply(**asdict(group)) for group in one.cameras],
        authorized=AuthorizedReply(**asdict(one.authorized)) if one.authorized else None,
        channels=ChannelsReply(**asdict(one.channels)),
        quiet=_quiet(one.quiet) if one.quiet else None,
        texts_stopped=messages.why_closed(Channel.TEXT, one.phone) == "stopped",
        consent=_consent(one),
        changing=ChangingReply(channel=one.changing.channel, to=one.changing.to) if one.changing else None,
    )


def _consent(one: Registrant) -> ConsentReply:
    return ConsentReply(
        version=one.consent, text=one.consent_text, language=one.consent_language, agreed_at=one.agreed_at
    )


def _quiet(hours: Quiet) -> QuietReply:
    begins, ends = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in (hours.begins, hours.ends))
    return QuietReply(from_=begins, to=ends)
