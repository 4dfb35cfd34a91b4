"""Attributes that keep times, enumerations and plain structures the way the domain means them."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from pynamodb.attributes import Attribute
from pynamodb.constants import STRING

from rtcc.foundation import clock, shapes
from rtcc.foundation.shapes import Shape

S = TypeVar("S", bound=StrEnum)


class Time(Attribute[datetime]):
    """A UTC instant to the hundredth of a second, spelled so that it sorts."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        """Spell the instant."""
        return clock.spell(value)

    def deserialize(self, value: str) -> datetime:
        """Read it back."""
        return clock.read(value)


class OneOf(Attribute[S]):
    """A member of a StrEnum."""

    attr_type = STRING

    def __init__(self, members: type[S], **options: Any) -> None:
        super().__init__(**options)
        self.members = members

    def serialize(self, value: S) -> str:
        """Store the member's value."""
        return str(value.value)

    def deserialize(self, value: str) -> S:
        """Find the member again; raises ValueError for one that is not of the family."""
        return self.members(value)


class Plain(Attribute[Any]):
    """Maps and lists of plain values, kept as JSON text; lists come back as tuples, for entities are frozen."""

    attr_type = STRING

    def serialize(self, value: Any) -> str:
        """JSON with sorted keys."""
        return json.dumps(value, sort_keys=True, separators=(",", ":"))

    def deserialize(self, value: str) -> Any:
        """Read it back."""
        return _frozen(json.loads(value))


class Drawn(Attribute[Shape]):
    """An area of the map, as JSON text of what draws it."""

    attr_type = STRING

    def serialize(self, value: Shape) -> str:
        """Spell the shape."""
        return json.dumps(shapes.spell(value), sort_keys=True, separators=(",", ":"))

    def deserialize(self, value: str) -> Shape:
        """Draw it again."""
        return shapes.read(json.loads(value))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value
