"""Refuses, before anything is deployed, an act of a route or a function that no custody line would tell of (P10.2)."""

import ast
from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from infrastructure.settings import ROOT
from rtcc.access.model import Action
from rtcc.http.declaration import Declaration, Record, SignIn, declaration_of

ROOMS = ROOT / "layers" / "rtcc" / "python" / "rtcc"
CUSTODY = {"rtcc.custody", "rtcc.custody.service"}

# Functions that write no line: the whole list, so that adding one is a line somebody reviews.
UNWRITTEN = frozenset(
    {
        "probe_media",  # decodes what comes from outside: it may write previews, and admit_preview writes the line
        "seal_custody",  # seals lines; a line about a sealing would be one more to seal, for ever
    }
)
# Routes that take something and write no line: what is asked there changes nothing that is anybody's.
UNWRITTEN_ROUTES = frozenset({"POST /faq/helpful", "POST /registrations/place"})
_UNSIGNED = {SignIn.NOBODY, SignIn.LINK, SignIn.MEMBER}


class UnrecordedError(LookupError):
    """An act without a custody event, in one sentence that says what to do."""


def judge(apps: Mapping[str, Any], folders: Collection[str] | None = None) -> None:
    """Every route, and every event function. Raises UnrecordedError for the first that would act unrecorded."""
    written = names_written()
    for declaration in _declarations(apps):
        judge_route(declaration, written)
    for folder in event_functions() if folders is None else folders:
        judge_function(folder, getattr(import_module(f"functions.{folder}.handler"), "RECORDS", None), written)


def judge_route(declaration: Declaration, written: Collection[str]) -> None:
    """Looks are written by the door itself. An act's line is its room's, so a room must write that event."""
    name = f"{declaration.audience}: {declaration.method} {declaration.path}"
    if declaration.record is Record.ACT and declaration.action.name not in written:
        raise UnrecordedError(f"{name} is an act, and no room writes a line {declaration.event}: custody.line(…) it.")
    if declaration.record is not Record.OPEN:
        return
    if declaration.sign_in not in _UNSIGNED:
        raise UnrecordedError(f"{name} is for who signed in, and writes no line: declare how it is recorded.")
    if declaration.method != "GET" and f"{declaration.method} {declaration.path}" not in UNWRITTEN_ROUTES:
        raise UnrecordedError(f"{name} takes something and writes no line: list it in infrastructure/recorded.py.")


def judge_function(folder: str, records: Collection[Action] | None, written: Collection[str]) -> None:
    """`records` are the acts that its handler says it writes down (`RECORDS`); None when it says nothing."""
    if folder in UNWRITTEN and records is not None:
        raise UnrecordedError(f"{folder} writes lines, and is listed as writing none: unlist it.")
    if folder not in UNWRITTEN and not records:
        raise UnrecordedError(f"{folder} does not say what it writes down: name its acts, RECORDS = (Action.…,).")
    for action in records or ():
        if action.name not in written:
            raise UnrecordedError(f"{folder} says it writes {action.value}, and no room does: custody.line(…) it.")


def names_written(rooms: Path = ROOMS) -> frozenset[str]:
    """The names of all actions of which some module of rtcc writes lines: it names them, and it calls custody."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in rooms.rglob("*.py") if "access" not in path.parts)
    return frozenset(name for tree in trees if _calls_custody(tree) for name in _actions(tree))


def event_functions() -> list[str]:
    """The folders of functions that an event calls."""
    return sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))


def _declarations(apps: Mapping[str, Any]) -> Iterator[Declaration]:
    for app in apps.values():
        for methods in app.routes.values():
            for entry in methods.values():
                if declaration := declaration_of(entry.view_function):  # what declares nothing is refused elsewhere
                    yield declaration


def _calls_custody(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module in CUSTODY for node in ast.walk(tree))


def _actions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Action":
            yield node.attr
