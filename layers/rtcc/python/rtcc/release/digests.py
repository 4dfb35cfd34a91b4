"""Where it rests which package a digest is of: one row for each package that was ever made, also made anew."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row
from rtcc.release.model import Release


class DigestRow(Row):
    """A package's digest beside its release, in the releases' own table: it has no state, so no list shows it."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_RELEASE")

    id = UnicodeAttribute(hash_key=True)
    release_id = UnicodeAttribute()


def naming(one: Release) -> Put:
    """The release under the digest of its package, as a write that joins the packing."""
    if one.package is None:
        raise ValueError("a release without a package has no digest")
    return Put(DigestRow(_key(one.package.sha256), release_id=one.id))


def release_of(sha256: str) -> str:
    """The id of the release whose package has that digest; empty for none."""
    try:
        return DigestRow.get(_key(sha256), consistent_read=True).release_id
    except DigestRow.DoesNotExist:
        return ""


def _key(sha256: str) -> str:
    return f"package#{sha256}"
