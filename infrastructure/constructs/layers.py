"""What every function stands on: the rtcc package, and the locked third-party packages for Lambda's Linux."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsii
from aws_cdk import AssetHashType, BundlingOptions, DockerImage, IgnoreMode, ILocalBundling
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infrastructure.lock import locked_lines
from infrastructure.settings import ROOT, Settings

RUNTIME = lambda_.Runtime.PYTHON_3_13
ARCHITECTURE = lambda_.Architecture.X86_64
PLATFORM = ("--python-platform", "x86_64-manylinux_2_28", "--python-version", "3.13")
BYTECODE = ["**/__pycache__", "**/*.pyc"]
VENDOR, DECODER, PRINTER = (ROOT / "layers" / name for name in ("vendor", "decoder", "printer"))


def layers(scope: Construct, settings: Settings) -> list[lambda_.ILayerVersion]:
    """Return both layers, ours first."""
    vendor = lambda_.Code.from_asset(str(VENDOR)) if settings.local else _vendored()
    ours = lambda_.Code.from_asset(str(ROOT / "layers" / "rtcc"), exclude=BYTECODE, ignore_mode=IgnoreMode.DOCKER)
    return [
        lambda_.LayerVersion(
            scope, name, code=code, compatible_runtimes=[RUNTIME], compatible_architectures=[ARCHITECTURE]
        )
        for name, code in (("Rtcc", ours), ("Vendor", vendor))
    ]


def decoder(scope: Construct, settings: Settings) -> lambda_.LayerVersion:
    """Return the layer of the one function that decodes video. At home its package is among the tests' own."""
    return _special(scope, "Decoder", settings, DECODER)


def printer(scope: Construct, settings: Settings) -> lambda_.LayerVersion:
    """Return the layer of the one function that writes reports. At home its packages are among the tests' own."""
    return _special(scope, "Printer", settings, PRINTER)


def _special(scope: Construct, name: str, settings: Settings, of: Path) -> lambda_.LayerVersion:
    code = lambda_.Code.from_asset(str(of)) if settings.local else _vendored(of)
    return lambda_.LayerVersion(
        scope, name, code=code, compatible_runtimes=[RUNTIME], compatible_architectures=[ARCHITECTURE]
    )


def _vendored(of: Path = VENDOR) -> lambda_.AssetCode:
    names = frozenset((of / "packages.txt").read_text().split())
    lines = locked_lines((ROOT / "requirements.lock").read_text(), names)
    wanted = hashlib.sha256("\n".join((lines, *PLATFORM)).encode()).hexdigest()
    return lambda_.Code.from_asset(
        str(of),
        asset_hash=wanted,
        asset_hash_type=AssetHashType.CUSTOM,
        bundling=BundlingOptions(image=DockerImage.from_registry("scratch"), local=_Installer(lines)),
    )


@jsii.implements(ILocalBundling)
class _Installer:
    """Installs wheels for Lambda on any machine, without Docker."""

    def __init__(self, lines: str) -> None:
        self._lines = lines

    def try_bundle(self, output_dir: str, *_options: Any, **_more: Any) -> bool:
        """Put the packages where Lambda looks for a layer's Python."""
        wanted = Path(output_dir) / "requirements.txt"
        wanted.write_text(self._lines)
        command = [
            str(Path(sys.executable).parent / "uv"), "pip", "install", "--quiet", "--no-deps", "--require-hashes",
            "--only-binary", ":all:", *PLATFORM, "--target", str(Path(output_dir) / "python"), "-r", str(wanted),
        ]  # fmt: skip
        subprocess.run(command, check=True)  # noqa: S603 - no part of it comes from outside
        return True
