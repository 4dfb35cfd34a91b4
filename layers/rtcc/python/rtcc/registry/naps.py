"""Pauses that end by themselves: who is to be back on the map, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.table import Delete, Put, Row, Write
from rtcc.foundation import clock
from rtcc.registry.model import Registrant
from rtcc.registry.rows import RegistryTable

_PAUSED = "paused"


class NapRow(Row):
    """One registrant, by the end of their pause."""

    class Meta(RegistryTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


def changing(before: Registrant, after: Registrant) -> list[Write]:
    """Write when the pause is over now, and no longer when it was over before."""
    if before.paused_until == after.paused_until:
        return []
    return ending(before) + ([Put(_row(after.id, after.paused_until))] if after.paused_until else [])


def ending(one: Registrant) -> list[Write]:
    """Forget when the pause would have been over."""
    return [Delete(_row(one.id, one.paused_until))] if one.paused_until else []


def over(at: datetime) -> Iterator[str]:
    """Ids of those whose pause is over by then, the longest over first."""
    # `~` sorts behind every id: whoever is over at this very moment is included.
    for row in NapRow.query(_PAUSED, NapRow.sk <= clock.spell(at) + "~"):
        yield row.sk.split("#")[1]


def _row(registrant_id: str, until: datetime) -> NapRow:
    return NapRow(pk=_PAUSED, sk=f"{clock.spell(until)}#{registrant_id}")
