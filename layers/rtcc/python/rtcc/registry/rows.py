"""The rows of the registry: a registrant, and the claim on each of their channels."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import STRING

from rtcc.aws.columns import OneOf, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row
from rtcc.foundation import clock
from rtcc.registry.model import Kind, Registrant, State
from rtcc.registry.particulars import Authorized, Cameras, Changing, Channels, Cover, Facing, Quiet, Recording

T = TypeVar("T")


class Told(Attribute[T]):
    """One of the registry's particulars as JSON text; `read` makes it whole again."""

    attr_type = STRING

    def __init__(self, read: Callable[[Any], T], **options: Any) -> None:
        super().__init__(**options)
        self.read = read

    def serialize(self, value: T) -> str:
        """JSON with sorted keys; times as they are spelled everywhere."""
        plain = [asdict(one) for one in value] if isinstance(value, tuple) else asdict(value)  # type: ignore[call-overload]
        return json.dumps(plain, sort_keys=True, separators=(",", ":"), default=clock.spell)

    def deserialize(self, value: str) -> T:
        """Read it back."""
        return self.read(json.loads(value))


def _cameras(told: list[dict[str, Any]]) -> tuple[Cameras, ...]:
    return tuple(
        Cameras(
            **one
            | {
                "facing": Facing(one["facing"]),
                "covers": tuple(Cover(each) for each in one["covers"]),
                "recording": Recording(one["recording"]),
            }
        )
        for one in told
    )


def _changing(told: dict[str, Any]) -> Changing:
    return Changing(**told | {"ends_at": clock.read(told["ends_at"])})


class RegistryTable:
    """Where all rows of the room are."""

    table_name = Late("TABLE_REGISTRY")


class RegistrantRow(Row):
    """One registrant."""

    class Meta(RegistryTable):
        """Where the rows are."""

    entity = Registrant
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="registrant")
    id = UnicodeAttribute()
    kind = OneOf(Kind)
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    phone = UnicodeAttribute()
    address = UnicodeAttribute()
    lat = NumberAttribute()
    lon = NumberAttribute()
    cameras = Told(_cameras)
    language = UnicodeAttribute()
    safe_word = UnicodeAttribute()
    consent = UnicodeAttribute()
    consent_language = UnicodeAttribute()
    consent_text = UnicodeAttribute()
    agreed_at = Time()
    state = OneOf(State)
    salt = UnicodeAttribute()
    tries = NumberAttribute()
    made_at = Time()
    email_confirmed_at = Time(null=True)
    phone_confirmed_at = Time(null=True)
    forget_at = NumberAttribute(null=True)
    authorized = Told(lambda told: Authorized(**told), null=True)
    channels = Told(lambda told: Channels(**told))
    quiet = Told(lambda told: Quiet(**told), null=True)
    paused_until = Time(null=True)
    changing = Told(_changing, null=True)
    version = NumberAttribute(default=0)


class KeyRow(Row):
    """A claim on a channel."""

    class Meta(RegistryTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    owner = UnicodeAttribute(null=True)
