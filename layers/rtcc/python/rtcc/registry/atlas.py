"""The map of the registry: a lean row where somebody may be asked, and about how many there are in each cell."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from rtcc.aws.settings import Late
from rtcc.aws.table import Delete, Put, Row, Update, Write
from rtcc.foundation import cells, ids
from rtcc.foundation.geo import Bounds, Point
from rtcc.foundation.shapes import Shape
from rtcc.registry import covering
from rtcc.registry.covering import Density, Stretch

_PARTITION_LENGTH, _KEY_LENGTH, _ID_LENGTH, _COUNT_LENGTH = 4, 7, 22, 2  # characters of six bits
_COUNTS_LAST_SECONDS = 600


class _RegistryTable:
    """Where all rows of the room are."""

    table_name = Late("TABLE_REGISTRY")


class PlaceRow(Row):
    """Somebody who may be asked, by place: 38 bytes, for a search costs what its rows weigh."""

    class Meta(_RegistryTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class CountRow(Row):
    """How many rows a small cell of the map has."""

    class Meta(_RegistryTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    n = NumberAttribute()


def placing(at: Point, registrant_id: str) -> list[Write]:
    """Put somebody on the map."""
    return [_counting(cells.leaf(at), 1), Put(_row(at, registrant_id))]


def lifting(at: Point, registrant_id: str) -> list[Write]:
    """Take somebody off the map: who left or paused is not found from now on."""
    return [_counting(cells.leaf(at), -1), Delete(_row(at, registrant_id), PlaceRow.pk.exists())]


def moving(before: Point, after: Point, registrant_id: str) -> list[Write]:
    """Put somebody elsewhere on the map."""
    old, new = cells.leaf(before), cells.leaf(after)
    if old == new:
        return []
    moved: list[Write] = [Delete(_row(before, registrant_id), PlaceRow.pk.exists()), Put(_row(after, registrant_id))]
    if covering.counted(old) == covering.counted(new):  # one transaction changes a row once
        return moved
    return [_counting(old, -1), _counting(new, 1), *moved]


def within(shape: Shape) -> Iterator[str]:
    """Ids of those on the map within the shape, up to a centimeter beyond its edge. All queries go out at once.

    Whoever has two places in the shape comes twice. Raises TooWide.
    """
    density = {partition: _density(partition, _epoch()) for partition in covering.partitions(shape)}
    stretches = covering.stretches(shape, density)
    with ThreadPoolExecutor(max_workers=len(stretches)) as queries:
        for found in queries.map(lambda one: _read(one, shape), stretches):
            yield from found


def counts(bounds: Bounds, *, level: int) -> dict[tuple[int, int], int]:
    """How many are on the map in each cell of that level (at most 16), by column and row."""
    west, south = cells.grid(Point(bounds.south, bounds.west), level=covering.PARTITION_LEVEL)
    east, north = cells.grid(Point(bounds.north, bounds.east), level=covering.PARTITION_LEVEL)
    sums: dict[tuple[int, int], int] = {}
    for x in range(west, east + 1):
        for y in range(south, north + 1):
            partition = cells.code(x, y)
            for number, n in _counted(partition).items():
                whole = partition << 2 * (covering.COUNT_LEVEL - covering.PARTITION_LEVEL) | number
                place = cells.column_and_row(whole >> 2 * (covering.COUNT_LEVEL - level))
                sums[place] = sums.get(place, 0) + n
    return sums


def _read(stretch: Stretch, shape: Shape) -> list[str]:
    # `~` sorts behind every digit: the last key with any id is included.
    first, last = cells.spell(stretch.first, length=_KEY_LENGTH), cells.spell(stretch.last, length=_KEY_LENGTH) + "~"
    rows = PlaceRow.query(_partition(stretch.partition), PlaceRow.sk.between(first, last))
    return [
        "reg_" + ids.spell(cells.read(row.sk[_KEY_LENGTH:]), length=26)
        for row in rows
        if _is_in(shape, covering.leaf(stretch.partition, cells.read(row.sk[:_KEY_LENGTH])))
    ]


def _is_in(shape: Shape, leaf: int) -> bool:
    at = cells.leaf_middle(leaf)
    return shape.holds(at) or shape.beyond_m(at) <= cells.LEAF_M


def _row(at: Point, registrant_id: str) -> PlaceRow:
    partition, key = covering.place(cells.leaf(at))
    name = cells.spell(ids.number(registrant_id), length=_ID_LENGTH)
    return PlaceRow(pk=_partition(partition), sk=cells.spell(key, length=_KEY_LENGTH) + name)


def _counting(leaf: int, change: int) -> Update:
    partition, number = covering.counted(leaf)
    row = CountRow(pk=_counts(partition), sk=cells.spell(number, length=_COUNT_LENGTH))
    return Update(row, [CountRow.n.add(change)])


def _epoch() -> int:
    """Changes when counts that are remembered have become too old."""
    return int(time.monotonic() // _COUNTS_LAST_SECONDS)


@lru_cache(maxsize=128)
def _density(partition: int, _epoch: int) -> Density:
    return Density(_counted(partition))


def _counted(partition: int) -> dict[int, int]:
    return {cells.read(row.sk): int(row.n) for row in CountRow.query(_counts(partition))}


def _partition(partition: int) -> str:
    return "@" + cells.spell(partition, length=_PARTITION_LENGTH)


def _counts(partition: int) -> str:
    return "#" + cells.spell(partition, length=_PARTITION_LENGTH)
