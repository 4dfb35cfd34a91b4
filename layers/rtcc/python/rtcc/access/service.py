"""Who is this, and may they: the token identifies, this table authorizes (P10.3)."""

from __future__ import annotations

from rtcc.access import store
from rtcc.access.model import Action, Actor
from rtcc.foundation.errors import Refused


def recognize(identity: str, *, how: str) -> Actor:
    """The actor behind a proven identity. Raises Refused for whoever is not enrolled or is suspended."""
    staff = store.find(identity)
    if staff is None:
        raise Refused("You are signed in, but nobody has given you a role here. Ask your administrator.")
    if staff.suspended_at is not None:
        raise Refused("Your access is suspended. Ask your administrator.")
    return Actor(staff.id, staff.role, staff.badge, staff.ori, how, staff.name, staff.agency, staff.site)


def require(actor: Actor, action: Action) -> None:
    """Raises Refused unless the actor's role allows the action."""
    if not actor.may(action):
        raise Refused(f"As {actor.role.value} you may not do this.")
