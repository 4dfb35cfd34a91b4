"""Exporting two minutes with its SHA-256: our cutter's processor time against ffmpeg's faststart and sha256sum.

Both begin with the same groups of pictures: ours in a ring with index and hash chain, theirs in one Matroska file.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.box import film
from bench.report import HERE, Measure
from edge_greengrass.kit import mkv
from edge_greengrass.recorder.ring import Ring

_BAR = 0.35
_EXPORTS = 5  # of a round; the cutter is one process for all of them, as on a box, and ffmpeg one for each
_BEGINS = 1_790_000_000_000
_STEP = 1000 / film.FPS
_NO_SETS = (7, 8)


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """The median of the rounds' ratios; whatever a process costs to start is counted on both sides."""
    rounds, seconds = (1, 30) if quick else (rounds, 120)
    with tempfile.TemporaryDirectory(dir=HERE.parent / "build") as folder:
        home = Path(folder)
        _record(home, seconds)
        _ours(home, seconds, 1)  # the interpreter keeps what it compiled; the disk's cache is warm for both
        found = [_round(home, seconds) for _ in range(rounds)]
    ours, theirs, alone = (statistics.median(column) for column in zip(*found, strict=True))
    ratio = statistics.median(mine / its for mine, its, _ in found)
    told = f"{1000 * ours:.0f} ms against {1000 * theirs:.0f} ms; {1000 * alone:.0f} ms in a process of its own"
    name = "export of 2 min with SHA-256, processor time to ffmpeg's faststart and sha256sum"
    return [Measure(name, round(ratio, 3), f"<= {_BAR}", ratio <= _BAR, told)]


def _round(home: Path, seconds: int) -> tuple[float, float, float]:
    """Seconds of processor time an export: ours, theirs, and ours when a process is started for one export."""
    theirs = sum(_theirs(home) for _ in range(_EXPORTS)) / _EXPORTS
    return _ours(home, seconds, _EXPORTS) / _EXPORTS, theirs, _ours(home, seconds, 1)


def _ours(home: Path, seconds: int, times: int) -> float:
    window = [str(_BEGINS + 300), str(_BEGINS + seconds * 1000 - 300)]
    said = [str(home / "ring"), str(home / "ours.mp4"), *window, str(times)]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(home / "compiled")
    return _cost([sys.executable, "-m", "bench.box.cutter", *said], env)


def _theirs(home: Path) -> float:
    made = str(home / "theirs.mp4")
    cut = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(home / "film.mkv"), "-c", "copy"]
    return _cost([*cut, "-movflags", "+faststart", made], dict(os.environ)) + _cost(
        ["sha256sum", made], dict(os.environ)
    )


def _cost(command: Sequence[str], env: dict[str, str]) -> float:
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env, cwd=HERE.parent)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return used.ru_utime + used.ru_stime


def _record(home: Path, seconds: int) -> None:
    """The film, over and over, as a ring and as one Matroska file."""
    sps, pps = film.sets()
    sets = [len(one).to_bytes(2, "big") + one for one in (sps, pps)]
    header = mkv.header(mkv.Track(b"\1" + sps[1:4] + b"\xff\xe1" + sets[0] + b"\1" + sets[1], 1920, 1080))
    ring = Ring(home / "ring", 7)
    with (home / "film.mkv").open("wb") as whole:
        whole.write(header)
        for number, group in enumerate(_groups(seconds)):
            blocks = [mkv.block(round(place * _STEP), not place, data) for place, data in enumerate(group)]
            at = _BEGINS + number * 1000
            ring.append(mkv.cluster(at, blocks), at=at, duration=1000, frames=len(blocks), header=header)
            whole.write(mkv.cluster(number * 1000, blocks))
    ring.close()


def _groups(seconds: int) -> Iterator[list[bytes]]:
    pictures = film.pictures()
    for number in range(seconds):
        start = number * film.FPS % len(pictures)
        yield [_sample(one) for one in pictures[start : start + film.FPS]]


def _sample(picture: film.Picture) -> bytes:
    kept = (nal for nal in picture.nals if nal[0] & 31 not in _NO_SETS)
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in kept)
