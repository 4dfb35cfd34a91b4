"""Writes docs/permissions.md: who may do what, out of the routes' own declarations and the table of permissions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rtcc.access.model import PERMISSIONS, Action, Role
from rtcc.http.declaration import Record, SignIn
from tools.routes import APPS, Route, routes

TARGET = Path(__file__).parents[1] / "docs" / "permissions.md"

_HEAD = """# Who may do what

Written by `make docs` from the routes and from `rtcc.access.permissions`; a test compares them. What is
not in a table here is not allowed.

"""
_SIGN_IN = {
    SignIn.NOBODY: "nobody: a public page",
    SignIn.LINK: "the token of one request's link",
    SignIn.MEMBER: "the token of a link to one's own registration",
    SignIn.STAFF: "a token of the staff pool",
    SignIn.OWNER: "a token of the owners' pool",
    SignIn.AGENCY: "a token of the agencies' pool",
    SignIn.SYSTEM: "AWS credentials of an enrolled system",
}
_RECORD = {
    Record.ACT: "with the act, in its transaction",
    Record.READ: "every look, before it is shown",
    Record.WATCH: "the first look of an hour",
    Record.OPEN: "none: everybody's, or the asker's own",
}


def render() -> str:
    """The whole document."""
    parts = [_HEAD]
    for audience in APPS:
        parts += [f"## Routes of the {audience} app\n\n", _table(_HEADINGS, map(_row, routes(audience))), "\n"]
    parts += ["## Acts without a route\n\n", _table(("action", "roles"), _routeless()), "\n"]
    parts += ["## Actions by role\n\n", _table(("role", "actions"), map(_actions, Role))]
    return "".join(parts)


_HEADINGS = ("method", "path", "action", "sign-in", "custody line", "roles")


def _row(route: Route) -> tuple[str, ...]:
    told = route.declared
    sign_in, record = _SIGN_IN[told.sign_in], _RECORD[told.record]
    return told.method, f"`{told.path}`", f"`{told.action.value}`", sign_in, record, _roles(told.action)


def _routeless() -> Iterator[tuple[str, ...]]:
    """What only our own functions and the administrator's tools do."""
    with_route = {route.declared.action for audience in APPS for route in routes(audience)}
    return ((f"`{action.value}`", _roles(action)) for action in Action if action not in with_route)


def _actions(role: Role) -> tuple[str, ...]:
    return role.value, ", ".join(f"`{action.value}`" for action in Action if role in PERMISSIONS[action])


def _roles(action: Action) -> str:
    return ", ".join(role.value for role in Role if role in PERMISSIONS[action])


def _table(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [headings, ("---",) * len(headings), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main() -> None:
    """Write it."""
    TARGET.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
