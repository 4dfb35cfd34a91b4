"""Where canvasses, requests, links and submissions rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from pynamodb.expressions.update import Action

from rtcc.aws.table import Put, Update
from rtcc.canvass.model import Canvass, CanvassState, Request, RequestState, Submission, SubmissionState
from rtcc.canvass.rows import CanvassRow, LinkRow, RequestRow, SubmissionRow
from rtcc.foundation.errors import Conflict, Gone

HASH_KEY, RANGE_KEY = "pk", "sk"


def canvass(incident_id: str, canvass_id: str) -> Canvass | None:
    """One canvass, read strongly."""
    try:
        return cast(Canvass, CanvassRow.get(f"incident#{incident_id}", canvass_id, consistent_read=True).to_entity())
    except CanvassRow.DoesNotExist:
        return None


def is_asking(one: Request) -> bool:
    """Whether a request's canvass is still open, read strongly."""
    found = canvass(one.incident_id, one.canvass_id)
    return found is not None and found.state is CanvassState.OPEN


def of_incident(incident_id: str) -> list[Canvass]:
    """All canvasses of a call."""
    return [cast(Canvass, row.to_entity()) for row in CanvassRow.query(f"incident#{incident_id}")]


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
    found = request(row.request_id)
    return found if found is not None and found.issue == row.issue else None


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


def received() -> Iterator[Submission]:
    """Every file that is no evidence yet although its sender has a receipt. Reads the whole table."""
    for row in SubmissionRow.scan(filter_condition=SubmissionRow.state == SubmissionState.RECEIVED):
        yield cast(Submission, row.to_entity())


def counting(one: Request, **changes: int) -> Update:
    """Count on the canvass (`asked=1`, `later=-1`), and nothing of whose it was."""
    return Update(canvass_row(one), _adding(changes), CanvassRow.pk.exists())


def counting_while_open(one: Request, **changes: int) -> Update:
    """The same while the canvass is open; with no changes, a look at that in the same transaction (abuse 6).

    Raises Gone when it was closed.
    """
    return Update(canvass_row(one), _adding(changes or {"asked": 0}), CanvassRow.state == CanvassState.OPEN, closed())


def canvass_row(one: Request) -> CanvassRow:
    """The key of a request's canvass."""
    return CanvassRow(pk=f"incident#{one.incident_id}", sk=one.canvass_id)


def closed() -> Gone:
    """What whoever comes too late is told."""
    return Gone("We have what we need. Thank you for being ready to help.", slug="closed")


def _adding(changes: Mapping[str, int]) -> list[Action]:
    return [getattr(CanvassRow, name).add(change) for name, change in changes.items()]


def inviting(one: Request, fingerprint: str) -> list[Put]:
    """Write a request and the SHA-256 of its link's token."""
    return [Put(RequestRow.of(one, pk=f"request#{one.id}"), RequestRow.pk.does_not_exist()), linking(one, fingerprint)]


def renewing(before: Request, after: Request) -> Update:
    """Write that a request's link has a new issue: the one before opens nothing. Raises Conflict if it changed."""
    row = RequestRow
    same = (row.issue == before.issue) & (row.state == before.state)
    actions: list[Action] = [row.issue.set(after.issue), row.expires_at.set(after.expires_at)]
    return Update(RequestRow.of(before, pk=f"request#{before.id}"), actions, same)


def linking(one: Request, fingerprint: str) -> Put:
    """Write the SHA-256 of the token of a request's newest link."""
    return Put(LinkRow(pk=f"link#{fingerprint}", request_id=one.id, issue=one.issue), LinkRow.pk.does_not_exist())


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
