"""Who is signed in, and which establishment they speak for."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Reply
from rtcc.http.visit import Visit

door = Door("owner", "owner")


class Me(Reply):
    """The signed-in owner."""

    id: str
    name: str
    role: str
    agency: str
    site: str
    actions: list[str]


@door.route("GET", "/me", action=Action.READ_SELF, sign_in=SignIn.OWNER, record=Record.READ, reply=Me)
def me(visit: Visit) -> Me:
    """Name, establishment and the actions that an owner may take."""
    actor = visit.actor
    return Me(
        id=actor.id,
        name=actor.name,
        role=actor.role.value,
        agency=actor.agency,
        site=actor.site,
        actions=[action.value for action in Action if actor.may(action)],
    )
