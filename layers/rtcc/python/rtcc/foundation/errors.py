"""What can go wrong, in words a person can read; doors turn each into an RFC 9457 problem."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body that cannot be taken, and the sentence that says why."""

    name: str
    message: str


class RtccError(Exception):
    """The root of all errors that a person may read. `detail` is one plain sentence."""

    status = 500
    slug = "failed"
    title = "Something failed on our side"

    def __init__(self, detail: str, *, slug: str = "", fields: tuple[Field, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields
        if slug:
            self.slug = slug


class Invalid(RtccError):
    """The request says something that cannot be so. Nothing was changed."""

    status, slug, title = 422, "invalid", "Please check what you entered"


class Refused(RtccError):
    """The actor is known and may not do this. The refusal is written down."""

    status, slug, title = 403, "refused", "Not allowed"


class NotFound(RtccError):
    """It does not exist, or this actor may not know that it does."""

    status, slug, title = 404, "not-found", "Not found"


class Conflict(RtccError):
    """Somebody else acted first, or the same thing was said differently before."""

    status, slug, title = 409, "conflict", "Already changed"


class Gone(RtccError):
    """It was there once: a link that expired, a request that was closed."""

    status, slug, title = 410, "closed", "No longer open"


class TooMany(RtccError):
    """A limit was reached; the sentence says when to try again."""

    status, slug, title = 429, "too-many-tries", "Too many tries"


class Unavailable(RtccError):
    """A service that we need does not answer; nothing was changed, trying again is safe."""

    status, slug, title = 503, "unavailable", "Not available right now"
