"""What people do on the pages, by the names that they read there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import expect

from local.play.people import Outbox
from tests.journeys.conftest import Screen


def fill_in(screen: Screen, person: dict[str, Any]) -> None:
    """Fill in the sign-up form, but for the consent."""
    page = screen.page
    page.goto("/")
    page.get_by_label("A resident").check()
    page.get_by_label("Name", exact=True).fill(person["name"])
    page.get_by_label("Email address").fill(person["email"])
    page.get_by_label("Mobile phone").fill(person["phone"])
    page.get_by_label("Street address of the camera").fill(person["address"])
    page.get_by_label("The street", exact=True).check()
    page.get_by_label("Safe word").fill(person["safe_word"])


def tab_to(screen: Screen, label: str) -> None:
    """Go on with the keyboard alone until the question of that label has the focus."""
    wanted = screen.page.get_by_label(label, exact=True)
    for _ in range(40):
        screen.page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not come to {label}")


def sign_up(screen: Screen, person: dict[str, Any], outbox: Outbox) -> None:
    """Register and enter both codes."""
    page = screen.page
    fill_in(screen, person)
    screen.shot("sign-up")
    page.get_by_label("I agree to be asked for footage").check()
    page.get_by_role("button", name="Register").click()
    page.get_by_label("Code from the email").fill(outbox.code(person["email"]))
    page.get_by_label("Code from the text message").fill(outbox.code(person["phone"]))
    screen.shot("codes")
    page.get_by_role("button", name="Confirm").first.click()
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()


def sign_in(screen: Screen, actor: dict[str, str]) -> None:
    """Read the notice, then password and one-time code on the sign-in page."""
    page = screen.page
    page.goto("/console/")
    screen.shot("notice")
    page.get_by_role("button", name="I understand, continue to sign in").click()
    _prove(screen, actor)
    expect(page.get_by_role("heading", name="Open calls").first).to_be_visible()


def sign_in_at(screen: Screen, place: str, actor: dict[str, str], *, heading: str) -> None:
    """The same on a page of the public design: an owner's, an agency's."""
    page = screen.page
    page.goto(place)
    page.get_by_role("button", name="Sign in").click()
    _prove(screen, actor)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def _prove(screen: Screen, actor: dict[str, str]) -> None:
    page = screen.page
    page.get_by_label("Username").fill(actor["user"])
    page.get_by_label("Password").fill(actor["password"])
    screen.shot("sign-in")
    page.get_by_role("button", name="Sign in").click()
    page.locator("#totp_code").fill(pyotp.TOTP(actor["totp_secret"]).now())
    page.locator("button[type=submit]").click()


def ask_for_release(screen: Screen, call: dict[str, Any], case: str) -> None:
    """From any page of the console to a release that was asked for."""
    page = screen.page
    page.get_by_role("link", name="Releases").first.click()
    page.get_by_role("button", name="Ask for a release").or_(page.get_by_role("link", name="Ask for a release")).click()
    row = page.get_by_role("table", name="Sealed items").get_by_role("row").filter(has_text=call["number"])
    row.get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Agency").click()
    page.get_by_role("option").first.click()
    page.get_by_label("Badge of the recipient").fill("D101")
    page.get_by_label("Case number").fill(case)
    page.get_by_label("Reason").fill("Charging decision")
    screen.shot("release-ask")
    page.get_by_role("button", name="Ask for the release").click()
    expect(page.get_by_role("heading", name=f"Release for case {case}")).to_be_visible()


def ask(screen: Screen) -> None:
    """From an open call to a request that was sent, in two clicks; three are the most (P7.2)."""
    page = screen.page
    expect(page.get_by_text("Registrants in this area")).to_contain_text("fewer than 5")
    screen.shot("canvass")
    page.get_by_role("button", name="Send request").click()
    dialog = page.get_by_role("dialog", name="Ask for footage?")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("is on its way").first).to_be_visible()


def choose(screen: Screen, clip: Path) -> None:
    """Choose a file on the upload page."""
    screen.page.locator("input[type=file]").set_input_files(clip)
