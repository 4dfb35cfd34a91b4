"""Reads the synthesized templates the way the tests ask about them."""

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

DATA = ("rtcc-identity", "rtcc-evidence", "rtcc-records", "rtcc-edge")
ROLE = "AWS::IAM::Role"
CODE = ("rtcc-services", "rtcc-keeping", "rtcc-doors", "rtcc-web", "rtcc-watch")


@dataclass(frozen=True)
class Statement:
    """One statement of a policy, with the stack and resource that bear it."""

    stack: str
    bearer: str
    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: str = "{}"  # JSON

    def allows(self, action: str) -> bool:
        return self.effect == "Allow" and self.reaches(action)

    def reaches(self, action: str) -> bool:
        return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in self.actions)

    def touches(self, word: str) -> bool:
        """Whether a resource's reference names the thing, or everything."""
        return any(resource == '"*"' or word in resource for resource in self.resources)


class Plan:
    """All stacks of one synthesized assembly."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def templates(self) -> dict[str, dict]:
        return {name: json.loads(self.file(name).read_text()) for name in (*DATA, *CODE)}

    def file(self, stack: str) -> Path:
        return self.folder / f"{stack}.template.json"

    def all(self, kind: str, *stacks: str) -> dict[str, dict]:
        """Every resource of a type by its logical id."""
        chosen = stacks or (*DATA, *CODE)
        found = {}
        for stack in chosen:
            of_kind = {k: r for k, r in self.templates[stack]["Resources"].items() if r["Type"] == kind}
            found |= of_kind
        return found

    def one(self, kind: str, name: str) -> dict:
        """The resource of that type whose logical id begins with the name."""
        (found,) = (r for key, r in self.all(kind).items() if key.startswith(name))
        return found

    def assets(self, stack: str) -> dict[str, Path]:
        """Folder of each asset by the name of its zip."""
        files = json.loads((self.folder / f"{stack}.assets.json").read_text())["files"]
        return {
            where["objectKey"]: self.folder / one["source"]["path"]
            for one in files.values()
            for where in one["destinations"].values()
        }

    @cached_property
    def statements(self) -> list[Statement]:
        """Every statement of every policy, of roles and of resources."""
        found = []
        for stack, template in self.templates.items():
            for key, resource in template["Resources"].items():
                found += [_statement(stack, key, one) for one in _documents(resource)]
        return found

    def roles(self) -> list[Statement]:
        """What roles are allowed, by their own policies."""
        policies = {*self.all("AWS::IAM::Policy"), *self.all("AWS::IAM::Role"), *self.all("AWS::IAM::ManagedPolicy")}
        return [s for s in self.statements if s.bearer in policies and s.resources]


def _documents(resource: dict) -> list[dict]:
    properties = resource.get("Properties", {})
    documents = [properties[key] for key in ("PolicyDocument", "KeyPolicy") if key in properties]
    documents += [one["PolicyDocument"] for one in properties.get("Policies", []) if resource["Type"] == ROLE]
    return [statement for document in documents for statement in document["Statement"]]


def _statement(stack: str, bearer: str, raw: dict) -> Statement:
    resources = tuple(json.dumps(one) for one in _list(raw.get("Resource", [])))
    conditions = json.dumps(raw.get("Condition", {}), sort_keys=True)
    return Statement(stack, bearer, raw["Effect"], tuple(_list(raw["Action"])), resources, conditions)


def _list(value):
    return value if isinstance(value, list) else [value]
