"""The receiving agency's page in every standing of a share, on a telephone and at a desk: axe finds nothing."""

from __future__ import annotations

import base64
import io
import json
import mimetypes
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from rtcc.preview import still
from rtcc.preview.watermark import Watermark
from tests.journeys.judge import violations
from tests.journeys.screens import Screen, Screens
from tests.journeys.standing_in import signed_in
from tests.unit.hostile import picture

DIST = Path(__file__).parents[2] / "web" / "agency" / "dist"
SITE = "https://agency.test"  # no line leads there: every request is answered by the test
CITY = {
    "name": "Rivermark",
    "agency": "Rivermark Police Department",
    "phone": "318-555-0100",
    "zone": "America/Chicago",
}
SIGN_IN = {name: f"{SITE}/{name}" for name in ("authorize_url", "token_url", "logout_url")}
CONFIG = {
    "city": CITY | {"center": [32.5, -93.7], "bounds": [32.4, -93.8, 32.6, -93.6]},
    "api": {name: f"{SITE}/api" for name in ("citizen", "console", "owner", "agency")},
    "sign_in_agency": SIGN_IN | {"client_id": "agency", "redirect_uri": f"{SITE}/agency/"},
    "at_home": True,
}
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR42mNk+M/wn4GBgQEADAACAWh+5QAAAABJRU5ErkJggg=="
)
ITEM = {"id": "evi_" + "0" * 26, "name": "front door.mp4", "bytes": 48_000_000, "sha256": "a" * 64}
SHARE: dict[str, Any] = {
    "id": "rel_" + "0" * 26,
    "case": "26-CR-0050",
    "reason": "Charging decision",
    "state": "packed",
    "packed_at": "2026-11-20T10:00:00.00Z",
    "expires_at": "2026-12-04T10:00:00.00Z",
    "bytes": 48_100_000,
    "sha256": "b" * 64,
    "method": "download",
    "audience": "agency",
    "is_expired": False,
    "items": [ITEM],
    "limits": "For the recipient and the case named here, and for no other purpose.",
    "agreed_limits": "Not for the press.",
}
STANDINGS = {
    "ready": {},
    "over": {"is_expired": True},
    "asked": {"is_expired": True, "renewal_asked_at": "2026-12-05T10:00:00.00Z"},
    "anew": {"state": "renewed"},
    "viewing": {"method": "view", "bytes": 0, "sha256": ""},
    "copies": {"state": "received", "audience": "defense", "receipted_at": "2026-11-21T10:00:00.00Z"},
}
VIEW = {
    "url": f"{SITE}/picture.png",
    "expires_at": "2026-11-21T10:05:00.00Z",
    "kind": "sheet",
    "missing": "",
    "watermark": {"text": f"D101 · XX0000001 · {SHARE['id']} · 2026-11-21T10:00:00.00Z", "is_burned_in": False},
}
MARKED = VIEW | {
    "url": f"{SITE}/marked.jpg",
    "kind": "picture",
    "missing": "it shows the first 600 seconds only",
    "watermark": VIEW["watermark"] | {"is_burned_in": True},
}
PREPARING = {"type": "urn:rtcc:problem:preparing", "status": 409, "detail": "It is being prepared."}


class Desk:
    """The agency's page with one share behind it; `asked` is what the page sent."""

    def __init__(self, screen: Screen, **share: Any) -> None:
        self.screen = screen
        self.page, self.asked, self.share = screen.page, [], SHARE | share
        self.is_ready = True  # whether what is to be looked at was marked
        self.page.route(f"{SITE}/**", self._serve)
        screen.run_first(signed_in("agency", SITE))

    def go(self) -> None:
        """Open the share."""
        self.page.goto(f"/agency/#/shares/{self.share['id']}")
        expect(self.page.get_by_role("heading", name=self.share["case"])).to_be_visible()

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("#")[0]
        if path == "/config.json":
            route.fulfill(json=CONFIG)
        elif path == "/picture.png":
            route.fulfill(body=PICTURE, content_type="image/png")
        elif path == "/marked.jpg":
            route.fulfill(body=marked_picture(), content_type="image/jpeg")
        elif path.startswith("/api/"):
            self._answer(route, path.removeprefix("/api"))
        else:
            file = DIST / (path.removeprefix("/agency/").partition("?")[0] or "index.html")
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)

    def _answer(self, route: Route, path: str) -> None:
        sent = route.request.post_data
        self.asked.append((path, json.loads(sent) if sent else None))
        if path.endswith("/renewal"):
            route.fulfill(json=self.share | {"renewal_asked_at": "2026-12-05T10:00:00.00Z"})
        elif not path.endswith("/view"):
            route.fulfill(json=self.share)
        elif self.is_ready:
            route.fulfill(json=MARKED if self.share["method"] == "view" else VIEW)
        else:
            route.fulfill(status=409, json=PREPARING)


@cache
def marked_picture() -> bytes:
    """What the marker makes of a photo."""
    out = io.BytesIO()
    words = Watermark("D101 · XX0000001 · 2026-11-20", SHARE["id"])
    still.picture(io.BytesIO(picture(960, 540)), "jpeg", out, mark="Shown.", lay=words.lay, least=640)
    return out.getvalue()


@pytest.fixture
def desk(screens: Screens) -> Iterator:
    """Open the page at a size with a share in that standing; at the end it may not have complained."""
    opened: list[Screen] = []

    def at(size: str, **share: Any) -> Desk:
        opened.append(screens.take(size, SITE))
        one = Desk(opened[-1], **share)
        one.go()
        return one

    yield at
    assert [said for screen in opened for said in screens.give_back(screen)] == []


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("standing", STANDINGS)
def test_a_share_in_every_standing_fits_and_axe_finds_nothing(desk, standing, size):
    one = desk(size, **STANDINGS[standing])
    if standing == "viewing":
        one.page.get_by_role("button", name="Look at front door.mp4").click()
        expect(one.page.get_by_role("img", name="Picture made of front door.mp4")).to_be_visible()

    one.screen.shot(f"agency-{standing}")

    assert one.screen.fits()
    assert violations(one.page) == []


def test_a_package_is_not_fetched_before_it_is_signed_for(desk):
    one = desk("desk")
    start = one.page.get_by_role("button", name="Download and send the receipt")

    start.click()
    expect(one.page.get_by_text("Enter your name: the receipt bears it.")).to_be_visible()
    expect(one.page.get_by_label("Your name")).to_be_focused()
    one.page.get_by_label("Your name").fill("Recipient 1")
    start.click()

    expect(one.page.get_by_text("Check the box: without it")).to_be_visible()
    assert [path for path, _ in one.asked if path.endswith(("/download", "/receipt"))] == []


def test_a_share_whose_time_is_over_offers_no_download_and_asks_for_more(desk):
    one = desk("phone", is_expired=True)
    expect(one.page.get_by_text("Its time is over: ask for more")).to_be_visible()
    expect(one.page.get_by_role("button", name=re.compile("Download"))).to_have_count(0)
    ask = one.page.get_by_role("button", name="Ask for more time")

    ask.click()
    expect(one.page.get_by_text("Say why: a supervisor")).to_be_visible()
    one.page.get_by_label("Why do you need more time?").fill("The trial moved")
    ask.click()

    expect(one.page.get_by_text("You asked for more time on")).to_be_visible()
    assert one.asked[-1] == (f"/shares/{SHARE['id']}/renewal", {"why": "The trial moved"})


def test_what_is_for_viewing_bears_the_mark_itself_and_offers_no_file(desk):
    one = desk("desk", method="view", bytes=0, sha256="")
    expect(one.page.get_by_role("button", name=re.compile("Download"))).to_have_count(0)

    one.page.get_by_role("button", name="Look at front door.mp4").click()

    expect(one.page.get_by_role("img", name="Picture made of front door.mp4")).to_be_visible()
    expect(one.page.get_by_text("are part of every picture that you see.")).to_be_visible()
    expect(one.page.locator("figcaption")).to_contain_text(VIEW["watermark"]["text"])  # who looks, and when
    expect(one.page.get_by_text("Not all of it is shown: it shows the first 600 seconds only.")).to_be_visible()
    expect(one.page.locator(".mark")).to_have_count(0)
    assert one.asked[-1] == (f"/shares/{SHARE['id']}/view", {"item_id": ITEM["id"]})


def test_over_what_may_be_downloaded_the_page_lays_the_mark(desk):
    one = desk("desk")

    one.page.get_by_role("button", name="Look at front door.mp4").click()

    expect(one.page.locator(".mark span").first).to_have_text(VIEW["watermark"]["text"])
    expect(one.page.get_by_text("They are not part of the picture itself.")).to_be_visible()


def test_while_the_marked_copy_is_being_made_the_page_says_so_and_asks_again(desk):
    one = desk("phone", method="view", bytes=0, sha256="")
    one.is_ready, look = False, one.page.get_by_role("button", name="Look at front door.mp4")
    one.page.clock.install()
    one.screen.is_spent = True  # its clock is another one from here on

    look.click()
    expect(one.page.get_by_text("The copy that bears your badge is being prepared.")).to_be_visible()
    expect(look).to_be_disabled()
    one.screen.shot("agency-preparing")
    assert one.screen.fits()
    one.is_ready = True
    one.page.clock.fast_forward(10_000)

    expect(one.page.get_by_role("img", name="Picture made of front door.mp4")).to_be_visible()
    assert [path for path, _ in one.asked].count(f"/shares/{SHARE['id']}/view") == 2


def test_the_page_says_how_to_check_the_package_without_it(desk):
    one = desk("phone")

    expect(one.page.get_by_role("heading", name="Check it yourself, at any time")).to_be_visible()
    expect(one.page.get_by_text(f"python3 verify_release.py {SHARE['id']}.zip")).to_be_visible()
    expect(one.page.get_by_role("link", name="the city’s fingerprint page")).to_have_attribute("href", "/key")
