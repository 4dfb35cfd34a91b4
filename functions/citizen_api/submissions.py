"""Sending files: begin, sign parts, see what arrived, finish. The bytes go straight to the store, not through here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import Field, field_validator, model_validator

from rtcc.access.model import Action
from rtcc.aws.uploads import Part
from rtcc.canvass import submissions
from rtcc.canvass.account import Account, Shown, Source, Trimmed
from rtcc.canvass.model import Submission, SubmissionState
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Key, Moment, Reply, Sha256, Text
from rtcc.http.visit import Visit
from rtcc.vault import fate
from rtcc.vault.fate import Fate

door = Door("citizen", "submissions")

_SIZE = Annotated[int, Field(ge=0, le=2**53)]
_MOST_MS = 31 * 86_400_000


class ClockShown(Body):
    """What the camera's clock showed, as a clock shows it, and the moment at which the sender read it."""

    shown: Annotated[str, Field(pattern=r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d$")]
    seen_at: Moment

    @field_validator("shown")
    @classmethod
    def _is_a_time(cls, shown: str) -> str:
        datetime.fromisoformat(shown)
        return shown


class TrimmedFrom(Body):
    """The stretch that was kept, in milliseconds of the file that it was cut from."""

    from_ms: Annotated[int, Field(ge=0, le=_MOST_MS)]
    to_ms: Annotated[int, Field(ge=1, le=_MOST_MS)]
    name: Text
    bytes: _SIZE

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if self.from_ms >= self.to_ms:
            raise ValueError("ends before it begins")
        return self


class NewFile(Body):
    """A file that is about to be sent. `key` is the sender's own: the same key begins it once."""

    key: Key
    name: Text
    bytes: _SIZE
    source: Source | None = None
    clock: ClockShown | None = None
    trimmed: TrimmedFrom | None = None

    @property
    def told(self) -> Account:
        """What the sender says of it."""
        seen, cut = self.clock, self.trimmed
        return Account(
            source=self.source,
            clock=Shown(datetime.fromisoformat(seen.shown), seen.seen_at) if seen else None,
            trimmed=Trimmed(cut.from_ms, cut.to_ms, cut.name, cut.bytes) if cut else None,
        )


class PartToSign(Body):
    """One part: its number from 1, its size, its SHA-256."""

    number: Annotated[int, Field(ge=1, le=10_000)]
    bytes: _SIZE
    sha256: Sha256


class PartsToSign(Body):
    """Up to twenty parts."""

    parts: Annotated[list[PartToSign], Field(min_length=1, max_length=20)]


class Digest(Body):
    """The flat SHA-256 of the whole file, as its sender computed it."""

    sha256: Sha256


class PartReceived(Reply):
    """One part that the store holds."""

    number: int
    bytes: int
    sha256: str


class File(Reply):
    """A file and where it stands; with a digest and a custody number once it is complete."""

    id: str
    name: str
    bytes: int
    part_bytes: int
    parts: int
    state: str
    sha256: str | None = None
    custody_number: str | None = None
    received_at: Instant | None = None
    received: list[PartReceived] | None = None
    verdict: str | None = None
    used: bool | None = None  # somebody outside has a copy of it: nobody is told who
    deleted_on: date | None = None  # the day on which its bytes go, or went
    source: str | None = None
    offset_s: int | None = None
    trimmed: dict[str, Any] | None = None


class SignedPart(Reply):
    """Where one part goes, and the headers to send with it."""

    number: int
    url: str
    headers: dict[str, str]


class SignedParts(Reply):
    """All of them."""

    urls: list[SignedPart]


@door.route(
    "POST",
    "/request/files",
    action=Action.BEGIN_SUBMISSION,
    sign_in=SignIn.LINK,
    record=Record.ACT,
    body=NewFile,
    reply=File,
)
def begin(visit: Visit, *, body: NewFile) -> tuple[File, int]:
    """Begin a file."""
    one, new = submissions.begin(visit.held, key=body.key, name=body.name, size=body.bytes, told=body.told)
    return file_reply(one), 201 if new else 200


@door.route(
    "GET",
    "/request/files/{submission_id}",
    action=Action.READ_SUBMISSION,
    sign_in=SignIn.LINK,
    record=Record.OPEN,
    reply=File,
)
def read(visit: Visit, submission_id: str) -> File:
    """A file and the parts that arrived."""
    one, parts = submissions.received(visit.held, submission_id)
    return file_reply(one, [PartReceived(number=p.number, bytes=p.bytes, sha256=p.sha256) for p in parts])


@door.route(
    "POST",
    "/request/files/{submission_id}/parts",
    action=Action.SIGN_PARTS,
    sign_in=SignIn.LINK,
    record=Record.ACT,
    body=PartsToSign,
    reply=SignedParts,
)
def sign(visit: Visit, submission_id: str, *, body: PartsToSign) -> SignedParts:
    """URLs for parts."""
    asked = [Part(part.number, part.bytes, part.sha256) for part in body.parts]
    signed = submissions.sign(visit.held, submission_id, asked)
    return SignedParts(urls=[SignedPart(number=p.number, url=url, headers=headers) for p, url, headers in signed])


@door.route(
    "POST",
    "/request/files/{submission_id}/finish",
    action=Action.FINISH_SUBMISSION,
    sign_in=SignIn.LINK,
    record=Record.ACT,
    body=Digest,
    reply=File,
)
def finish(visit: Visit, submission_id: str, *, body: Digest) -> File:
    """That is all; here is the receipt."""
    return file_reply(submissions.finish(visit.held, submission_id, sha256=body.sha256))


def file_reply(one: Submission, received: list[PartReceived] | None = None) -> File:
    """A file as its sender may see it."""
    complete = one.state is not SubmissionState.UPLOADING
    became = fate.of(submissions.number(one)) if complete else Fate()
    return File(
        id=one.id,
        name=one.name,
        bytes=one.bytes,
        part_bytes=one.part_bytes,
        parts=one.parts,
        state=one.state.value,
        sha256=one.declared or None,
        custody_number=submissions.number(one) if complete else None,
        received_at=one.received_at,
        received=received,
        verdict=one.verdict or None,
        used=became.is_used or None,
        deleted_on=became.deleted_on,
        source=one.account.get("source"),
        offset_s=one.account.get("clock", {}).get("offset_s"),
        trimmed=one.account.get("trimmed"),
    )
