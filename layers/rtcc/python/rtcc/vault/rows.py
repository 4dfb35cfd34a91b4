"""The row of an item, and the indexes that find it: by its call, its digest, the digests of what was made of it."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row
from rtcc.vault.columns import Checked, Holds
from rtcc.vault.model import Item, State, Verdict, admission_hold

INCIDENT_INDEX = "by_incident"
DIGEST_INDEX, SHEET_INDEX, MOVIE_INDEX = "by_sha256", "by_sheet", "by_movie"


class ByIncident(GlobalSecondaryIndex["ItemRow"]):  # type: ignore[no-untyped-call]
    """The items of one call, in the order in which they came."""

    class Meta:
        """Which index."""

        index_name = INCIDENT_INDEX
        projection = AllProjection()

    incident_id = UnicodeAttribute(hash_key=True)
    received_at = Time(range_key=True)


class BySha256(GlobalSecondaryIndex["ItemRow"]):  # type: ignore[no-untyped-call]
    """The items whose bytes have one digest."""

    class Meta:
        """Which index."""

        index_name = DIGEST_INDEX
        projection = KeysOnlyProjection()

    sha256 = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class BySheet(GlobalSecondaryIndex["ItemRow"]):  # type: ignore[no-untyped-call]
    """The items of which one contact sheet was made."""

    class Meta:
        """Which index."""

        index_name = SHEET_INDEX
        projection = KeysOnlyProjection()

    sheet_sha256 = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class ByMovie(GlobalSecondaryIndex["ItemRow"]):  # type: ignore[no-untyped-call]
    """The items of which one movie was made."""

    class Meta:
        """Which index."""

        index_name = MOVIE_INDEX
        projection = KeysOnlyProjection()

    movie_sha256 = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class ItemRow(Row):
    """One evidence item."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_VAULT")

    entity = Item
    by_incident = ByIncident()
    by_sha256 = BySha256()
    by_sheet = BySheet()
    by_movie = ByMovie()
    id = UnicodeAttribute(hash_key=True)
    incident_id = UnicodeAttribute()
    incident_number = UnicodeAttribute()
    canvass_id = UnicodeAttribute()
    request_id = UnicodeAttribute()
    submission_id = UnicodeAttribute()
    name = UnicodeAttribute()
    bytes = NumberAttribute()
    sha256 = UnicodeAttribute()
    declared = UnicodeAttribute()
    state = OneOf(State)
    flaw = UnicodeAttribute()
    bucket = UnicodeAttribute()
    key = UnicodeAttribute()
    version_id = UnicodeAttribute()
    locked_until = Time()
    received_at = Time()
    clip_id = UnicodeAttribute(default="")
    camera_id = UnicodeAttribute(default="")
    account = Plain(default=dict)
    released_to = UnicodeAttribute(default="")
    released_at = Time(null=True)
    verdict = OneOf(Verdict, null=True)
    duplicate_of = UnicodeAttribute(default="")
    judged_at = Time(null=True)
    judged_by = UnicodeAttribute(default="")
    judged_note = UnicodeAttribute(default="")
    holds = Holds(null=True)  # rows from before there was a set have none: they count as held by admission
    hold_due = UnicodeAttribute(null=True)  # DUE while the store must still be told what became of the set
    kind = UnicodeAttribute(default="")
    classified_at = Time(null=True)
    classified_by = UnicodeAttribute(default="")
    keep_until = Time(null=True)
    fixity = Checked(null=True)
    disposed_at = Time(null=True)
    disposal_id = UnicodeAttribute(default="")
    expunged_at = Time(null=True)
    sheet_sha256 = UnicodeAttribute(null=True)  # of the derivatives, so that they too lead to the item
    movie_sha256 = UnicodeAttribute(null=True)
    preview = Plain(null=True)  # what the probe found: of its own room, read apart from the item

    def to_entity(self) -> Any:
        """The item; a row without a set of holds is held as admission holds."""
        if self.holds is None:
            self.holds = (admission_hold(self.id, case=self.incident_number, at=self.received_at),)
        return super().to_entity()
