"""How kinds of case and the items of a disposal rest in a row: JSON text."""

from __future__ import annotations

import json
from dataclasses import asdict

from pynamodb.attributes import Attribute
from pynamodb.constants import STRING

from rtcc.retention.ending import Piece
from rtcc.retention.model import Kind


class Kinds(Attribute[tuple[Kind, ...]]):
    """The kinds of a schedule, in its order."""

    attr_type = STRING

    def serialize(self, value: tuple[Kind, ...]) -> str:
        """A list of objects."""
        return json.dumps([asdict(one) for one in value], sort_keys=True)

    def deserialize(self, value: str) -> tuple[Kind, ...]:
        """Read it back."""
        return tuple(Kind(**one) for one in json.loads(value))


class Pieces(Attribute[tuple[Piece, ...]]):
    """The items of a disposal, as they were when it was asked for."""

    attr_type = STRING

    def serialize(self, value: tuple[Piece, ...]) -> str:
        """A list of objects."""
        return json.dumps([asdict(one) for one in value], sort_keys=True)

    def deserialize(self, value: str) -> tuple[Piece, ...]:
        """Read it back."""
        return tuple(Piece(**one) for one in json.loads(value))
