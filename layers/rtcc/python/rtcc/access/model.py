"""Actor, action, subject: the three words of every permission. Deny by default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtcc.access.actions import Action, Role
from rtcc.access.permissions import PERMISSIONS

__all__ = ["PERMISSIONS", "Action", "Actor", "Role", "Staff", "box", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as they are at this moment: a line keeps this and not what becomes of them later."""

    id: str
    role: Role
    badge: str = ""
    ori: str = ""
    how: str = ""  # how they proved who they are: `cognito+totp`, `iam`, `link`, `none`, `function`
    name: str = ""  # shown on their own page; never written into custody
    agency: str = ""
    site: str = ""  # the one establishment that an owner speaks for
    address: str = ""  # of the network; of staff, recipients and systems only: anybody else's is nobody's business
    glass: str = ""  # under which broken glass they do what their role does not allow; every line of it says so

    def may(self, action: Action) -> bool:
        """Whether the actor's role allows the action. What is not in the table is not allowed."""
        return self.role in PERMISSIONS.get(action, frozenset())


@dataclass(frozen=True, slots=True)
class Staff:
    """Whom an administrator let in: staff, an owner, a recipient, a system. `identity` is what their token proves."""

    identity: str
    id: str
    name: str
    badge: str
    role: Role
    agency: str
    ori: str
    enrolled_at: datetime
    suspended_at: datetime | None = None
    site: str = ""


def box(thing: str) -> Actor:
    """A core box as an actor: the broker let nobody but the holder of its certificate speak under its name."""
    return Actor(id=f"box:{thing}", role=Role.BOX, how="certificate")


def system(function: str) -> Actor:
    """One of our own functions as an actor."""
    return Actor(id=f"function:{function}", role=Role.SYSTEM, how="function")
