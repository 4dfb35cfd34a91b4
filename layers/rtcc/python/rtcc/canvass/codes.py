"""The code by which anybody may ask whether a message is real: it finds when a request was sent, and opens nothing."""

from __future__ import annotations

from rtcc.aws.table import Put
from rtcc.canvass import store
from rtcc.canvass.model import Request
from rtcc.canvass.rows import CodeRow
from rtcc.foundation.errors import NotFound
from rtcc.messages import secret


def keeping(one: Request) -> Put:
    """Write down the SHA-256 of a request's code. Of two requests with the same one, the newer answers to it."""
    return Put(CodeRow(pk=_key(secret.check(one.id)), request_id=one.id))


def find(typed: str) -> Request:
    """The request whose message bears this code, however it was typed. Raises NotFound alike for all others."""
    unknown = NotFound("We sent no message with this code. Please do not open its link, and call us.")
    try:
        row = CodeRow.get(_key(secret.heard(typed)), "code", consistent_read=True)
    except CodeRow.DoesNotExist:
        raise unknown from None
    found = store.request(row.request_id)
    if found is None:
        raise unknown
    return found


def _key(code: str) -> str:
    return f"code#{secret.fingerprint(code)}"
