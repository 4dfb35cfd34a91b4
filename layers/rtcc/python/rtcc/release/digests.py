"""Where it rests which release a digest is of: one row for each package and marked copy that was ever made."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row
from rtcc.release.model import Release


class DigestRow(Row):
    """A digest beside the release it was made for, in the releases' own table: it has no state, so no list shows it."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_RELEASE")

    id = UnicodeAttribute(hash_key=True)
    release_id = UnicodeAttribute()
    item_id = UnicodeAttribute(default="")  # of a marked copy: the item that it was made of


def naming(one: Release) -> Put:
    """The release under the digest of its package, as a write that joins the packing."""
    if one.package is None:
        raise ValueError("a release without a package has no digest")
    return Put(DigestRow(_key(one.package.sha256), release_id=one.id))


def naming_copy(sha256: str, release_id: str, item_id: str) -> Put:
    """The release under the digest (hex) of a marked copy that was made for it, of that item."""
    return Put(DigestRow(_key(sha256), release_id=release_id, item_id=item_id))


def release_of(sha256: str) -> str:
    """The id of the release whose package, or marked copy, has that digest; empty for none."""
    return named(sha256)[0]


def named(sha256: str) -> tuple[str, str]:
    """The release, and the item if it is the digest of one item's marked copy; empty for none."""
    try:
        row = DigestRow.get(_key(sha256), consistent_read=True)
    except DigestRow.DoesNotExist:
        return "", ""
    return row.release_id, row.item_id


def _key(sha256: str) -> str:
    return f"package#{sha256}"
