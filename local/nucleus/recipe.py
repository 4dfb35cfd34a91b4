"""Reads a component's recipe as Nucleus Lite does: lower-case lifecycle keys, every scalar of the defaults as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import yaml

_TOKEN_EXCHANGE: Final = "aws.greengrass.TokenExchangeService"


@dataclass(frozen=True)
class Recipe:
    """What the nucleus acts upon."""

    name: str
    run: str
    variables: dict[str, str]
    configuration: dict[str, Any]
    gets_credentials: bool

    def filled(self, text: str, places: dict[str, str]) -> str:
        """A text of the recipe with `{artifacts:decompressedPath}` and the like filled in."""
        for name, value in places.items():
            text = text.replace("{" + name + "}", value)
        return text


def read(path: Path) -> Recipe:
    """The recipe in a file. Raises ValueError that names what is missing."""
    recipe = cast(dict[str, Any], yaml.safe_load(path.read_text(encoding="utf-8")))
    name = str(recipe["ComponentName"])
    manifests = [each for each in recipe["Manifests"] if each.get("Platform", {}).get("runtime") == "*"]
    if not manifests:
        raise ValueError(f"{name} has no manifest with runtime '*': Nucleus Lite would not run it")
    lifecycle = manifests[0]["Lifecycle"]
    run = lifecycle.get("run")
    script = run.get("script") if isinstance(run, dict) else run
    if not script:
        raise ValueError(f"{name} has no 'run' in lower case")
    return Recipe(
        name=name,
        run=str(script).strip(),
        variables=_variables(lifecycle),
        configuration=_as_text(recipe.get("ComponentConfiguration", {}).get("DefaultConfiguration", {})),
        gets_credentials=_TOKEN_EXCHANGE in recipe.get("ComponentDependencies", {}),
    )


def merged(configuration: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """The configuration with a deployment's changes in it, key by key."""
    out = dict(configuration)
    for name, value in change.items():
        before = out.get(name)
        out[name] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return out


def _variables(lifecycle: dict[str, Any]) -> dict[str, str]:
    found: dict[str, Any] = next((value for name, value in lifecycle.items() if name.lower() == "setenv"), {})
    return {str(name): str(value) for name, value in found.items()}


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _as_text(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
