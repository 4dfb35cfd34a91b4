"""What a page's canvas shows of a simulated camera: the counter and the time that were burned into the picture."""

from __future__ import annotations

import binascii
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from local.cameras.code import CELL
from local.play.telling import wait_for

_ROWS = {"counter": 32, "time": 48, "check": 16}  # cells, as `local.cameras.code` writes them
_READ = """([cell, rows]) => {
    const canvas = document.querySelector("canvas.live__picture");
    if (!canvas || canvas.width < 48 * cell || !canvas.getClientRects().length) return null;
    const width = 48 * cell, { data } = canvas.getContext("2d").getImageData(0, 0, width, 3 * cell);
    const bit = (x, y) => (data[4 * ((y * cell + cell / 2) * width + x * cell + cell / 2) + 1] > 125 ? "1" : "0");
    return rows.map((cells, y) => Array.from({ length: cells }, (_, x) => bit(x, y)).join(""));
}"""

_KEPT = """async () => ({
    here: Object.entries(localStorage).sort(), tab: Object.entries(sessionStorage).sort(), cookies: document.cookie,
    caches: await caches.keys(), databases: (await indexedDB.databases()).map((one) => one.name),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    files: await navigator.storage.getDirectory().then((root) => Array.fromAsync(root.keys())),
    bytes: (await navigator.storage.estimate()).usage,
})"""


@dataclass(frozen=True)
class Shown:
    """One picture on the page: its number, when it was captured, and how long ago that was (milliseconds)."""

    counter: int
    ms: int
    behind: int


def shown(page: Page) -> Shown | None:
    """What the canvas shows now; None when it shows no picture of a simulated camera."""
    rows = page.evaluate(_READ, [CELL, list(_ROWS.values())])
    if rows is None:
        return None
    now = int(time.time() * 1000)
    counter, ms, check = (int(row, 2).to_bytes(len(row) // 8, "big") for row in rows)
    if binascii.crc_hqx(counter + ms, 0xFFFF).to_bytes(2, "big") != check:
        return None
    at = int.from_bytes(ms, "big")
    return Shown(int.from_bytes(counter, "big"), at, now - at)


def kept(page: Page) -> dict[str, Any]:
    """Whatever the page has put anywhere in the browser that outlives a picture."""
    found: dict[str, Any] = page.evaluate(_KEPT)
    return found


def next_after(page: Page, before: Shown) -> Shown:
    """A later picture than that one, at least a second of pictures later."""

    def look() -> Shown | None:
        now = shown(page)
        return now if now and now.counter >= before.counter + 15 else None

    return wait_for("later pictures", look)
