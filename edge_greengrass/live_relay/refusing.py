"""How a stream says no, before a request or in the middle of one, and which no is the last."""

from __future__ import annotations

import contextlib
import json

from edge_greengrass.kit import web
from edge_greengrass.live_relay.acks import Means

_LIMITS = ("ClientLimitExceeded", "ConnectionLimitExceeded", "StreamLimitExceeded", "Throttling", "TooManyRequests")


class Over(Exception):
    """The stream is gone or closed to us; the text says why. Trying again does not help."""


class Broken(OSError):
    """The request broke off; another may succeed, if `means` is heeded."""

    def __init__(self, why: str, means: Means = Means.AGAIN) -> None:
        super().__init__(why)
        self.means = means


class Refused(Broken):
    """Our credentials were not taken: newer ones may be."""


class Limited(Broken):
    """Too many requests, or another producer is at work: later."""


def refused(answer: web.Answer) -> Exception:
    """What an answer that is not 200 means: Over, Refused, Limited or Broken."""
    kind = answer.headers.get("x-amzn-errortype", "").split(":")[0]
    if not kind:
        with contextlib.suppress(ValueError, AttributeError):
            kind = str(json.loads(answer.body).get("__type", "")).rpartition("#")[2]
    if kind.startswith("ResourceNotFound") or answer.status == 404:
        return Over("The stream is gone.")
    if kind.startswith(_LIMITS) or answer.status == 429:
        return Limited(f"the service is at its limit: {kind}")
    if answer.status in (401, 403):
        return Refused("The stream does not take this box's credentials.")
    return Broken(f"the service answered {answer.status} {kind}".rstrip())
