"""What the upload page takes beside a bare parallel PUT of the same parts, and what it sends twice on a bad line."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import door, report
from bench.door import PAGES, Door
from bench.faults import Faults
from bench.report import Measure
from rtcc.aws import blobs, settings
from rtcc.aws.clients import client
from rtcc.canvass import submissions

ROUNDS, FILE_BYTES, BAD_FILE_BYTES = 3, 96 * 2**20, 96 * 2**20
LINE_BYTES_A_SECOND = 5_000_000  # 40 Mbit/s upward: more than most houses have
FAULTS, KILLED_AT = 0.2, 0.6
MOST_SCRIPT = 15 * 1024
LAMBDA_SECONDS = 900
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

_CLOCK = """() => {
  window.begun = window.done = 0;
  document.getElementById("files").addEventListener("change", () => (window.begun = performance.now()), true);
  new MutationObserver(() => {
    if (window.begun && !window.done && document.querySelector(".sending--done")) window.done = performance.now();
  }).observe(document.body, { childList: true, subtree: true });
}"""
_INPUT = """() => {
  const input = Object.assign(document.createElement("input"), { type: "file", id: "bare" });
  document.body.append(input);
}"""
_BARE = """async ([urls, part]) => {
  const file = document.getElementById("bare").files[0];
  const queue = urls.map((url, index) => [url, file.slice(index * part, (index + 1) * part)]);
  const put = ([url, body]) => new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.onload = () => (request.status < 300 ? done() : fail(new Error(request.status)));
    request.onerror = () => fail(new Error("line"));
    request.send(body);
  });
  const begun = performance.now();
  const lane = async () => { for (let one = queue.shift(); one; one = queue.shift()) await put(one); };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return (performance.now() - begun) / 1000;
}"""


def main() -> int:
    """Measure, keep, and say whether everything holds."""
    started = time.perf_counter()
    subprocess.run(["bash", str(Path(__file__).parent.parent / "tools" / "pages.sh")], check=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        if chromium is None:
            raise SystemExit("upload: Chromium is missing: sudo apt-get install -y chromium")
        clip = _file(Path(folder) / "clip.mp4", FILE_BYTES)
        bad = _file(Path(folder) / "bad.mp4", BAD_FILE_BYTES)
        with door.running() as place:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            rounds = {line: _rounds(browser, place, clip, line) for line in (LINE_BYTES_A_SECOND, 0)}
            browser.close()
            rate = _digest_rate(clip)
        faults = Faults(FAULTS)
        with door.running(faults.before) as place:
            where = {"executable_path": chromium, "args": _FLAGS}
            _bad_line(playwright.chromium, where, Path(folder) / "profile", place, faults, bad)
        faults.close()
    measures = [*_speed(rounds), *_twice(faults), _script(), _admission(rate)]
    notes = _notes(faults, time.perf_counter() - started)
    return 0 if report.write("upload", measures, notes=notes) else 1


def _file(path: Path, size: int) -> Path:
    with path.open("wb") as out:
        for _ in range(size // 2**20):
            out.write(os.urandom(2**20))
    return path


def _rounds(browser: Browser, place: Door, clip: Path, line: int) -> list[tuple[float, float]]:
    """Seconds of the page and of the bare PUT, in turns, the first of each left out."""
    done = []
    for n in range(ROUNDS + 1):
        context = browser.new_context()
        page = _opened(context, place, n + (0 if line else 100))
        if line:
            slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": line}
            context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
        done.append((_ours(page, clip), _bare(page, clip)) if n % 2 else (_bare(page, clip), _ours(page, clip))[::-1])
        context.close()
    return done[1:]


def _opened(context: BrowserContext, place: Door, n: int) -> Page:
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.goto(f"{place.site}/r#{place.ask(n + 1)}")
    page.wait_for_selector("#files", state="attached")
    return page


def _ours(page: Page, clip: Path) -> float:
    """From the choice of the file to the receipt: begun, digested twice, signed, sent, joined."""
    page.evaluate(_CLOCK)
    page.set_input_files("#files", clip)
    page.wait_for_function("() => window.done")
    return float(page.evaluate("() => (window.done - window.begun) / 1000"))


def _bare(page: Page, clip: Path) -> float:
    """The same parts, four at a time, to addresses that were signed beforehand: no digest, no door."""
    bucket, key, part = settings.need("BUCKET_INBOX"), f"bare/{time.monotonic_ns()}", submissions.PART_BYTES
    s3 = client("s3")
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    named = {"Bucket": bucket, "Key": key, "UploadId": upload}
    count = -(-clip.stat().st_size // part)
    urls = [s3.generate_presigned_url("upload_part", Params=named | {"PartNumber": n + 1}) for n in range(count)]
    page.evaluate(_INPUT)
    page.set_input_files("#bare", clip)
    seconds = float(page.evaluate(_BARE, [urls, part]))
    page.evaluate("() => document.getElementById('bare').remove()")
    s3.abort_multipart_upload(**named)
    return seconds


def _digest_rate(clip: Path) -> float:
    """MB a second of what admission does: every byte of one version, read ahead, through SHA-256."""
    bucket = settings.need("BUCKET_INBOX")
    client("s3").put_object(Bucket=bucket, Key="digested", Body=clip.read_bytes())
    what = blobs.stored(bucket, "digested")
    begun = time.perf_counter()
    blobs.digest(what)
    return what.bytes / 1e6 / (time.perf_counter() - begun)


def _bad_line(chromium: Any, where: dict[str, Any], profile: Path, place: Door, faults: Faults, bad: Path) -> None:
    """Send on a line that loses every fifth part, kill the browser at 60 %, and go on in a new one."""
    parts = -(-bad.stat().st_size // submissions.PART_BYTES)
    first = chromium.launch_persistent_context(profile, **where)
    page = _opened(first, place, 0)
    link = page.url
    page.set_input_files("#files", bad)
    while len(faults.taken()) < KILLED_AT * parts:
        page.wait_for_timeout(20)
    faults.killed_after = len(faults.tries)
    _kill(first)
    second = chromium.launch_persistent_context(profile, **where)
    page = second.new_page()
    page.set_default_timeout(300_000)
    page.goto(link)
    page.wait_for_selector("#files", state="attached")
    page.set_input_files("#files", bad)
    page.wait_for_selector(".sending--done")
    second.close()


def _kill(context: BrowserContext) -> None:
    """As a telephone dies: nobody gets to say goodbye."""
    assert context.browser is not None
    session = context.browser.new_browser_cdp_session()
    try:
        session.send("Browser.crash")
    except Exception:  # noqa: BLE001 it was killed while it answered
        return


def _speed(rounds: dict[int, list[tuple[float, float]]]) -> list[Measure]:
    """Whoever uploads has a line; without one, the digests compete with the store for the same two processors."""
    measures = []
    for line, done in rounds.items():
        value = round(median(bare / ours for ours, bare in done), 3)
        where = f"on a line of {line * 8 // 1_000_000} Mbit/s" if line else "without a line: what the processors allow"
        bar, holds = (">= 0.9", value >= 0.9) if line else ("none", True)
        peer = f"{_rate(bare for _, bare in done)} MB/s bare, {_rate(ours for ours, _ in done)} MB/s with digests"
        measures.append(Measure(f"speed beside a bare parallel PUT, {where}", value, bar, holds, peer))
    return measures


def _rate(seconds: Any) -> str:
    return f"{FILE_BYTES / 1e6 / median(seconds):.0f}"


def _twice(faults: Faults) -> list[Measure]:
    again = len(faults.sent_again())
    name = "parts sent again after their sender was told that they arrived, 20 % faults and a kill at 60 %"
    return [Measure(name, again, "= 0", again == 0)]


def _script() -> Measure:
    """What the page loads before anybody does anything, but for the frame that every page of the city has."""
    page = (PAGES / "r.html").read_text()
    names = set(re.findall(r"/assets/([^\"]+\.js)", page))
    own = sum(len(gzip.compress((PAGES / "assets" / name).read_bytes(), 9)) for name in names if "frame" not in name)
    whole = sum(len(gzip.compress((PAGES / "assets" / name).read_bytes(), 9)) for name in names)
    peer = f"{whole:,} with the frame that all pages share"
    return Measure("uploader script beyond the hash, gzip bytes", own, f"<= {MOST_SCRIPT:,}", own <= MOST_SCRIPT, peer)


def _admission(rate: float) -> Measure:
    seconds = submissions.MOST_BYTES / 1e6 / rate
    name = "seconds in which admission would hash 20 GB at the rate measured here"
    return Measure(name, round(seconds), f"<= {LAMBDA_SECONDS}", seconds <= LAMBDA_SECONDS, f"{rate:.0f} MB/s")


def _notes(faults: Faults, took: float) -> str:
    wrong = sum(what != "taken" for _, what in faults.tries)
    size, part = f"{FILE_BYTES / 1e6:.0f} MB", f"{submissions.PART_BYTES / 1e6:.1f} MB"
    parts = -(-BAD_FILE_BYTES // submissions.PART_BYTES)
    return f"""
The built page in Chromium, the shipped handlers over tables in memory, and seaweedfs, all on one machine of two
processors; a file of {size} in parts of {part}, {ROUNDS} rounds in turns, medians. Ours runs from the choice of the
file to the receipt: begun, each part and the whole digested, addresses signed and written down, sent with a checksum
that the store compares, joined. The bare PUT sends the same parts, four at a time, to addresses that were signed
before the clock started, and digests nothing. On the loopback the digests compete with the store for the processors.

On the bad line {len(faults.tries)} tries were made for {parts} parts; {wrong} of them were cut off, answered with 503,
or taken with their answer lost. The browser was killed as a telephone dies after {faults.killed_after} tries, and the
same file was chosen again in a new one.

The rate of the digest is that of this machine and its store. A function in the cloud was not measured: 20 GB fit into
one call of 15 minutes above 23 MB/s. This run took {took:.0f} s.
"""


if __name__ == "__main__":
    sys.exit(main())
