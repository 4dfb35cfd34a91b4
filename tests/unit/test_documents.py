"""The documents say what the code does: they are what the tools would write now."""

import json
import re

import pytest

from rtcc.access.model import Action, Role
from tests.unit.doors import ROUTES
from tools import openapi, permissions
from tools.routes import APPS


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
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
