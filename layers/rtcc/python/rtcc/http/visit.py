"""One visit to a door: who came, how they proved it, and what they asked; fails closed when any of it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalice.app import Request as Asked

from rtcc.access import service as access
from rtcc.access.model import Actor, Role
from rtcc.aws import settings
from rtcc.canvass import links
from rtcc.canvass.links import Holder
from rtcc.custody import service as custody
from rtcc.foundation import ids
from rtcc.foundation.errors import Refused
from rtcc.http.declaration import Declaration, SignIn
from rtcc.http.problems import NoSignIn
from rtcc.registry import signing_in
from rtcc.registry.model import Registrant

LINK_HEADER, MY_HEADER = "x-request-link", "x-my-link"
_VISITOR = Actor("visitor", Role.VISITOR, how="none")
_SIGN_IN_AGAIN = "This link is over. Please ask for a new one: we send it to your e-mail address."
# Whose lines say from where they came: it is their office. Of the public and of owners it is kept nowhere.
_PLACED = {SignIn.STAFF, SignIn.AGENCY, SignIn.SYSTEM}
# Each audience has a pool of its own: the client whose tokens it takes, by the setting that names it.
_POOLS = {
    SignIn.STAFF: ("staff", "STAFF_CLIENT"),
    SignIn.OWNER: ("owner", "OWNER_CLIENT"),
    SignIn.AGENCY: ("agency", "AGENCY_CLIENT"),
}


@dataclass(slots=True)
class Visit:
    """What a view is told. A view sets `reason` when it knows a better one than the path gives."""

    actor: Actor
    query: Mapping[str, str]
    holder: Holder | None = None
    registrant: Registrant | None = None
    reason: str = ""
    peer: str = field(default="", repr=False)
    token: str = field(default="", repr=False)  # of the link with which somebody came
    bytes_out: int = 0  # that a view gives a way to, beside its answer; the line of the look counts both

    @property
    def agent(self) -> str:
        """What their browser calls itself."""
        return self.peer.partition(" ")[2]

    @property
    def held(self) -> Holder:
        """The holder of a link. Raises NoSignIn at a door that takes no links."""
        if self.holder is None:
            raise NoSignIn("Please open the link in the message that we sent you.")
        return self.holder

    @property
    def member(self) -> Registrant:
        """Who came with a link to their own registration. Raises NoSignIn at a door that takes no such links."""
        if self.registrant is None:
            raise NoSignIn(_SIGN_IN_AGAIN, slug="sign-in-again")
        return self.registrant


def begin(asked: Asked, declaration: Declaration) -> Visit:
    """Find out who came. Raises NoSignIn, NotFound or Gone (links), or Refused (not enrolled, suspended)."""
    query = dict(asked.query_params or {})
    peer = f"{_identity(asked).get('sourceIp', '')} {asked.headers.get('user-agent', '')[:200]}"
    if declaration.sign_in is SignIn.NOBODY:
        return Visit(_VISITOR, query, peer=peer)
    if declaration.sign_in is SignIn.LINK:
        token = asked.headers.get(LINK_HEADER, "")
        holder = links.open_link(token, peer=peer)
        return Visit(holder.actor, query, holder, peer=peer, token=token)
    if declaration.sign_in is SignIn.MEMBER:
        return _registered(asked, Visit(_VISITOR, query, peer=peer))
    if declaration.sign_in in _POOLS:
        identity, how = _member(asked, *_POOLS[declaration.sign_in]), "cognito+totp"
    else:
        identity, how = _system(asked), "iam"
    address = str(_identity(asked).get("sourceIp") or "") if declaration.sign_in in _PLACED else ""
    return Visit(_recognized(identity, how, address, declaration), query, peer=peer)


def subject(declaration: Declaration, actor: Actor, path: Mapping[str, str]) -> str:
    """What a look or a refusal is written under: the thing that the path names, else the actor's hour."""
    if declaration.sign_in is SignIn.MEMBER:
        return actor.id
    for value in path.values():
        if ids.is_id(value, value[:3]):
            return value
    return custody.hourly(actor, declaration.action, of=" ".join(path.values()))


def _registered(asked: Asked, visit: Visit) -> Visit:
    """The registrant whose link this is, as the actor that they are."""
    one = visit.registrant = signing_in.open_link(asked.headers.get(MY_HEADER, ""))
    if one is None:
        raise NoSignIn(_SIGN_IN_AGAIN, slug="sign-in-again")
    visit.actor = Actor(one.id, Role.MEMBER, how="link")
    return visit


def _recognized(identity: str, how: str, address: str, declaration: Declaration) -> Actor:
    try:
        return replace(access.recognize(identity, how=how), address=address)
    except Refused as refused:
        custody.refuse(
            Actor(identity, Role.VISITOR, how=how, address=address), declaration.action, identity, why=refused.detail
        )
        raise


def _member(asked: Asked, pool: str, client: str) -> str:
    """The identity that the gateway proved: it checks signature, pool and expiry. Without its word nobody is in.

    The gateway takes access tokens and other clients' tokens too, so kind and audience are checked here (abuse 47).
    """
    authorizer = asked.context.get("authorizer")
    claims: Mapping[str, Any] = (authorizer or {}).get("claims") or {}
    ours = claims.get("token_use") == "id" and claims.get("aud") == settings.need(client)
    if not claims.get("sub") or not ours:
        raise NoSignIn("Please sign in again.")
    return f"{pool}:{claims['sub']}"


def _system(asked: Asked) -> str:
    """The role behind the IAM credentials that the gateway checked."""
    kind, _, rest = str(_identity(asked).get("userArn") or "").partition(":assumed-role/")
    if not kind.startswith("arn:") or not rest:
        raise NoSignIn("This door takes the credentials of an enrolled system only.")
    return f"iam:{rest.split('/')[0]}"


def _identity(asked: Asked) -> Mapping[str, Any]:
    return asked.context.get("identity") or {}
