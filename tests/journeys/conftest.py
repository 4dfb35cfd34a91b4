"""Chromium for the journeys: a telephone for residents, a desk for the staff; pictures go to build/screenshots."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
expect.set_options(timeout=15_000)  # a condition that is waited for, on two processors that a whole city shares
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_WAITING = re.compile("^(Reading the|Loading|One moment)")
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Missing is a failure, not a skip."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: sudo apt-get install -y chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield running
        running.close()


class Screen:
    """One page, which remembers every complaint of the browser."""

    def __init__(self, browser: Browser, size: str, base: str, locale: str) -> None:
        self.size = size
        self.context = browser.new_context(
            viewport=SIZES[size], base_url=base, accept_downloads=True, locale=locale, has_touch=size == "phone"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        # The browser says so itself when a page asks and is refused: that is the door's answer, not a broken page.
        self.forgiven = ["the server responded with a status of 4"]
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)

    def shot(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture of the page (else of what is in sight), once nothing on it says that it is loading."""
        expect(self.page.get_by_text(_WAITING).locator("visible=true")).to_have_count(0)
        if whole:
            self.page.evaluate("scrollTo(0, 0)")  # else what sticks to the top stands in the middle of the picture
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{self.size}.png", full_page=whole)

    def fits(self) -> bool:
        """Whether nothing sticks out to the side."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def open_screen(browser: Browser, city) -> Iterator:
    """Open a page of the city at a size; at the end no page may have complained of a blocked or broken script."""
    opened: list[Screen] = []

    def open_at(size: str, *, locale: str = "en-US") -> Screen:
        opened.append(Screen(browser, size, city["site"], locale))
        return opened[-1]

    yield open_at
    for screen in opened:
        screen.context.close()
    assert [said for one in opened for said in one.complaints if not any(why in said for why in one.forgiven)] == []
