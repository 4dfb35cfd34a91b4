"""A link: whoever holds its token may answer one request, and nothing else (P7.3, P7.4)."""

from __future__ import annotations

from dataclasses import dataclass

from rtcc.access.model import Actor, Role
from rtcc.aws import settings
from rtcc.canvass import store
from rtcc.canvass.decisions import STILL_OPEN
from rtcc.canvass.model import Request, RequestState
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, NotFound
from rtcc.messages import secret

_NO_MORE = {RequestState.DECLINED, RequestState.NOTHING_RECORDED}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who came with a link: the actor that they are, and the one request that they may answer."""

    actor: Actor
    request: Request
    peer: str


def open_link(token: str, *, peer: str) -> Holder:
    """Whoever has the token may answer its request. Looking changes nothing: previews open links too (abuse 4).

    A link by which something was sent shows its receipt for good. Raises NotFound for a token that opens nothing, Gone
    for one that expired or whose request was closed.
    """
    request = behind(token)
    if is_expired(request):
        raise expired()
    return Holder(Actor(request.registrant_id, Role.REGISTRANT, how="link"), request, peer)


def behind(token: str) -> Request:
    """The request of a link, expired or not. Raises NotFound, or Gone when nothing is asked anymore."""
    request = store.request_behind(secret.fingerprint(token))
    if request is None:
        raise NotFound("This link opens nothing. Please use the link in the newest message.")
    if request.state is RequestState.CLOSED or (request.state in STILL_OPEN and not store.is_asking(request)):
        raise store.closed()
    if request.state in _NO_MORE and request.expires_at <= clock.now():
        raise Gone("You answered this request. Thank you for telling us.", slug="closed")
    return request


def is_expired(request: Request) -> bool:
    """Whether its link opens no longer. Once something was sent, it always does."""
    return request.state is not RequestState.UPLOADED and request.expires_at <= clock.now()


def expired() -> Gone:
    """What whoever comes after its days is told."""
    sentence = f"This link has expired. If you still want to help, ask for a new one, or call {settings.city().phone}."
    return Gone(sentence, slug="expired")


def life_days() -> int:
    """How long a link opens its request."""
    return settings.number("LINK_DAYS", 10)


def may_still_send(holder: Holder) -> Request:
    """The request, while its holder may send for it. Raises Conflict once they said no, Gone once we have enough."""
    request = holder.request
    if request.state in _NO_MORE:
        raise Conflict("You said no to this request. If you changed your mind, please call us.", slug="declined")
    if not store.is_asking(request):
        raise store.closed()
    if request.expires_at <= clock.now():
        raise expired()
    return request
