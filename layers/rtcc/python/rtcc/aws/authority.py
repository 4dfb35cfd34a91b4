"""The gate to a time-stamping authority: somebody outside who says when it saw a digest (RFC 3161). None by default."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request

from rtcc.aws import settings
from rtcc.foundation.errors import Unavailable

_SECONDS = 10
_MOST = 2**16  # bytes of an answer


def url() -> str:
    """Where the authority answers; empty when the city has none (setting TSA_URL)."""
    return settings.perhaps("TSA_URL")


def certificates() -> list[bytes]:
    """The certificates that the authority's own answers lack, its root last, each in DER (setting TSA_CHAIN)."""
    return [base64.b64decode(one, validate=True) for one in settings.perhaps("TSA_CHAIN").split()]


def ask(question: bytes) -> bytes:
    """The answer to a TimeStampReq, unread. Raises Unavailable when there is none."""
    where = url()
    if not where.startswith(("https://", "http://")):
        raise Unavailable("The time-stamping authority has no address.", slug="no-stamp")
    asked = urllib.request.Request(where, question, {"Content-Type": "application/timestamp-query"})  # noqa: S310 looked at
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310 looked at
            told: bytes = answer.read(_MOST + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise Unavailable("The time-stamping authority does not answer.", slug="no-stamp") from error
    if len(told) > _MOST:
        raise Unavailable("The time-stamping authority answers with too much.", slug="no-stamp")
    return told
