"""Synthesizes once for each state of the sources: jsii takes a quarter of a minute to say the same thing twice."""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("cdk.json", "requirements.lock", "infrastructure", "functions", "layers", "edge_greengrass")
MADE = ROOT / "build" / "synth"
# jsii greets every Node that is past its support with a banner, unless told its number.
_NODES = ",".join(str(major) for major in range(18, 40))
QUIET = {f"JSII_SILENCE_WARNING_{kind}_NODE_VERSION": _NODES for kind in ("END_OF_LIFE", "DEPRECATED", "UNTESTED")}
FLAGS: dict[str, list[str]] = {"local": ["--local"], "cloud": [], "plain": ["--without-vendor"]}


def synth(*, local: bool, vendored: bool = True) -> Path:
    """Return the folder of the cloud assembly for these sources, made now if it was not made before.

    Not `vendored`: the templates alone count, so nothing is installed into the vendor layer.
    """
    kind = "local" if local else "cloud" if vendored else "plain"
    made = MADE / f"{kind}-{fingerprint()}"
    if (made / "manifest.json").is_file():
        return made
    sys.stderr.write(f"Synthesizing the {kind} templates …\n")
    MADE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MADE, prefix="making-") as folder:
        out = Path(folder) / "out"
        _run(["--out", str(out), *FLAGS[kind]])
        # Whoever else made it meanwhile made the same.
        with suppress(OSError):
            out.rename(made)
    return made


def fingerprint() -> str:
    """A hash of everything that a template or an asset is made of: names and bytes."""
    seen = hashlib.sha256()
    for path in sources():
        seen.update(f"{path.relative_to(ROOT)}\0".encode())
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()[:16]


def sources() -> Iterator[Path]:
    """The files that matter, in order."""
    for name in SOURCES:
        start = ROOT / name
        yield from sorted(_files(start)) if start.is_dir() else [start]


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(at) / name for name in files if not name.endswith(".pyc"))


def _run(arguments: list[str]) -> None:
    # A process of its own: jsii leaves a Node behind it that nobody else needs.
    command = [sys.executable, "-m", "infrastructure.app", *arguments]
    done = subprocess.run(  # noqa: S603
        command, check=False, cwd=ROOT, env=os.environ | QUIET, stdout=sys.stderr, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or "the synthesis said nothing")


def main() -> None:
    """Make what the tests stand on, both kinds at once."""
    with ThreadPoolExecutor() as both:
        made = [both.submit(synth, local=local, vendored=local) for local in (True, False)]
        for one in made:
            one.result()


if __name__ == "__main__":
    main()
