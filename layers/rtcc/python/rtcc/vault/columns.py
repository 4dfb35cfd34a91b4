"""How an item's holds and its newest fixity check rest in its row: one JSON text each, spelled one way only."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import STRING

from rtcc.foundation import clock
from rtcc.vault.model import Fixity, Found, Hold, Lift


class Holds(Attribute[tuple[Hold, ...]]):
    """The set of holds. The same set is the same text, so that a write can ask for the very set it judged."""

    attr_type = STRING

    def serialize(self, value: tuple[Hold, ...]) -> str:
        """A list of objects, in the order in which they were put."""
        return _text([asdict(hold) for hold in value])

    def deserialize(self, value: str) -> tuple[Hold, ...]:
        """Read it back."""
        return tuple(_hold(told) for told in json.loads(value))


class Checked(Attribute[Fixity]):
    """The newest fixity check."""

    attr_type = STRING

    def serialize(self, value: Fixity) -> str:
        """An object."""
        return _text(asdict(value))

    def deserialize(self, value: str) -> Fixity:
        """Read it back."""
        told = json.loads(value)
        return Fixity(clock.read(told["checked_at"]), Found(told["result"]), told["sha256"], told["bytes"])


def _hold(told: dict[str, Any]) -> Hold:
    lift = told["lift"]
    if lift:
        lift = Lift(**lift | {"asked_at": clock.read(lift["asked_at"])})
    return Hold(**told | {"at": clock.read(told["at"]), "lift": lift})


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_spelled)


def _spelled(value: Any) -> str:
    assert isinstance(value, datetime)
    return clock.spell(value)
