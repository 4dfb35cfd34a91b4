"""Where canvasses, requests, links and submissions rest."""

from __future__ import annotations

from typing import cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from rtcc.aws.columns import Drawn, OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.canvass.model import Canvass, Purpose, Request, RequestState, Submission, SubmissionState
from rtcc.foundation.errors import Conflict

HASH_KEY, RANGE_KEY = "pk", "sk"
STREAMED_KIND = "canvass"  # the stream wakes invite_registrants for rows of this kind alone


class _CanvassTable:
    """Where all rows of the room are."""

    table_name = Late("TABLE_CANVASS")


class CanvassRow(Row):
    """One canvass, under its call."""

    class Meta(_CanvassTable):
        """Where the rows are."""

    entity = Canvass
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute(default=STREAMED_KIND)
    id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    incident_number = UnicodeAttribute()
    area = Drawn()
    from_at = Time()
    to_at = Time()
    purpose = OneOf(Purpose)
    opened_at = Time()
    opened_by = UnicodeAttribute()
    asked = NumberAttribute()
    uploaded = NumberAttribute()
    declined = NumberAttribute()


class RequestRow(Row):
    """One request."""

    class Meta(_CanvassTable):
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


class LinkRow(Row):
    """From the SHA-256 of a token to its request."""

    class Meta(_CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="link")
    request_id = UnicodeAttribute()


class SubmissionRow(Row):
    """One file, under its request."""

    class Meta(_CanvassTable):
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


def canvass(incident_id: str, canvass_id: str) -> Canvass | None:
    """One canvass, read strongly."""
    try:
        return cast(Canvass, CanvassRow.get(f"incident#{incident_id}", canvass_id, consistent_read=True).to_entity())
    except CanvassRow.DoesNotExist:
        return None


def of_incident(incident_id: str) -> list[Canvass]:
    """All canvasses of a call."""
    return [cast(Canvass, row.to_entity()) for row in CanvassRow.query(f"incident#{incident_id}")]


def from_stream(image: dict[str, dict[str, object]]) -> Canvass:
    """The canvass inside a DynamoDB stream record."""
    row = CanvassRow()
    row.deserialize(image)
    return cast(Canvass, row.to_entity())


def request(request_id: str) -> Request | None:
    """One request, read strongly."""
    try:
        return cast(Request, RequestRow.get(f"request#{request_id}", "request", consistent_read=True).to_entity())
    except RequestRow.DoesNotExist:
        return None


def request_behind(fingerprint: str) -> Request | None:
    """The request that a link's token opens, by the token's SHA-256."""
    try:
        row = LinkRow.get(f"link#{fingerprint}", "link", consistent_read=True)
    except LinkRow.DoesNotExist:
        return None
    return request(row.request_id)


def submission(request_id: str, submission_id: str) -> Submission | None:
    """One file of a request, read strongly."""
    try:
        row = SubmissionRow.get(f"request#{request_id}", submission_id, consistent_read=True)
    except SubmissionRow.DoesNotExist:
        return None
    return cast(Submission, row.to_entity())


def submissions(request_id: str) -> list[Submission]:
    """All files of a request, in the order of their ids."""
    rows = SubmissionRow.query(f"request#{request_id}", SubmissionRow.sk.startswith("sub_"), consistent_read=True)
    return [cast(Submission, row.to_entity()) for row in rows]


def opening(one: Canvass) -> Put:
    """Write a new canvass."""
    return Put(CanvassRow.of(one, pk=f"incident#{one.incident_id}", sk=one.id), CanvassRow.pk.does_not_exist())


def counting(one: Request, *, asked: int = 0, uploaded: int = 0, declined: int = 0) -> Update:
    """Count an answer on the canvass, and nothing of whose it was."""
    row = CanvassRow(pk=f"incident#{one.incident_id}", sk=one.canvass_id)
    actions = [
        CanvassRow.asked.add(asked),
        CanvassRow.uploaded.add(uploaded),
        CanvassRow.declined.add(declined),
    ]
    return Update(row, actions, CanvassRow.pk.exists())


def inviting(one: Request, fingerprint: str) -> list[Put]:
    """Write a request and the SHA-256 of its link's token."""
    return [
        Put(RequestRow.of(one, pk=f"request#{one.id}"), RequestRow.pk.does_not_exist()),
        Put(LinkRow(pk=f"link#{fingerprint}", request_id=one.id), LinkRow.pk.does_not_exist()),
    ]


def answering(one: Request, state: RequestState) -> Update:
    """Write what the registrant answered, unless the request changed since we looked (abuse 6)."""
    changed = Conflict("This request changed at the same moment. Please open the link again.")
    row = RequestRow.of(one, pk=f"request#{one.id}")
    return Update(row, [RequestRow.state.set(state)], RequestRow.state == one.state, changed)


def beginning(one: Submission) -> Put:
    """Write a new file."""
    return Put(_row(one), SubmissionRow.pk.does_not_exist())


def reopening(before: Submission, after: Submission) -> Update:
    """Write the new upload of a file whose first one the store has closed."""
    same = SubmissionRow.upload_id == before.upload_id
    return Update(_row(before), [SubmissionRow.upload_id.set(after.upload_id)], same)


def receiving(before: Submission, after: Submission) -> Update:
    """Write that the sender said that is all."""
    actions = [
        SubmissionRow.state.set(after.state),
        SubmissionRow.declared.set(after.declared),
    ]
    if after.received_at is not None:
        actions.append(SubmissionRow.received_at.set(after.received_at))
    changed = Conflict("This file was finished at the same moment.", slug="already-finished")
    return Update(_row(before), actions, SubmissionRow.state == SubmissionState.UPLOADING, changed)


def admitting(one: Submission, state: SubmissionState) -> Update:
    """Write what became of a received file."""
    return Update(_row(one), [SubmissionRow.state.set(state)], SubmissionRow.state == SubmissionState.RECEIVED)


def telling(request_id: str, submission_id: str, verdict: str) -> Update:
    """Write what was said of a file, for its sender's page."""
    row = SubmissionRow(pk=f"request#{request_id}", sk=submission_id)
    return Update(row, [SubmissionRow.verdict.set(verdict)], SubmissionRow.pk.exists())


def _row(one: Submission) -> SubmissionRow:
    return SubmissionRow.of(one, pk=f"request#{one.request_id}", sk=one.id)
