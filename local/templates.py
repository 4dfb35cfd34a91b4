"""Reads a synthesized cloud assembly: its stacks in the order of their dependencies, and the files they need."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from local import bytecode
from local.aws import ACCOUNT, REGION

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Asset:
    """One file or folder that a template points to, by bucket and key."""

    source: Path
    bucket: str
    key: str

    def body(self) -> bytes:
        """The bytes to upload; a folder becomes a zip that is the same for the same files, with their bytecode."""
        return _zipped(self.source) if self.source.is_dir() else self.source.read_bytes()


@dataclass(frozen=True)
class Stack:
    """One stack of the assembly."""

    name: str
    template: dict[str, Any]
    assets: list[Asset]


def stacks(assembly: Path) -> list[Stack]:
    """The stacks, each after those it depends on."""
    artifacts = _json(assembly / "manifest.json")["artifacts"]
    wanted = {name: each for name, each in artifacts.items() if each["type"] == "aws:cloudformation:stack"}
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in wanted and name not in ordered:
            for other in wanted[name].get("dependencies", []):
                visit(other)
            ordered.append(name)

    for name in wanted:
        visit(name)
    return [_stack(assembly, name, wanted[name]) for name in ordered]


def _stack(assembly: Path, name: str, artifact: dict[str, Any]) -> Stack:
    file = artifact["properties"]["templateFile"]
    files = _json(assembly / f"{name}.assets.json").get("files", {}).values()
    assets = [asset for each in files if each["source"]["path"] != file for asset in _assets(assembly, each)]
    return Stack(artifact["properties"].get("stackName", name), _json(assembly / file), assets)


def _assets(assembly: Path, file: dict[str, Any]) -> Iterator[Asset]:
    for destination in file["destinations"].values():
        bucket = destination["bucketName"].replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)
        yield Asset(assembly / file["source"]["path"], bucket, destination["objectKey"])


def _zipped(folder: Path) -> bytes:
    out = io.BytesIO()
    # Stored, not deflated: it only crosses loopback, and deflating costs seconds.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        files = [(path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*")) if path.is_file()]
        for place, path in [*files, *bytecode.compiled(folder)]:
            entry = zipfile.ZipInfo(place, _EPOCH)
            entry.external_attr = (path.stat().st_mode & 0o777) << 16
            archive.writestr(entry, path.read_bytes())
    return out.getvalue()


def _json(path: Path) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))
