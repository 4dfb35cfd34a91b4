"""What was made of evidence against the record: every preview is of an item, every package of a release (P3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rtcc.aws import listing, settings
from rtcc.foundation.errors import NotFound
from rtcc.foundation.ids import derived
from rtcc.preview.marking import is_place
from rtcc.release import service as releases
from rtcc.release.model import Release
from rtcc.sweep.model import Amiss, Finding
from rtcc.sweep.turns import is_settled
from rtcc.vault.model import Item


def look(items: Mapping[str, Item]) -> Iterator[Finding]:
    """Previews, marked copies, and packages of which nothing in the record speaks; `items` are all of the vault, by id.

    What was made of an item that is gone is nobody's any more: a decoder may have been at work when it ended.
    """
    for bucket in (settings.need("BUCKET_PREVIEW"), settings.need("BUCKET_RELEASE")):
        for one in listing.versions(bucket):
            if is_settled(one.written_at) and not _is_spoken_of(one.key, items):
                yield Finding(Amiss.UNSPOKEN, derived("obj", bucket, one.key), f"{one.key} {one.version_id}")


def _is_spoken_of(key: str, items: Mapping[str, Item]) -> bool:
    names = key.split("/")
    if names[0] == "previews" and len(names) == 3:
        return _is_here(items.get(names[1]))
    if is_place(key) and len(names) == 5:
        release = _release(names[2])
        is_its = release is not None and names[1] in {piece.id for piece in release.items}
        return is_its and _is_here(items.get(names[1]))
    return names[0] == "releases" and len(names) == 2 and _release(names[1].partition(".")[0]) is not None


def _is_here(item: Item | None) -> bool:
    return item is not None and item.disposed_at is None


def _release(release_id: str) -> Release | None:
    try:
        return releases.release(release_id)
    except NotFound:
        return None
