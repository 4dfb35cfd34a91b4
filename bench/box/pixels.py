"""From a camera to pixels in Chromium: through the whole box and the streams, with the console's own player.

Each picture says when it was taken. A second reader, AWS's own client, notes when the streams delivered it; what lies
between that and the moment when the browser shows it is the figure: the player, and nothing of the relay. With whole
fragments the player must hold back what comes in bursts, so its figure counts from the latest that one was delivered.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.box.whole import Whole, standing, stream, wait
from bench.report import Measure
from edge_greengrass.kit.mkv import Frame
from edge_greengrass.kit.mkv_reader import Reader
from local.city_file import ROOT
from local.listener import Answering, listen
from tests.engines.account import Account

_BAR_MS = 100
_PAGE = ROOT / "build" / "bench" / "pixels"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_ROUND_S = 20
_SETTLED_S = 12  # the player remembers ten seconds of the line
_HTML = '<!doctype html><meta charset="utf-8"><canvas></canvas><script type="module" src="/page.js"></script>'
_CONFIG = """export default {{
  root: {root}, logLevel: "error", resolve: {{ alias: {{ "@console": {console} }} }},
  build: {{ outDir: {out}, emptyOutDir: true, target: "es2022" }},
}};
"""


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """The 95th percentile of 20 s, in ms, the median of the rounds: as frames come, and with whole fragments."""
    site, rounds = _built(), 1 if quick else rounds
    return [_relayed(site, rounds, whole=False), _relayed(site, rounds, whole=True)]


def _relayed(site: Path, rounds: int, *, whole: bool) -> Measure:
    delivered: dict[int, float] = {}
    with standing(1, is_drawn=True, whole_fragments=whole) as box:
        threading.Thread(target=_note, args=(box, delivered), daemon=True).start()
        seen = _watch(site, box, rounds * _ROUND_S)
    seen = [one for one in seen if round(one["at"]) in delivered]
    late = [one["shown"] - one["taken"] for one in seen]
    came = [delivered[round(one["at"])] - one["taken"] for one in seen]
    size = len(seen) // rounds
    parts = [slice(at, at + size) for at in range(0, size * rounds, size)]
    beyond = statistics.median(_beyond(late[part], came[part], whole=whole) for part in parts)
    how = "whole fragments" if whole else "as it arrives"
    name = f"camera to pixels in Chromium beyond the relay, {how}, ms, p95"
    told = f"whole way p50 {_p(50, late):.0f}, p95 {_p(95, late):.0f} ms; delivered p50 {_p(50, came):.0f}, "
    told += f"most {max(came):.0f} ms; {len(seen)} pictures"
    return Measure(name, round(beyond, 1), f"<= {_BAR_MS}", beyond <= _BAR_MS, told)


def _beyond(late: Sequence[float], came: Sequence[float], *, whole: bool) -> float:
    """How much later than it was delivered a picture was shown; of whole fragments, than the latest one was."""
    if whole:
        return _p(95, late) - max(came)
    return _p(95, [shown - told for shown, told in zip(late, came, strict=True)])


def _watch(site: Path, box: Whole, seconds: int) -> list[dict[str, float]]:
    """What the page showed while it was watched."""
    (camera,) = box.cameras
    server = listen(type("SiteOf", (_Site,), {"folder": site}))
    path = shutil.which("chromium")
    assert path, "Chromium is missing: sudo apt-get install -y chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        page = browser.new_page()
        page.goto(server.url)
        box.view(camera)
        page.evaluate("media => void window.watch(media)", _media(box, camera))
        wait(lambda: page.evaluate("window.seen.length") > 10, "pictures on the page")
        page.wait_for_timeout(_SETTLED_S * 1000)
        before = page.evaluate("window.seen.length")
        page.wait_for_timeout(seconds * 1000)
        seen: list[dict[str, float]] = page.evaluate("window.seen").copy()[before:]
        browser.close()
    server.stop()
    return seen


def _media(box: Whole, camera: str) -> dict[str, Any]:
    """What the center gives a page that may watch."""
    credentials = {"access_key_id": "test", "secret_access_key": "test", "session_token": None}
    return {"stream": stream(camera), "region": "us-east-1", "endpoint": box.streams, "credentials": credentials}


def _note(box: Whole, delivered: dict[int, float]) -> None:
    """When each picture was delivered, in ms since 1970."""
    client, reader = Account(box.streams, "test", "test").client("kinesis-video-media"), Reader()
    selector = {"StartSelectorType": "NOW"}
    body = client.get_media(StreamName=stream(box.cameras[0]), StartSelector=selector)["Payload"]
    with suppress(Exception):
        while piece := body._raw_stream.read1(65536):  # what is there: the client would wait for all
            now = time.time() * 1000
            delivered |= {one.at: now for one in reader.feed(piece) if isinstance(one, Frame)}


def _p(percent: int, figures: Sequence[float]) -> float:
    return sorted(figures)[min(len(figures) - 1, len(figures) * percent // 100)]


def _built() -> Path:
    """The page with the console's player, as the console's own tools build it."""
    shutil.rmtree(_PAGE, ignore_errors=True)
    (_PAGE / "from").mkdir(parents=True)
    (_PAGE / "from" / "index.html").write_text(_HTML)
    shutil.copy(Path(__file__).with_name("pixels_page.js"), _PAGE / "from" / "page.js")
    paths = {"root": _PAGE / "from", "console": ROOT / "web" / "console" / "src", "out": _PAGE / "dist"}
    config = _PAGE / "vite.config.mjs"
    config.write_text(_CONFIG.format(**{name: json.dumps(str(path)) for name, path in paths.items()}))
    vite = ROOT / "web" / "node_modules" / ".bin" / "vite"
    subprocess.run([str(vite), "build", "--config", str(config)], check=True, cwd=ROOT / "web" / "console")
    return _PAGE / "dist"


class _Site(Answering):
    """The page's files on loopback, where a browser lets a page decode video."""

    folder: Path

    def do_GET(self) -> None:
        """One file."""
        file = self.folder / (self.path.partition("?")[0].lstrip("/") or "index.html")
        kind = "text/javascript" if file.suffix == ".js" else "text/html; charset=utf-8"
        if file.is_file():
            self.answer(200, file.read_bytes(), {"Content-Type": kind})
        else:
            self.answer(404, b"", {})
