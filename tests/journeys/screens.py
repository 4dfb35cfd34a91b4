"""Screens for the journeys: a telephone for residents, a desk for the staff.

Pictures of pages are for people, and no test looks at one: `PICTURES=1` keeps them in build/screenshots. The pages that
a failed test leaves behind are always kept there.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, Error, Page, expect

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
_WAITING = re.compile("^(Reading the|Loading|One moment)")
_MOST = 1500  # characters of a page that the report of a failed test shows
_FORGET = "location.protocol.startsWith('http') && (localStorage.clear(), sessionStorage.clear())"


class Screen:
    """One page, which remembers every complaint of the browser."""

    OPEN: ClassVar[list[Screen]] = []  # those of the test that runs

    def __init__(self, browser: Browser, size: str, base: str, locale: str) -> None:
        self.size, self.base = size, base
        self.context = browser.new_context(
            viewport=SIZES[size],
            base_url=base,
            accept_downloads=True,
            locale=locale,
            has_touch=size == "phone",
            reduced_motion="reduce",  # else a page is judged, and drawn again and again, while its colors still change
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self._before: set[str] = set()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        self.start()

    def start(self) -> None:
        """A test begins with it."""
        self.complaints: list[str] = []
        # The browser says so itself when a page asks and is refused: that is the door's answer, not a broken page.
        self.forgiven = ["the server responded with a status of 4"]
        self.is_spent = False  # whether a test changed it so that no other test may have it
        Screen.OPEN.append(self)

    def run_first(self, script: str) -> None:
        """Have a script run before those of every page to come."""
        if script not in self._before:
            self._before.add(script)
            self.page.add_init_script(script)

    def shot(self, name: str, *, whole: bool = True) -> None:
        """Once nothing says that it is loading, keep a picture of the page (else of what is in sight), if wanted."""
        expect(self.page.get_by_text(_WAITING).locator("visible=true")).to_have_count(0)
        if "PICTURES" in os.environ:
            if whole:
                self.page.evaluate("scrollTo(0, 0)")  # else what sticks to the top stands in the middle of the picture
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}-{self.size}.png", full_page=whole)

    def fits(self) -> bool:
        """Whether nothing sticks out to the side."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def left_behind(self, name: str) -> str:
        """What a failed test left on the page, in words; a picture of it is kept under that name."""
        self.is_spent = True
        said = [f"{self.page.url} ({self.size}, {self.page.viewport_size})", *self.complaints]
        try:
            words = re.sub(r"\s*\n\s*", "\n", self.page.locator("body").inner_text(timeout=3_000))
            said.append(words if len(words) <= _MOST else words[:_MOST] + " …")
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}.png", timeout=5_000)
            said.append(f"A picture of it: {SHOTS / name}.png")
        except Error as error:
            said.append(f"No more can be read of it: {error}")
        return "\n".join(said)

    def complained(self) -> list[str]:
        """Whatever the browser said that a test did not forgive."""
        return [said for said in self.complaints if not any(why in said for why in self.forgiven)]

    def close(self) -> list[str]:
        """The test is over: what the browser complained of."""
        Screen.OPEN.remove(self)
        self.context.close()
        return self.complained()


class Screens:
    """Screens that one test after the other gets, empty: a new one costs more than most pages that it shows."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[Screen] = []

    def take(self, size: str, base: str) -> Screen:
        """A screen on which nothing stands."""
        for screen in self._free:
            if (screen.size, screen.base) == (size, base):
                self._free.remove(screen)
                screen.start()
                return screen
        return Screen(self._browser, size, base, "en-US")

    def give_back(self, screen: Screen) -> list[str]:
        """The test is over: what the browser complained of. Nothing of the test stays on the screen."""
        if screen.is_spent:
            return screen.close()
        said, page = screen.complained(), screen.page  # what leaving the page breaks off is no complaint
        page.evaluate(_FORGET)
        page.goto("about:blank")
        page.unroute_all()
        page.mouse.move(0, 0)
        page.set_viewport_size(SIZES[screen.size])
        screen.context.clear_cookies()
        Screen.OPEN.remove(screen)
        self._free.append(screen)
        return said
