"""One version of a Greengrass component: its recipe, and one archive with all that it runs on, wheels included."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from aws_cdk import aws_greengrassv2 as greengrass
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from infrastructure.lock import locked_lines
from infrastructure.settings import ROOT, Settings

COMPONENTS = ("guard", "recorder", "live_relay", "clip_cutter")
BY_HAND = ("probe",)  # a version of it is there; whoever wants to try a nucleus deploys it
SHARED = ("kit",)
OF_RTCC = ("foundation", "grants", "commands")
WHEELS = frozenset({"awsiotsdk", "awscrt"})
# What asks a camera what it streams, while it is added: loaded by a child of the guard, and by nothing else.
DISCOVERY = frozenset(
    {"onveef", "httpx", "httpcore", "h11", "anyio", "idna", "certifi", "defusedxml", "typing-extensions"}
)
# A box is a small PC. No network is needed at install: what it runs on lies in the archive.
PLATFORM = ("--python-platform", "x86_64-manylinux_2_28", "--python-version", "3.11")
STAGED = ROOT / "build" / "components"
ARCHIVE = "s3://ARTIFACTS/component.zip"
UNPACKED = "{artifacts:decompressedPath}/component"


class GreengrassComponent(Construct):
    """A component version as CloudFormation makes it; its archive is an asset like a function's."""

    def __init__(self, scope: Construct, folder: str, *, settings: Settings) -> None:
        super().__init__(scope, folder.title().replace("_", ""))
        path = stage(folder, wheels=not settings.local)
        self.artifact = assets.Asset(self, "Archive", path=str(path))
        recipe = (ROOT / "edge_greengrass" / folder / "recipe.yaml").read_text()
        if ARCHIVE not in recipe or UNPACKED not in recipe:
            raise LookupError(f"The recipe of {folder} names no {ARCHIVE} or does not run from {UNPACKED}.")
        # The nucleus unpacks an archive into a folder of its name; in the bucket its name is its digest.
        unpacked = UNPACKED.replace("component", self.artifact.asset_hash)
        recipe = recipe.replace(ARCHIVE, self.artifact.s3_object_url).replace(UNPACKED, unpacked)
        greengrass.CfnComponentVersion(self, "Version", inline_recipe=recipe)


def stage(folder: str, *, wheels: bool) -> Path:
    """Lay out what a component runs on, the same files every time; returns the folder that becomes its archive."""
    out = STAGED / ("cloud" if wheels else "local") / folder
    shutil.rmtree(out, ignore_errors=True)
    edge, rtcc = ROOT / "edge_greengrass", ROOT / "layers" / "rtcc" / "python" / "rtcc"
    for package in (*SHARED, folder):
        _copy(edge / package, out / "edge_greengrass" / package)
    for package in OF_RTCC:
        _copy(rtcc / package, out / "rtcc" / package)
    for front in (edge, rtcc):
        shutil.copy(front / "__init__.py", out / front.name / "__init__.py")
    if wheels:
        _install(out, WHEELS | DISCOVERY if folder == "guard" else WHEELS)
    return out


def _copy(source: Path, to: Path) -> None:
    unwanted: Any = shutil.ignore_patterns("__pycache__", "*.pyc", "recipe.yaml")
    shutil.copytree(source, to, ignore=unwanted)


def _install(out: Path, wheels: frozenset[str]) -> None:
    lines = out / "requirements.txt"
    lines.write_text(locked_lines((ROOT / "requirements.lock").read_text(), wheels))
    command = [
        str(Path(sys.executable).parent / "uv"), "pip", "install", "--quiet", "--no-deps", "--require-hashes",
        "--only-binary", ":all:", *PLATFORM, "--target", str(out), "-r", str(lines),
    ]  # fmt: skip
    subprocess.run(command, check=True)  # noqa: S603 - no part of it comes from outside
