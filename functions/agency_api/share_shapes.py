"""What a share looks like to its recipient, and what they send back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from rtcc.http.forms import Body, Instant, Reply, Sha256, Text
from rtcc.release.model import Release


class ShareReply(Reply):
    """One package, before it is opened."""

    id: str
    case: str
    reason: str
    state: str
    packed_at: Instant | None
    expires_at: Instant | None
    bytes: int
    sha256: str
    receipted_at: Instant | None
    method: str
    audience: str
    is_expired: bool
    renewal_asked_at: Instant | None


class CountedShare(ShareReply):
    """A package in a list: how many items it holds."""

    items: int


class PieceReply(Reply):
    """One item inside."""

    id: str
    name: str
    bytes: int
    sha256: str


class WholeShare(ShareReply):
    """A package with what is in it."""

    items: list[PieceReply]
    limits: str
    agreed_limits: str | None


class Shares(Reply):
    """All packages for this person, newest first."""

    shares: list[CountedShare]


class Nothing(Body):
    """An empty body."""


class Why(Body):
    """Why more time is needed."""

    why: Text


class Download(Reply):
    """A URL for five minutes, and what must arrive."""

    url: str
    expires_at: Instant
    bytes: int
    sha256: str
    name: str


class Arrived(Body):
    """What the recipient's own machine counted and digested, their name, and that they keep to the limits."""

    sha256: Sha256
    bytes: Annotated[int, Field(ge=0, le=10**15)]
    name: Text
    agrees: Literal[True]


class Receipt(Reply):
    """Their receipt is there. `transferred`: custody is theirs; `received`: it stayed where it was."""

    state: str
    receipted_at: Instant | None
    words: str | None


def told(one: Release) -> dict[str, Any]:
    """What every reply on a share says of it."""
    package = one.package
    return {
        "id": one.id,
        "case": one.case,
        "reason": one.reason,
        "state": one.state.value,
        "packed_at": one.packed_at,
        "expires_at": one.expires_at,
        "bytes": package.bytes if package else 0,
        "sha256": package.sha256 if package else "",
        "receipted_at": one.receipted_at,
        "method": one.method.value,
        "audience": one.audience.value,
        "is_expired": one.is_expired(),
        "renewal_asked_at": one.renewal_asked_at,
    }
