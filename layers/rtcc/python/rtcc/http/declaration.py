"""What a route must say of itself before it exists: action, sign-in, models, and how its custody line is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from rtcc.access.model import Action


class SignIn(StrEnum):
    """How whoever comes proves who they are."""

    NOBODY = "nobody"  # a public page; must stand in the explicit list of public routes
    LINK = "link"  # the token of a request's link; public to the gateway, so it stands in that list too
    MEMBER = "member"  # the token of a link to one's own registration; the door checks it, as it does a request's
    STAFF = "staff"  # a token of the staff pool, checked by the gateway
    OWNER = "owner"  # a token of the owners' pool
    AGENCY = "agency"  # a token of the receiving agencies' pool
    SYSTEM = "system"  # IAM credentials, checked by the gateway


class Record(StrEnum):
    """Who writes the custody line of a route. There is no route without one of these."""

    ACT = "act"  # the room, in the act's own transaction
    READ = "read"  # the door, for every look, before what was seen leaves
    WATCH = "watch"  # the door, for the first look of an hour at a list that a page reads again and again
    OPEN = "open"  # nobody: what everybody may read, or what a link's holder reads of their own request


@dataclass(frozen=True, slots=True)
class Declaration:
    """One route, as it declared itself."""

    audience: str
    method: str
    path: str
    action: Action
    sign_in: SignIn
    record: Record
    reply: type[BaseModel]
    body: type[BaseModel] | None

    @property
    def event(self) -> str:
        """The name that its custody lines bear."""
        return self.action.value


def declaration_of(view: Callable[..., Any]) -> Declaration | None:
    """What the route behind a Chalice view declared; None for a view that came past the door."""
    found = getattr(view, "declaration", None)
    return found if isinstance(found, Declaration) else None
