"""Sending a file: begun, signed part by part, taken up again, finished; each said twice is done once (P7.4)."""

from __future__ import annotations

import secrets
from dataclasses import replace

from rtcc.access.model import Action
from rtcc.aws import settings, uploads
from rtcc.aws.table import transact
from rtcc.aws.uploads import Part
from rtcc.canvass import account, answers, store
from rtcc.canvass.account import Account
from rtcc.canvass.links import Holder, may_still_send
from rtcc.canvass.model import Submission, SubmissionState, derived
from rtcc.custody import service as custody
from rtcc.custody.model import commitment
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Field, Invalid, NotFound, TooMany
from rtcc.vault import service as vault

MOST_BYTES = 20_000_000_000
MOST_BYTES_IN_ALL = 200_000_000_000  # of one request
MOST_FILES = 25
PART_BYTES = 5 * 2**20  # S3's least: on a bad line a lost part costs little
MOST_PARTS = 1_000  # S3 takes 10,000; the parts of a large file grow instead, and its chain of lines stays readable
_URL_SECONDS = 900
_LINES_A_PART, _LINES_AT_LEAST = 4, 50


def files(holder: Holder) -> list[Submission]:
    """What was sent, or begun, for this request."""
    return store.submissions(holder.request.id)


def begin(holder: Holder, *, key: str, name: str, size: int, told: Account | None = None) -> tuple[Submission, bool]:
    """Begin a file; returns it and whether it is new. The same key begins it once (abuse 8).

    An empty file is taken too: it is kept and never shown, and it is written down that it came (abuse 18).
    """
    request = may_still_send(holder)
    submission_id = derived("sub", request.id, key)
    known = store.submission(request.id, submission_id)
    if known is not None:
        return known, False
    if not 0 <= size <= MOST_BYTES:
        sentence = "This file is larger than 20 GB. Please send a shorter part."
        raise Invalid(sentence, fields=(Field("bytes", sentence),))
    _must_have_room(store.submissions(request.id), size)
    one = _submission(holder, submission_id, name, size, told or Account())
    facts = account.facts(one.account) | {"submission": one.id, "request": request.id, "bytes": size}
    facts["peer"] = commitment(one.salt, one.peer)
    line = custody.line(holder.actor, Action.BEGIN_SUBMISSION, number(one), reason=request.incident_number, facts=facts)
    try:
        transact(store.beginning(one), line)
    except Conflict:
        known = store.submission(request.id, submission_id)  # another tab was faster by a moment
        if known is None:
            raise
        return known, False
    return one, True


def _must_have_room(begun: list[Submission], size: int) -> None:
    """What was begun counts, finished or not (abuse 22)."""
    if len(begun) >= MOST_FILES:
        raise Conflict(f"{MOST_FILES} files are the most for one request.", slug="too-many-files")
    if sum(one.bytes for one in begun) + size > MOST_BYTES_IN_ALL:
        raise Conflict("This is more than one request takes. Please call us, and we will help.", slug="too-many-bytes")


def sign(holder: Holder, submission_id: str, parts: list[Part]) -> list[tuple[Part, str, dict[str, str]]]:
    """URLs that take exactly these parts. A part's size follows from its number; other sizes are refused (abuse 23)."""
    request = may_still_send(holder)
    one = submission(holder, submission_id)
    if one.state is not SubmissionState.UPLOADING:
        raise Conflict("This file is complete; nothing more can be sent for it.", slug="already-finished")
    for part in parts:
        if not 1 <= part.number <= one.parts or part.bytes != one.bytes_of(part.number):
            sentence = f"Part {part.number} is not a part of this file, or has the wrong size."
            raise Invalid(sentence, fields=(Field("parts", sentence),))
    _must_not_flood(one)
    one = _still_open(holder, one)
    numbers = ",".join(str(part.number) for part in parts)
    custody.note(holder.actor, Action.SIGN_PARTS, number(one), reason=request.incident_number, facts={"parts": numbers})
    bucket = settings.need("BUCKET_INBOX")
    return [
        (part, *uploads.part_url(bucket, one.object_key, upload_id=one.upload_id, part=part, seconds=_URL_SECONDS))
        for part in parts
    ]


def _still_open(holder: Holder, one: Submission) -> Submission:
    """The file with an upload that takes parts: the store closes one that rests for a day, the link lives for ten."""
    bucket = settings.need("BUCKET_INBOX")
    if uploads.parts_of(bucket, one.object_key, upload_id=one.upload_id) is not None:
        return one
    after = replace(one, upload_id=uploads.begin_upload(bucket, one.object_key))
    line = custody.line(
        holder.actor,
        Action.BEGIN_SUBMISSION,
        number(one),
        reason=holder.request.incident_number,
        facts={"submission": one.id, "request": one.request_id, "anew": True},
    )
    transact(store.reopening(one, after), line)
    return after


def _must_not_flood(one: Submission) -> None:
    """Every signing is a line of the item's chain: a link's holder may not make it too long to be read."""
    newest = custody.last(number(one))
    if newest is not None and newest.seq > _LINES_A_PART * one.parts + _LINES_AT_LEAST:
        raise TooMany("This file was begun too often. Please choose it again, or call us.")


def received(holder: Holder, submission_id: str) -> tuple[Submission, list[Part]]:
    """A file and the parts that the store holds by now: whoever was interrupted goes on from here."""
    one = submission(holder, submission_id)
    if one.state is not SubmissionState.UPLOADING:
        return one, []
    bucket = settings.need("BUCKET_INBOX")
    return one, uploads.parts_of(bucket, one.object_key, upload_id=one.upload_id) or []


def finish(holder: Holder, submission_id: str, *, sha256: str) -> Submission:
    """The sender says: that is all, and this is its digest. Saying it twice gives the same receipt (abuse 2).

    The state, the answer and the line are written first; joining the parts follows and may be asked for again.
    Raises Conflict while parts are missing, or when another digest was declared before.
    """
    before, parts = received(holder, submission_id)
    if before.state is not SubmissionState.UPLOADING:
        return _again(before, sha256)
    request = may_still_send(holder)
    missing = sorted(set(range(1, before.parts + 1)) - {part.number for part in parts})
    if missing:
        raise Conflict(f"Parts are still missing: {missing[:10]}.", slug="parts-missing")
    after = replace(before, state=SubmissionState.RECEIVED, declared=sha256, received_at=clock.now())
    line = custody.line(
        holder.actor,
        Action.FINISH_SUBMISSION,
        number(after),
        reason=request.incident_number,
        facts={"submission": after.id, "declared": sha256, "bytes": after.bytes, "bytes_in": after.bytes},
    )
    # The canvass is looked at in the same transaction: closed at this very moment, it takes nothing (abuse 6).
    transact(store.receiving(before, after), *answers.uploading(request), line)
    _join(after)
    return after


def submission(holder: Holder, submission_id: str) -> Submission:
    """One file of this request. Another request's file does not exist for this holder (abuse 43)."""
    one = store.submission(holder.request.id, submission_id)
    if one is None:
        raise NotFound("There is no such file under this request.")
    return one


def number(one: Submission) -> str:
    """The custody number on the receipt: the id of the evidence item to be, known from the file's first byte."""
    return vault.id_for(one.id)


def _again(one: Submission, sha256: str) -> Submission:
    if one.declared != sha256:
        raise Conflict("This file was finished with another digest before.", slug="already-finished")
    if one.state is SubmissionState.RECEIVED:
        _join(one)
    return one


def _join(one: Submission) -> None:
    uploads.finish_upload(settings.need("BUCKET_INBOX"), one.object_key, upload_id=one.upload_id)


def _submission(holder: Holder, submission_id: str, name: str, size: int, told: Account) -> Submission:
    object_key = f"inbox/{holder.request.id}/{submission_id}"
    return Submission(
        id=submission_id,
        request_id=holder.request.id,
        name=name,
        bytes=size,
        part_bytes=max(PART_BYTES, -(-size // MOST_PARTS)),
        upload_id=uploads.begin_upload(settings.need("BUCKET_INBOX"), object_key),
        object_key=object_key,
        state=SubmissionState.UPLOADING,
        salt=secrets.token_hex(16),
        peer=holder.peer,
        begun_at=clock.now(),
        account=told.spelled(settings.city().zone),
    )
