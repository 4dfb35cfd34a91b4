"""Walks the apps of all audiences: the one source of the documents that say what can be asked of us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from functions.agency_api.app import app as agency
from functions.citizen_api.app import app as citizen
from functions.console_api.app import app as console
from functions.dispatch_api.app import app as dispatch
from functions.owner_api.app import app as owner
from rtcc.http.declaration import Declaration, declaration_of
from rtcc.http.entrance import Entrance

APPS: dict[str, Entrance] = {
    "citizen": citizen,
    "console": console,
    "dispatch": dispatch,
    "agency": agency,
    "owner": owner,
}


@dataclass(frozen=True, slots=True)
class Route:
    """One route: what it declared, and the sentence that says what it does."""

    declared: Declaration
    sentence: str


def routes(audience: str) -> Iterator[Route]:
    """All routes of an app, in the order of its doors. Raises ValueError for one that declares nothing."""
    for path, methods in APPS[audience].routes.items():
        for method, entry in methods.items():
            declared = declaration_of(entry.view_function)
            if declared is None:
                raise ValueError(f"{method} {path} came past the door: it declares nothing")
            yield Route(declared, (entry.view_function.__doc__ or "").strip().splitlines()[0])
