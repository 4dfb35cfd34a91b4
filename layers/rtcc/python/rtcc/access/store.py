"""Where the staff list rests: one row an identity."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from pynamodb.attributes import UnicodeAttribute

from rtcc.access.model import Role, Staff
from rtcc.aws.columns import OneOf, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.foundation.errors import RtccError

HASH_KEY = "identity"


class StaffRow(Row):
    """One person or system that may sign in."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_ACCESS")

    entity = Staff
    identity = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute()
    name = UnicodeAttribute()
    badge = UnicodeAttribute()
    role = OneOf(Role)
    agency = UnicodeAttribute()
    ori = UnicodeAttribute()
    enrolled_at = Time()
    suspended_at = Time(null=True)
    site = UnicodeAttribute(default="")


def find(identity: str) -> Staff | None:
    """The staff member behind an identity, read strongly: a suspension holds at once (P10.3)."""
    try:
        return cast(Staff, StaffRow.get(identity, consistent_read=True).to_entity())
    except StaffRow.DoesNotExist:
        return None


def adding(staff: Staff, *, error: RtccError) -> Put:
    """Write a new member; `error` is raised when the identity has a role already."""
    return Put(StaffRow.of(staff), StaffRow.identity.does_not_exist(), error)


def suspending(staff: Staff, *, at: datetime) -> Update:
    """Mark a member as suspended from then on."""
    return Update(StaffRow.of(staff), [StaffRow.suspended_at.set(at)])
