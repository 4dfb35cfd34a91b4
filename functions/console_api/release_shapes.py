"""What a release looks like from the console: what is asked for, and how one is told."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from rtcc.http.forms import Body, Instant, Key, Reply, Text
from rtcc.release.model import Method, Release, State

ItemIds = Annotated[list[Annotated[str, Field(pattern=r"^evi_[0-9a-z]{26}$")]], Field(min_length=1)]
Ori = Annotated[str, Field(pattern=r"^([0-9A-Z]{3,9}|DEF-[0-9A-Z-]{1,20})$")]
Badge = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,20}$")]
Case = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$")]
# A few lines that somebody wrote: no character that hides or turns what follows (abuse 17, 96).
Limits = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]*$")]


class NewRelease(Body):
    """What is asked for. `key` is the console's own: the same key asks once. `recipient` is a badge."""

    key: Key
    item_ids: ItemIds
    ori: Ori
    recipient: Badge
    case: Case
    reason: Text
    method: Annotated[Method, Field(strict=False)] = Method.DOWNLOAD
    limits: Limits = ""


class PieceReply(Reply):
    """One item of a release."""

    id: str
    name: str
    bytes: int
    sha256: str


class ReceiptReply(Reply):
    """What the recipient signed; `words` is the sentence, `agent` what their browser calls itself."""

    name: str
    badge: str
    sha256: str
    bytes: int
    signed_at: str
    words: str
    agent: str


class ReleaseReply(Reply):
    """One release. Whoever decided is named by badge; `bytes` and `sha256` are those of the package."""

    id: str
    state: str
    method: str
    audience: str
    items: list[PieceReply]
    ori: str
    agency: str
    recipient: str
    case: str
    reason: str
    limits: str | None = None
    inquiry_id: str | None = None
    asked_at: Instant
    asked_by: str
    approved_at: Instant | None = None
    approved_by: str | None = None
    denied_at: Instant | None = None
    denied_by: str | None = None
    why: str | None = None
    packed_at: Instant | None = None
    expires_at: Instant | None = None
    receipted_at: Instant | None = None
    receipt: ReceiptReply | None = None
    renewed_at: Instant | None = None
    renewed_by: str | None = None
    renewal_asked_at: Instant | None = None
    renewal_why: str | None = None
    bytes: int | None = None
    sha256: str | None = None


class AgencyReply(Reply):
    """Who may receive evidence; `kind` is `agency`, or `defense`, to whom no custody passes."""

    ori: str
    name: str
    kind: str


_ALWAYS = ("id", "ori", "agency", "recipient", "case", "reason", "asked_at", "asked_by")
_TIMES = ("packed_at", "expires_at", "receipted_at", "renewed_at", "renewal_asked_at")
_PERHAPS = ("limits", "inquiry_id", "why", "renewed_by", "renewal_why")


def release_reply(one: Release) -> ReleaseReply:
    """A release as it is told to the staff."""
    verb = "denied" if one.state is State.DENIED else "approved"
    perhaps: dict[str, Any] = {name: getattr(one, name) or None for name in _PERHAPS}
    decided: dict[str, Any] = {f"{verb}_at": one.decided_at, f"{verb}_by": one.decided_by} if one.decided_at else {}
    return ReleaseReply(
        **{name: getattr(one, name) for name in (*_ALWAYS, *_TIMES)},
        **perhaps,
        **decided,
        state=one.state.value,
        method=one.method.value,
        audience=one.audience.value,
        items=[PieceReply(id=p.id, name=p.name, bytes=p.bytes, sha256=p.sha256) for p in one.items],
        receipt=_receipt(one),
        bytes=one.package.bytes if one.package else None,
        sha256=one.package.sha256 if one.package else None,
    )


def _receipt(one: Release) -> ReceiptReply | None:
    told = ("name", "badge", "sha256", "bytes", "signed_at", "words", "agent")
    return ReceiptReply(**{name: getattr(one.receipt, name) for name in told}) if one.receipt else None
