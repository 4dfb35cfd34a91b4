"""A link: whoever holds its token may answer one request, and nothing else (P7.3, P7.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rtcc.access.model import Action, Actor, Role
from rtcc.aws import settings
from rtcc.aws.table import transact
from rtcc.canvass import store
from rtcc.canvass.model import Request, RequestState
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, NotFound
from rtcc.messages import secret


@dataclass(frozen=True, slots=True)
class Holder:
    """Who came with a link: the actor that they are, and the one request that they may answer."""

    actor: Actor
    request: Request
    peer: str


def open_link(token: str, *, peer: str) -> Holder:
    """Whoever has the token may answer its request. Looking changes nothing: previews open links too (abuse 4).

    Raises NotFound for a token that opens nothing, Gone for one that expired or whose request was closed.
    """
    request = store.request_behind(secret.fingerprint(token))
    if request is None:
        raise NotFound("This link opens nothing. Please use the link in the newest message.")
    phone = settings.city().phone
    if request.state is RequestState.CLOSED:
        raise Gone("We have what we need. Thank you for being ready to help.", slug="closed")
    if request.expires_at <= clock.now():
        raise Gone(f"This link has expired. If you still want to help, please call {phone}.", slug="expired")
    return Holder(Actor(request.registrant_id, Role.REGISTRANT, how="link"), request, peer)


def decline(holder: Holder) -> Request:
    """No thanks. It costs nothing; the canvass keeps a count and no name (P7.4)."""
    request = holder.request
    if request.state is RequestState.DECLINED:
        return request
    if request.state is not RequestState.ASKED:
        raise Conflict("You already sent something for this request. Thank you.", slug="already-answered")
    line = custody.line(holder.actor, Action.DECLINE_REQUEST, request.id, reason=request.incident_number)
    transact(store.answering(request, RequestState.DECLINED), store.counting(request, declined=1), line)
    return replace(request, state=RequestState.DECLINED)


def may_still_send(holder: Holder) -> Request:
    """The request, while its holder may send for it. Raises Conflict once they said no."""
    if holder.request.state is RequestState.DECLINED:
        raise Conflict("You said no to this request. If you changed your mind, please call us.", slug="declined")
    return holder.request
