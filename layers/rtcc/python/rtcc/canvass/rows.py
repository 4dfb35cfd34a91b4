"""What the rows of the room are: a canvass, a request, the way from a link to it, a file."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from rtcc.aws.columns import Drawn, OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row
from rtcc.canvass.model import (
    Canvass,
    CanvassState,
    Purpose,
    Request,
    RequestState,
    Submission,
    SubmissionState,
)


class CanvassTable:
    """Where all rows of the room are."""

    table_name = Late("TABLE_CANVASS")


class CanvassRow(Row):
    """One canvass, under its call."""

    class Meta(CanvassTable):
        """Where the rows are."""

    entity = Canvass
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute(default="canvass")
    id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    incident_number = UnicodeAttribute()
    area = Drawn()
    from_at = Time()
    to_at = Time()
    purpose = OneOf(Purpose)
    opened_at = Time()
    opened_by = UnicodeAttribute()
    opened_by_id = UnicodeAttribute()
    is_urgent = BooleanAttribute()
    found = NumberAttribute()
    state = OneOf(CanvassState)
    waits_for = Plain()
    decided_by = UnicodeAttribute(default="")
    decided_by_id = UnicodeAttribute(default="")
    decided_at = Time(null=True)
    why = UnicodeAttribute(default="")
    closed_by = UnicodeAttribute(default="")
    closed_at = Time(null=True)
    reminded_at = Time(null=True)
    asked = NumberAttribute()
    uploaded = NumberAttribute()
    declined = NumberAttribute()
    nothing_recorded = NumberAttribute()
    later = NumberAttribute()
    unsent = NumberAttribute()


class RequestRow(Row):
    """One request."""

    class Meta(CanvassTable):
        """Where the rows are."""

    entity = Request
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="request")
    id = UnicodeAttribute()
    canvass_id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    incident_number = UnicodeAttribute()
    registrant_id = UnicodeAttribute()
    block = UnicodeAttribute()
    purpose = OneOf(Purpose)
    from_at = Time()
    to_at = Time()
    state = OneOf(RequestState)
    issue = NumberAttribute()
    invited_at = Time()
    expires_at = Time()
    reminded_at = Time(null=True)


class LinkRow(Row):
    """From the SHA-256 of a token to its request. Only the newest issue of a request's link opens it."""

    class Meta(CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="link")
    request_id = UnicodeAttribute()
    issue = NumberAttribute()


class CodeRow(Row):
    """From the SHA-256 of a check code to its request."""

    class Meta(CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="code")
    request_id = UnicodeAttribute()


class SubmissionRow(Row):
    """One file, under its request."""

    class Meta(CanvassTable):
        """Where the rows are."""

    entity = Submission
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()
    request_id = UnicodeAttribute()
    name = UnicodeAttribute()
    bytes = NumberAttribute()
    part_bytes = NumberAttribute()
    upload_id = UnicodeAttribute()
    object_key = UnicodeAttribute()
    state = OneOf(SubmissionState)
    salt = UnicodeAttribute()
    peer = UnicodeAttribute()
    begun_at = Time()
    declared = UnicodeAttribute()
    received_at = Time(null=True)
    account = Plain(default=dict)
    verdict = UnicodeAttribute(default="")
