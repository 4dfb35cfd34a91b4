"""Recording 32 cameras to disk: our recorder's processor time against ffmpeg's and GStreamer's, round by round."""

from __future__ import annotations

import contextlib
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.box import cameras, film, ours
from bench.box.measuring import cpu_s
from bench.report import HERE, Measure

CAMERAS = 32
_SEGMENT_S = 60
_STARTS_S = 60.0
Contender = Callable[[Path, Sequence[str]], list["subprocess.Popen[bytes]"]]


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """Processor time while recording, from when every camera is on disk; the starts are not counted."""
    rounds, seconds = (1, 8.0) if quick else (rounds, 25.0)
    used: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    with cameras.serving(CAMERAS) as addresses:
        for _ in range(rounds):
            for name, contender in CONTENDERS.items():
                used[name].append(_used(contender, addresses, seconds))
    share = {name: 100 * statistics.median(found) / CAMERAS for name, found in used.items()}
    to_ffmpeg, to_gstreamer = (
        statistics.median(mine / its for mine, its in zip(used["ours"], used[peer], strict=True))
        for peer in ("ffmpeg", "gstreamer")
    )
    told = f"{share['ours']:.2f} % of a core a camera against"
    return [
        Measure(
            "recording 32 cameras, processor time to `ffmpeg -c copy -f segment`",
            round(to_ffmpeg, 3),
            "<= 0.40",
            to_ffmpeg <= 0.40,
            f"{told} {share['ffmpeg']:.2f} %",
        ),
        Measure(
            "recording 32 cameras, processor time to GStreamer `splitmuxsink`",
            round(to_gstreamer, 3),
            "<= 0.25",
            to_gstreamer <= 0.25,
            f"{told} {share['gstreamer']:.2f} %",
        ),
    ]


def _ours(folder: Path, addresses: Sequence[str]) -> list[subprocess.Popen[bytes]]:
    return [ours.start(folder, addresses)]


def _ffmpeg(folder: Path, addresses: Sequence[str]) -> list[subprocess.Popen[bytes]]:
    before = ["ffmpeg", "-nostdin", "-v", "error", "-rtsp_transport", "tcp"]
    after = ["-c", "copy", "-f", "segment", "-segment_time", str(_SEGMENT_S), "-reset_timestamps", "1"]
    return [
        _run([*before, "-i", address, *after, str(folder / f"{number}-%05d.mkv")])
        for number, address in enumerate(addresses)
    ]


def _gstreamer(folder: Path, addresses: Sequence[str]) -> list[subprocess.Popen[bytes]]:
    between = ["protocols=tcp", "!", "rtph264depay", "!", "h264parse", "!", "splitmuxsink", "muxer=matroskamux"]
    between.append(f"max-size-time={_SEGMENT_S * 10**9}")
    return [
        _run(
            ["gst-launch-1.0", "-q", "rtspsrc", f"location={address}", *between, f"location={folder}/{number}-%05d.mkv"]
        )
        for number, address in enumerate(addresses)
    ]


CONTENDERS: dict[str, Contender] = {"ours": _ours, "ffmpeg": _ffmpeg, "gstreamer": _gstreamer}


def _used(contender: Contender, addresses: Sequence[str], seconds: float) -> float:
    """Processor seconds a second of wall time; everything that was sent must have come to the disk."""
    with _folder() as folder:
        running = contender(folder, addresses)
        try:
            _wait(folder, len(addresses))
            pids = [one.pid for one in running]
            stored, used, began = _stored(folder), cpu_s(pids), time.monotonic()
            time.sleep(seconds)
            stored, used, took = _stored(folder) - stored, cpu_s(pids) - used, time.monotonic() - began
        finally:
            for one in running:
                one.kill()
                one.wait()
    expected = took * len(addresses) * _bytes_a_second()
    if stored < 0.8 * expected:
        raise RuntimeError(f"only {stored / expected:.0%} of what the cameras sent came to the disk")
    return used / took


def _wait(folder: Path, count: int) -> None:
    """Until every camera has come to the disk, and a little more, so that all have found their pace."""
    ends = time.monotonic() + _STARTS_S
    while sum(path.stat().st_size > 0 for path in _media(folder)) < count:
        if time.monotonic() > ends:
            raise RuntimeError("not every camera is recorded")
        time.sleep(0.2)
    time.sleep(3)


def _media(folder: Path) -> list[Path]:
    return [*folder.rglob("*.mkv"), *folder.rglob("*.mkvc")]


def _stored(folder: Path) -> int:
    return sum(path.stat().st_size for path in _media(folder))


def _bytes_a_second() -> float:
    shown = film.pictures()
    return sum(len(nal) for picture in shown for nal in picture.nals) * film.FPS / len(shown)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A folder on the disk that holds the repository: not in memory, as /tmp may be."""
    kept = HERE.parent / "build" / "bench"
    kept.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=kept))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
