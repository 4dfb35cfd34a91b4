"""How a release lies in its table: one row, whose index finds it by its state and by the agency that receives it."""

from __future__ import annotations

import json
from dataclasses import asdict

from pynamodb.attributes import Attribute, BooleanAttribute, UnicodeAttribute
from pynamodb.constants import STRING
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row
from rtcc.release.model import Method, Package, Piece, Release, State
from rtcc.release.parties import Audience, Receipt

HASH_KEY = "id"
STATE_INDEX, STATE_HASH_KEY, STATE_RANGE_KEY = "by_state", "state", "asked_at"
AGENCY_INDEX, AGENCY_HASH_KEY, AGENCY_RANGE_KEY = "by_agency", "ori", "asked_at"
INDEXES = (
    (STATE_INDEX, STATE_HASH_KEY, STATE_RANGE_KEY),
    (AGENCY_INDEX, AGENCY_HASH_KEY, AGENCY_RANGE_KEY),
)


class Pieces(Attribute[tuple[Piece, ...]]):
    """The items, as JSON text."""

    attr_type = STRING

    def serialize(self, value: tuple[Piece, ...]) -> str:
        """A list of objects."""
        return json.dumps([asdict(piece) for piece in value], sort_keys=True)

    def deserialize(self, value: str) -> tuple[Piece, ...]:
        """Read it back."""
        return tuple(Piece(**piece) for piece in json.loads(value))


class Packed(Attribute[Package]):
    """The package, as JSON text."""

    attr_type = STRING

    def serialize(self, value: Package) -> str:
        """An object."""
        return json.dumps(asdict(value), sort_keys=True)

    def deserialize(self, value: str) -> Package:
        """Read it back."""
        return Package(**json.loads(value))


class Signed(Attribute[Receipt]):
    """The receipt, as JSON text."""

    attr_type = STRING

    def serialize(self, value: Receipt) -> str:
        """An object."""
        return json.dumps(asdict(value), sort_keys=True)

    def deserialize(self, value: str) -> Receipt:
        """Read it back."""
        return Receipt(**json.loads(value))


class ByState(GlobalSecondaryIndex["ReleaseRow"]):  # type: ignore[no-untyped-call]
    """Releases in one state, in the order in which they were asked for."""

    class Meta:
        """Which index."""

        index_name = STATE_INDEX
        projection = AllProjection()

    state = OneOf(State, hash_key=True)
    asked_at = Time(range_key=True)


class ByAgency(GlobalSecondaryIndex["ReleaseRow"]):  # type: ignore[no-untyped-call]
    """What goes to one agency."""

    class Meta:
        """Which index."""

        index_name = AGENCY_INDEX
        projection = AllProjection()

    ori = UnicodeAttribute(hash_key=True)
    asked_at = Time(range_key=True)


class ReleaseRow(Row):
    """One release."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_RELEASE")

    entity = Release
    by_state = ByState()
    by_agency = ByAgency()
    id = UnicodeAttribute(hash_key=True)
    items = Pieces()
    ori = UnicodeAttribute()
    agency = UnicodeAttribute()
    recipient = UnicodeAttribute()
    case = UnicodeAttribute()
    reason = UnicodeAttribute()
    state = OneOf(State)
    asked_by_id = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    asked_at = Time()
    decided_by_id = UnicodeAttribute(default="")
    decided_by = UnicodeAttribute(default="")
    decided_at = Time(null=True)
    why = UnicodeAttribute(default="")
    package = Packed(null=True)
    packed_at = Time(null=True)
    expires_at = Time(null=True)
    receipted_at = Time(null=True)
    method = OneOf(Method, default=Method.DOWNLOAD)
    audience = OneOf(Audience, default=Audience.AGENCY)
    inquiry_id = UnicodeAttribute(default="")
    inquiry_by_id = UnicodeAttribute(default="")
    inquiry_by = UnicodeAttribute(default="")
    limits = UnicodeAttribute(default="")
    receipt = Signed(null=True)
    is_copy = BooleanAttribute(default=False)
    renewed_at = Time(null=True)
    renewed_by = UnicodeAttribute(default="")
    renewal_asked_at = Time(null=True)
    renewal_why = UnicodeAttribute(default="")
    asked_again_at = Time(null=True)
