"""The documents say what the code does: they are what the tools would write now, and name nothing that is not there."""

import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from rtcc.access.model import Action, Role
from tests.unit.doors import ROUTES
from tools import openapi, permissions
from tools.routes import APPS

ROOT = Path(__file__).parents[2]
WRITTEN = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("layers/vendor/*.md")])
PROMISES = (5, 4, 4, 4, 2, 3, 5, 1, 4, 4, 2, 2)  # how many each chapter has
SHOWN = re.compile(r"`(tests|web)/|\bstory, step|\bthe pages\b")
FOLDERS = "layers|functions|edge_greengrass|infrastructure|local|web|tests|tools|docs"
documents = pytest.mark.parametrize("document", WRITTEN, ids=lambda file: file.relative_to(ROOT).as_posix())


@cache
def said_in(document):
    return document.read_text("utf-8")


def of(name):
    return said_in(ROOT / "docs" / name)


def cells(text, first):
    """The rows of a document's tables whose first cell matches."""
    rows = ([cell.strip() for cell in line.split(" | ")] for line in text.splitlines() if line.startswith("| "))
    return {found[1]: row for row in rows if (found := re.match(first, row[0]))}


def packages(listed):
    return {re.split(r"[\[=<>~ ]", name)[0] for name in listed}


def documented(audience):
    return json.loads((openapi.TARGET / f"{audience}.json").read_text("utf-8"))


def references(value):
    if isinstance(value, dict):
        yield from (value["$ref"],) if "$ref" in value else ()
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_table_of_permissions_is_that_of_the_code():
    assert permissions.TARGET.read_text("utf-8") == permissions.render(), "run `make docs`"


@pytest.mark.parametrize("audience", APPS)
def test_the_openapi_document_is_that_of_the_code(audience):
    assert (openapi.TARGET / f"{audience}.json").read_text("utf-8") == openapi.render(audience), "run `make docs`"


def test_no_document_is_left_of_an_app_that_is_gone():
    assert {file.stem for file in openapi.TARGET.iterdir()} == set(APPS)


def test_every_action_and_every_role_is_in_the_table():
    said = permissions.render()

    assert all(f"`{action.value}`" in said for action in Action)
    assert all(f"| {role.value} |" in said for role in Role)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_route_is_in_its_document_with_its_key_and_a_sentence(route):
    told = route.declared
    said = documented(told.audience)["paths"][told.path][told.method.lower()]

    assert said["summary"]
    assert said["x-rtcc-action"] == told.action.value
    assert bool(said["security"]) == (told.sign_in.value != "nobody")
    assert bool(said.get("requestBody")) == bool(told.body)
    assert {one["name"] for one in said["parameters"]} == set(route.names)


@pytest.mark.parametrize("audience", APPS)
def test_a_document_refers_to_nothing_that_it_does_not_hold(audience):
    said = documented(audience)
    held = {f"#/components/{kind}/{name}" for kind, inner in said["components"].items() for name in inner}
    keys = {key for path in said["paths"].values() for one in path.values() for way in one["security"] for key in way}

    assert set(references(said)) <= held
    assert keys == set(said["components"]["securitySchemes"])


@pytest.mark.parametrize("audience", APPS)
def test_no_two_routes_bear_one_name(audience):
    said = documented(audience)["paths"].values()
    names = [one["operationId"] for path in said for one in path.values()]

    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in names)


@documents
def test_every_path_that_a_document_names_exists(document):
    named = re.findall(rf"`((?:{FOLDERS})/[\w./-]*\w)/?(?:::(\w+))?`", said_in(document))

    assert [path for path, _ in named if not (ROOT / path).exists()] == []
    assert [f"{path}::{name}" for path, name in named if name and f"def {name}(" not in said_in(ROOT / path)] == []


@documents
def test_every_link_within_the_repository_leads_somewhere(document):
    links = re.findall(r"\]\(([^)\s]+)\)", said_in(document))
    inner = [link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]

    assert [link for link in inner if not (document.parent / link).exists()] == []


@documents
def test_every_command_that_a_document_names_is_in_the_makefile(document):
    targets = set(re.findall(r"^([a-z-]+):", said_in(ROOT / "Makefile"), re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", said_in(document), re.M))

    assert named - targets == set()


def test_every_promise_has_its_row_and_a_test_or_says_not_yet():
    rows = cells(of("promises.md"), r"\| \*\*(P\d+\.\d+)\*\*")
    wanted = [f"P{chapter}.{n}" for chapter, most in enumerate(PROMISES, start=1) for n in range(1, most + 1)]

    assert list(rows) == wanted
    assert [
        name for name, row in rows.items() if len(row) != 3 or not (SHOWN.search(row[2]) or "not yet" in row[2])
    ] == []
    assert [name for name, row in rows.items() if row[1].startswith("not yet") and SHOWN.search(row[2])] == []


def test_every_abuse_case_has_its_row_and_a_test_or_says_why_not():
    rows = cells(of("abuse.md"), r"\| (\d+)$")
    feared = cells(of("threat_model.md"), r"\| (\d+) ")
    unseen = [number for number, row in rows.items() if not re.search(rf"{SHOWN.pattern}|not yet|threat model", row[2])]

    assert list(rows) == [str(number) for number in range(1, 101)]
    assert unseen == []
    assert {number for number, row in rows.items() if "threat model" in row[2].casefold()} == set(feared)


def test_every_dependency_has_its_reason_and_every_reason_its_dependency():
    project = tomllib.loads(said_in(ROOT / "pyproject.toml"))
    runs, builds = of("decisions/0002-dependencies.md").split("**What builds and tests**")
    given = [set(cells(half, r"\| ([a-z][\w-]*)$")) - {"package"} for half in (runs, builds)]

    assert given == [packages(project["project"]["dependencies"]), packages(project["dependency-groups"]["dev"])]


def test_every_package_of_the_pages_has_its_reason_and_every_reason_its_package():
    written = [json.loads(said_in(file)) for file in [*ROOT.glob("web/package.json"), *ROOT.glob("web/*/package.json")]]
    used = {name for one in written for kind in ("dependencies", "devDependencies") for name in one.get(kind, {})}
    table = of("decisions/0002-dependencies.md").split("**What the pages are made of**")[1]

    assert {name for row in cells(table, r"\| (.*`.*)") for name in re.findall(r"`([^`]+)`", row)} == {
        name for name in used if not name.startswith("@open-rtcc/")
    }


def test_every_decision_has_its_number_and_its_day():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    odd = [
        p.name for p in pages if not re.match(rf"# {p.name[:4]} .+\n\nDate: \d{{4}}-\d\d-\d\d\. Status: ", said_in(p))
    ]
    assert odd == []
