"""Puts the components' recipes and archives onto the demo's box, as the synthesized edge stack deploys them."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from local import templates
from local.nucleus.plan import Deployed
from local.progress import Stopped

_VERSION = "AWS::GreengrassV2::ComponentVersion"
_BY_HAND = "org.openrtcc.Probe"  # tries a nucleus; no box of the demo needs it


class Software(NamedTuple):
    """Where the box keeps what it runs."""

    recipes: Path
    archives: Path


def of(folder: Path) -> Software:
    """In a box's folder."""
    return Software(folder / "recipes", folder / "archives")


def install(assembly: Path, folder: Path) -> None:
    """Unpack every component version of the assembly. A box without any is no box: raises Stopped."""
    software = of(folder)
    for each in software:
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir(parents=True)
    for stack in templates.stacks(assembly):
        for resource in stack.template.get("Resources", {}).values():
            if resource["Type"] == _VERSION:
                _install(_text(resource["Properties"]["InlineRecipe"]), stack.assets, software)
    if not any(software.recipes.iterdir()):
        raise Stopped("The templates hold no component for a box.")


def deployment(folder: Path, configuration: dict[str, dict[str, Any]]) -> list[Deployed]:
    """What the nucleus runs: each installed component, with what the deployment sets for it."""
    software = of(folder)
    return [
        Deployed(str(recipe), str(software.archives / recipe.stem), configuration.get(recipe.stem, {}))
        for recipe in sorted(software.recipes.glob("*.yaml"))
        if recipe.stem != _BY_HAND
    ]


def _install(recipe: str, assets: list[templates.Asset], software: Software) -> None:
    name = str(yaml.safe_load(recipe)["ComponentName"])
    (software.recipes / f"{name}.yaml").write_text(recipe, encoding="utf-8")
    for asset in assets:
        digest = Path(asset.key).stem
        if digest not in recipe:
            continue
        unpacked = software.archives / name / digest  # the nucleus unpacks an archive into a folder of its name
        if asset.source.is_dir():
            shutil.copytree(asset.source, unpacked)
        else:
            with zipfile.ZipFile(asset.source) as archive:
                archive.extractall(unpacked)


def _text(value: Any) -> str:
    """A template's text; what only the cloud can fill in is the bucket's name, and nothing here needs it."""
    if isinstance(value, str):
        return value
    if "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        return str(separator).join(_text(part) for part in parts)
    return _text(value["Fn::Sub"]) if "Fn::Sub" in value else "AWS"
