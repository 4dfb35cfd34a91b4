"""Reads a Chalice app's routes and refuses, before anything is deployed, one that nobody has to sign in for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rtcc.http.declaration import SignIn, declaration_of

OPEN = frozenset({SignIn.NOBODY, SignIn.LINK, SignIn.MEMBER})


class RouteError(Exception):
    """A route that may not be deployed, in one sentence that says what to do."""


@dataclass(frozen=True)
class Route:
    """One method of one path, and who may call it."""

    method: str
    path: str
    sign_in: SignIn

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes_of(app: Any, public: frozenset[str] = frozenset()) -> list[Route]:
    """Return the app's routes by path, once each is declared and `public` is exactly what answers unsigned."""
    routes = sorted(_declared(app), key=str)
    unsigned = {str(route) for route in routes if route.sign_in in OPEN}
    for name in sorted(unsigned - public):
        raise RouteError(f"{app.app_name}: {name} asks for no sign-in: list it in infrastructure/public_routes.py.")
    for name in sorted(public - unsigned):
        raise RouteError(f"{app.app_name}: {name} is listed as public, but there is no such unsigned route: unlist it.")
    return routes


def _declared(app: Any) -> Iterator[Route]:
    for path, methods in app.routes.items():
        for method, entry in methods.items():
            declaration = declaration_of(entry.view_function)
            if declaration is None:
                raise RouteError(f"{app.app_name}: {method} {path} declares nothing: make it with @door.route(…).")
            yield Route(method, path, declaration.sign_in)
