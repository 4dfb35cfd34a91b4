"""The rows of sites: what lies in the table, column by column."""

from __future__ import annotations

import json

from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import STRING
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row
from rtcc.grants import spelling
from rtcc.grants.model import Grant
from rtcc.sites.model import Box, Camera, Establishment

KIND_INDEX, KIND_HASH_KEY, KIND_RANGE_KEY = "by_kind", "kind", "id"


class Granted(Attribute[Grant]):
    """A grant in its one spelling."""

    attr_type = STRING

    def serialize(self, value: Grant) -> str:
        """Spell it."""
        return spelling.text(value)

    def deserialize(self, value: str) -> Grant:
        """Read it back."""
        return spelling.read(json.loads(value))


class _SitesTable:
    """Where all rows of the room are."""

    table_name = Late("TABLE_SITES")


class BoxesByKind(GlobalSecondaryIndex["BoxRow"]):  # type: ignore[no-untyped-call]
    """All boxes."""

    class Meta:
        """Which index."""

        index_name = KIND_INDEX
        projection = AllProjection()

    kind = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class BoxRow(Row):
    """One box, with what its newest lease said of its allowed cameras."""

    class Meta(_SitesTable):
        """Where the rows are."""

    entity = Box
    by_kind = BoxesByKind()
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="box")
    kind = UnicodeAttribute(default="box")
    id = UnicodeAttribute()
    thing = UnicodeAttribute()
    site_id = UnicodeAttribute()
    model = UnicodeAttribute()
    most_cameras = NumberAttribute()
    enrolled_at = Time()
    cameras_total = NumberAttribute(default=0)
    cameras_allowed = NumberAttribute(default=0)
    lease_until = Time(null=True)
    seen_at = Time(null=True)
    boot = UnicodeAttribute(default="")
    said_at = Time(null=True)
    states = Plain(default=dict)
    health = Plain(default=dict)
    refreshed_at = Time(null=True)
    refreshed_boot = UnicodeAttribute(default="")
    key = UnicodeAttribute(default="")
    boot_before = UnicodeAttribute(default="")
    twin_at = Time(null=True)


class CountRow(Row):
    """The number of a box's newest command: a row of its own, so that counting disturbs nothing."""

    class Meta(_SitesTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="count")
    number = NumberAttribute(default=0)


class SiteRow(Row):
    """One establishment."""

    class Meta(_SitesTable):
        """Where the rows are."""

    entity = Establishment
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="site")
    kind = UnicodeAttribute(default="site")
    id = UnicodeAttribute()
    name = UnicodeAttribute()
    address = UnicodeAttribute()
    lat = NumberAttribute()
    lon = NumberAttribute()
    zone = UnicodeAttribute()
    thing = UnicodeAttribute()
    enrolled_at = Time()


class CameraRow(Row):
    """One camera, under its box. `name` is there while the grant is something, and at no other time."""

    class Meta(_SitesTable):
        """Where the rows are."""

    entity = Camera
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute(default="camera")
    id = UnicodeAttribute()
    thing = UnicodeAttribute()
    site_id = UnicodeAttribute()
    name = UnicodeAttribute(default="")
    grant = Granted()
    epoch = NumberAttribute()
    in_force_at = Time()
    hold = Granted(null=True)
    hold_command = UnicodeAttribute(default="")
    hold_sent_at = Time(null=True)


class ClaimRow(Row):
    """From a camera's id to its box: no second box can ever claim it."""

    class Meta(_SitesTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="claim")
    thing = UnicodeAttribute()
    certificate = UnicodeAttribute(null=True)  # the one that AWS IoT made for it
