"""What a second person should see: canvasses that wait or stand out, and where each analyst asked before (abuse 53)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from rtcc.aws.table import Put, Row
from rtcc.canvass.model import Canvass
from rtcc.canvass.rows import CanvassRow, CanvassTable
from rtcc.foundation import clock, shapes
from rtcc.foundation.geo import Point

_MOST_SHOWN = 100
_REVIEWS = "reviews"


class SpotRow(Row):
    """Where somebody asked, under their id: the middle of the area."""

    class Meta(CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    incident_id = UnicodeAttribute()
    lat = NumberAttribute()
    lon = NumberAttribute()


class ReviewRow(Row):
    """One canvass that waits, or waited, for a second person."""

    class Meta(CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    incident_id = UnicodeAttribute()
    canvass_id = UnicodeAttribute()


def keeping(one: Canvass) -> list[Put]:
    """Write down where it asked, and that it is to be seen by somebody else."""
    at, spot = clock.spell(one.opened_at), shapes.middle(one.area)
    row = SpotRow(
        pk=_by(one.opened_by_id), sk=f"{at}#{one.id}", incident_id=one.incident_id, lat=spot.lat, lon=spot.lon
    )
    review = ReviewRow(pk=_REVIEWS, sk=f"{at}#{one.id}", incident_id=one.incident_id, canvass_id=one.id)
    return [Put(row), *([Put(review)] if one.waits_for else [])]


def spots(actor_id: str, *, since: datetime) -> Iterator[tuple[str, Point]]:
    """Where the actor asked since then: the call's id, and the middle of the area."""
    for row in SpotRow.query(_by(actor_id), SpotRow.sk >= clock.spell(since), consistent_read=True):
        yield row.incident_id, Point(row.lat, row.lon)


def newest() -> list[Canvass]:
    """The newest canvasses that needed a second person, newest first, as they are now."""
    found = ReviewRow.query(_REVIEWS, scan_index_forward=False, limit=_MOST_SHOWN)
    keys = [(f"incident#{row.incident_id}", row.canvass_id) for row in found]
    rows = CanvassRow.batch_get(keys, consistent_read=True)
    return sorted((cast(Canvass, row.to_entity()) for row in rows), key=lambda one: one.opened_at, reverse=True)


def _by(actor_id: str) -> str:
    return f"by#{actor_id}"
