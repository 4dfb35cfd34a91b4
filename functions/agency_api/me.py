"""Who is signed in at the agencies' door."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Reply
from rtcc.http.visit import Visit

door = Door("agency", "me")


class Me(Reply):
    """The signed-in recipient."""

    id: str
    name: str
    badge: str
    role: str
    agency: str
    ori: str
    actions: list[str]


@door.route("GET", "/me", action=Action.READ_SELF, sign_in=SignIn.AGENCY, record=Record.WATCH, reply=Me)
def me(visit: Visit) -> Me:
    """Name, badge, agency and the actions that the role allows."""
    actor = visit.actor
    return Me(
        id=actor.id,
        name=actor.name,
        badge=actor.badge,
        role=actor.role.value,
        agency=actor.agency,
        ori=actor.ori,
        actions=[action.value for action in Action if actor.may(action)],
    )
