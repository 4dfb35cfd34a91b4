"""What was made of evidence against the record: every preview is of an item, every package of a release (P3.2)."""

from __future__ import annotations

from collections.abc import Container, Iterator

from rtcc.aws import listing, settings
from rtcc.foundation.errors import NotFound
from rtcc.foundation.ids import derived
from rtcc.release import service as releases
from rtcc.sweep.model import Amiss, Finding
from rtcc.sweep.turns import is_settled


def look(items: Container[str]) -> Iterator[Finding]:
    """Previews and packages of which nothing in the record speaks; `items` are the ids of what was admitted."""
    for bucket in (settings.need("BUCKET_PREVIEW"), settings.need("BUCKET_RELEASE")):
        for one in listing.versions(bucket):
            if is_settled(one.written_at) and not _is_spoken_of(one.key, items):
                yield Finding(Amiss.UNSPOKEN, derived("obj", bucket, one.key), f"{one.key} {one.version_id}")


def _is_spoken_of(key: str, items: Container[str]) -> bool:
    names = key.split("/")
    if names[0] == "previews" and len(names) == 3:
        return names[1] in items
    if names[0] != "releases" or len(names) != 2:
        return False
    try:
        releases.release(names[1].partition(".")[0])
    except NotFound:
        return False
    return True
