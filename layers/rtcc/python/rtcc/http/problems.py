"""Errors as RFC 9457 problems: the right status, one plain sentence, and the fields that need another look."""

from __future__ import annotations

import json
from collections.abc import Iterable

from chalice.app import Response
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rtcc.foundation.errors import Field, Invalid, RtccError

HEADERS = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}

_SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "This field is not known here.",
    "string_too_short": "This is needed.",
    "string_too_long": "This is too long.",
}


class Malformed(RtccError):
    """The body is not JSON."""

    status, slug, title = 400, "malformed", "We could not read that"


class NoSignIn(RtccError):
    """Nobody proved who they are."""

    status, slug, title = 401, "sign-in", "Please sign in"


class TooLarge(RtccError):
    """The body is larger than any body that we ask for."""

    status, slug, title = 413, "too-large", "Too large"


class WrongType(RtccError):
    """The body is not said to be JSON."""

    status, slug, title = 415, "wrong-type", "Not JSON"


def problem(error: RtccError) -> Response:
    """The response that says what went wrong."""
    body: dict[str, object] = {
        "type": f"urn:rtcc:problem:{error.slug}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
    }
    if error.fields:
        body["fields"] = [{"name": f.name, "message": f.message} for f in error.fields]
    more = {"Retry-After": "5"} if error.status == 503 else {}
    return Response(body=json.dumps(body), status_code=error.status, headers=HEADERS | more)


def invalid(refused: ValidationError) -> RtccError:
    """What pydantic found, in the words of a person."""
    faults = refused.errors(include_url=False, include_context=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in faults):
        return Malformed("The request is not valid JSON.")
    return Invalid("Please check the fields that are named.", fields=tuple(_fields(faults)))


def _fields(faults: Iterable[ErrorDetails]) -> Iterable[Field]:
    for fault in faults:
        name = ".".join(str(part) for part in fault["loc"])
        message = fault["msg"].removeprefix("Value error, ")
        yield Field(name, _SENTENCES.get(fault["type"], message[:1].upper() + message[1:]))
