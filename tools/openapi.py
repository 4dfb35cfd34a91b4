"""Writes docs/openapi/<audience>.json: OpenAPI 3.1, out of the routes' own declarations and models."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from rtcc.access.model import PERMISSIONS, Role
from rtcc.http.declaration import Declaration, SignIn
from tools.routes import APPS, Route, routes

TARGET = Path(__file__).parents[1] / "docs" / "openapi"

Json = dict[str, Any]
_Model = tuple[type[BaseModel], Literal["validation", "serialization"]]

_TITLES = {"citizen": "Citizens", "console": "Console", "dispatch": "Dispatch", "owner": "Owners", "agency": "Agencies"}
_KEYS: dict[SignIn, tuple[str, Json]] = {
    SignIn.LINK: ("link", {"type": "apiKey", "in": "header", "name": "X-Request-Link"}),
    SignIn.MEMBER: ("member", {"type": "apiKey", "in": "header", "name": "X-My-Link"}),
    SignIn.STAFF: ("staff", {"type": "http", "scheme": "bearer", "bearerFormat": "ID token of the staff pool"}),
    SignIn.OWNER: ("owner", {"type": "http", "scheme": "bearer", "bearerFormat": "ID token of the owners' pool"}),
    SignIn.AGENCY: ("agency", {"type": "http", "scheme": "bearer", "bearerFormat": "ID token of the agencies' pool"}),
    SignIn.SYSTEM: (
        "system",
        {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "AWS Signature Version 4 by the role of an enrolled system",
        },
    ),
}
_PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "pattern": "^urn:rtcc:problem:[a-z-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "message"],
                "properties": {"name": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_WHY = {
    "400": "The body is not JSON.",
    "401": "Nobody proved who they are.",
    "403": "The actor is known and may not do this; the refusal is written down.",
    "404": "It does not exist, or this actor may not know that it does.",
    "409": "Somebody else acted first, or the same thing was said differently before.",
    "410": "The link expired, or its request was closed.",
    "413": "The body is too large.",
    "415": "The body is not said to be JSON.",
    "422": "A field cannot be taken; it is named.",
    "default": "Anything else that went wrong, as one plain sentence.",
}


def render(audience: str) -> str:
    """The document of one audience."""
    found = list(routes(audience))
    refs, schemas = _schemas([route.declared for route in found])
    paths: dict[str, Json] = {}
    for route in found:
        paths.setdefault(route.declared.path, {})[route.declared.method.lower()] = _operation(route, refs)
    used = [_KEYS[way] for way in SignIn if way in _KEYS and any(one.declared.sign_in is way for one in found)]
    whole = {
        "openapi": "3.1.0",
        "info": {"title": f"Open RTCC: {_TITLES[audience]}", "version": "1", "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": schemas | {"Problem": _PROBLEM},
            "responses": _problem_responses(),
            "securitySchemes": dict(used),
        },
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _schemas(told: Sequence[Declaration]) -> tuple[dict[_Model, Json], Json]:
    """A reference for each model, and the schemas that they refer to."""
    wanted: dict[_Model, None] = {}
    for one in told:
        wanted[one.reply, "serialization"] = None
        if one.body is not None:
            wanted[one.body, "validation"] = None
    refs, schemas = models_json_schema(list(wanted), ref_template="#/components/schemas/{model}")
    return {model: refs[model] for model in wanted}, schemas["$defs"]


def _operation(route: Route, refs: dict[_Model, Json]) -> Json:
    told = route.declared
    names = re.findall(r"{(\w+)}", told.path)
    operation: Json = {
        "operationId": re.sub(r"\W+", "_", f"{told.method.lower()}{told.path}").strip("_"),
        "summary": route.sentence,
        "security": [{_KEYS[told.sign_in][0]: []}] if told.sign_in in _KEYS else [],
        "parameters": [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names],
        "responses": {"2XX": _said("Done.", "application/json", refs[told.reply, "serialization"])} | _problems(told),
        "x-rtcc-action": told.action.value,
        "x-rtcc-roles": [role.value for role in Role if role in PERMISSIONS[told.action]],
        "x-rtcc-record": told.record.value,
    }
    if told.body is not None:
        content = {"application/json": {"schema": refs[told.body, "validation"]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _problems(told: Declaration) -> Json:
    statuses = ["404"]
    statuses += ["410"] if told.sign_in is SignIn.LINK else []
    statuses += ["401", "403"] if told.sign_in not in {SignIn.NOBODY, SignIn.LINK, SignIn.MEMBER} else []
    statuses += ["401"] if told.sign_in is SignIn.MEMBER else []
    statuses += ["400", "409", "413", "415", "422"] if told.body is not None else []
    return {status: {"$ref": f"#/components/responses/Problem{status}"} for status in [*sorted(statuses), "default"]}


def _problem_responses() -> Json:
    problem = {"$ref": "#/components/schemas/Problem"}
    return {f"Problem{status}": _said(why, "application/problem+json", problem) for status, why in _WHY.items()}


def _said(why: str, kind: str, schema: Json) -> Json:
    return {"description": why, "content": {kind: {"schema": schema}}}


def main() -> None:
    """Write all of them."""
    TARGET.mkdir(exist_ok=True)
    for audience in APPS:
        (TARGET / f"{audience}.json").write_text(render(audience), encoding="utf-8")


if __name__ == "__main__":
    main()
