"""The second half of the story through the pages: the console's live picture, the owner's switch, the agency."""

from __future__ import annotations

import hashlib
import re
import time

import pytest
from playwright.sync_api import expect

from local.play.telling import wait_for
from tests.journeys import steps
from tests.journeys.conftest import Screen
from tests.journeys.pictures import kept, next_after, shown
from tests.running import People
from tests.watching import Shop

pytestmark = pytest.mark.alone

CASE = "26-CR-0052"


@pytest.fixture
def call(people: People):
    return people.incident("412 Alder St")


def watch(desk: Screen, call: dict) -> None:
    """From the list of calls to a moving picture."""
    desk.page.get_by_role("link", name=call["number"]).first.click()
    desk.page.get_by_role("button", name="Watch Front door").click()
    wait_for("a picture", lambda: shown(desk.page), seconds=15)


@pytest.fixture
def desk(city, call, shop: Shop, open_screen) -> Screen:
    """An analyst's desk; every view of it has ended when the test has."""
    screen = open_screen("desk")
    steps.sign_in(screen, city["actors"]["analyst"])
    return screen


def test_the_street_moves_on_the_console_and_its_last_ten_seconds_become_evidence(desk: Screen, call):
    page, saved = desk.page, []
    page.on("download", lambda file: saved.append(file))  # Playwright takes no built-in
    before = kept(page)
    watch(desk, call)

    expect(page.get_by_role("heading", name="Live: Front door")).to_be_visible()
    expect(page.get_by_role("img", name="Live picture of Front door")).to_be_visible()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    first = shown(page)
    second = next_after(page, first)
    third = next_after(page, second)
    assert max(one.behind for one in (second, third)) < 3_000
    desk.shot("live", whole=False)

    page.get_by_role("button", name="Record the last 10 seconds").click()
    expect(page.get_by_text("Write the number of the case.")).to_be_visible()
    page.get_by_label("Case number").fill(CASE)
    page.get_by_role("button", name="Record the last 10 seconds").click()
    page.get_by_role("tab", name="Clips").click()
    row = page.get_by_role("table", name="Clips").get_by_role("row").filter(has_text=CASE)
    expect(row.get_by_role("link")).to_be_visible(timeout=40_000)
    desk.shot("live-recorded")
    assert next_after(page, third).behind < 3_000  # recording did not disturb the view

    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("You stopped the view.").first).to_be_visible()
    assert shown(page) is None
    assert (kept(page), saved) == (before, [])  # P3.1: a look leaves nothing in the browser
    row.get_by_role("link").click()
    expect(page.get_by_text("COMPLIANCE").first).to_be_visible()
    expect(page.get_by_text("The core box cut the clip").first).to_be_visible()
    desk.shot("clip-item")


def test_a_camera_that_is_not_allowed_is_nowhere_on_the_console(desk: Screen, call):
    watch(desk, call)

    assert "Office" not in desk.page.content()
    expect(desk.page.get_by_role("table", name="Cameras nearby").get_by_role("row")).to_have_count(2)


def test_a_view_can_be_opened_and_ended_with_the_keyboard_alone(desk: Screen, call):
    page = desk.page
    page.get_by_role("link", name=call["number"]).first.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Watch Front door")
    expect(button).to_be_visible()

    button.focus()
    page.keyboard.press("Enter")
    wait_for("a picture", lambda: shown(page), seconds=15)
    stop = page.get_by_role("button", name="Stop", exact=True)
    stop.focus()
    page.keyboard.press("Space")

    expect(page.get_by_text("You stopped the view.").first).to_be_visible()


@pytest.mark.parametrize("size", ["phone", pytest.param("desk", marks=pytest.mark.slow)])
def test_the_owner_sees_who_looks_and_the_picture_goes_when_they_switch_off(
    city, desk: Screen, call, shop: Shop, open_screen, size
):
    watch(desk, call)
    home = open_screen(size)
    page = home.page
    steps.sign_in_at(home, "/owner/", city["actors"]["owner"], heading="Your cameras")

    card = page.get_by_role("article", name="Front door")
    expect(card.get_by_text(f"Being watched now: badge 101, call {call['number']}")).to_be_visible()
    expect(card.locator(".light")).to_be_visible()
    assert "Office" not in page.content()
    home.shot("owner")
    assert home.fits()

    shop.changed()
    page.get_by_role("button", name="Turn off Front door").click()
    sure = page.get_by_role("dialog", name="Turn off Front door?")
    expect(sure).to_be_visible()
    home.shot("owner-sure", whole=False)
    sure.get_by_role("button", name="Yes, turn it off").click()
    switched = time.monotonic()
    wait_for("the end of the picture", lambda: shown(desk.page) is None, seconds=5)
    took = time.monotonic() - switched
    expect(desk.page.get_by_text("The view has ended").first).to_be_visible(timeout=5_000)
    expect(desk.page.get_by_text(re.compile("This view has ended: .*owner")).first).to_be_visible()
    assert took <= 5
    desk.shot(f"live-ended-by-{size}", whole=False)

    expect(page.get_by_text(re.compile("is off, and the box has confirmed it"))).to_be_visible()
    row = page.get_by_role("row").filter(has_text=call["number"]).first
    expect(row).to_contain_text("101")
    home.shot("owner-off")
    assert home.fits()


def test_the_owners_page_speaks_spanish(city, shop: Shop, open_screen):
    home = open_screen("phone")
    steps.sign_in_at(home, "/owner/", city["actors"]["owner"], heading="Your cameras")

    home.page.get_by_role("button", name="Español").click()

    expect(home.page.locator("html")).to_have_attribute("lang", "es")
    expect(home.page.get_by_role("article", name="Front door")).to_be_visible()
    home.shot("owner-spanish")
    assert home.fits()


@pytest.mark.parametrize("size", ["phone", pytest.param("desk", marks=pytest.mark.slow)])
def test_two_people_release_a_clip_and_the_agency_gives_its_receipt(
    city, call, shop: Shop, open_screen, size, tmp_path
):
    clip = shop.answered(call, shop.order(call).json())
    assert clip["state"] == "admitted", clip
    case = f"26-CR-00{50 + len(size)}"

    # 1. A detective chooses the item and writes to whom, for which case and why.
    office = open_screen("desk")
    steps.sign_in(office, city["actors"]["detective"])
    steps.ask_for_release(office, call, case)
    expect(office.page.get_by_text("A supervisor approves or denies this release.")).to_be_visible()
    office.shot("release-asked")
    place = office.page.url

    # 2. A supervisor who is somebody else approves.
    above = open_screen("desk")
    steps.sign_in(above, city["actors"]["supervisor"])
    above.page.get_by_role("link", name="Releases").first.click()
    expect(above.page.get_by_role("link", name=f"Release for case {case}")).to_be_visible()
    above.shot("releases")
    above.page.get_by_role("link", name=f"Release for case {case}").first.click()
    above.page.get_by_role("button", name="Approve the release").click()
    expect(above.page.get_by_text("Ready for the agency").first).to_be_visible(timeout=40_000)
    above.shot("release-packed")

    # 3. The agency downloads; its page computes the digest of what arrived and sends the receipt.
    there = open_screen(size)
    there.page.add_init_script("delete window.showSaveFilePicker")  # nobody is here to choose a file
    steps.sign_in_at(there, "/agency/", city["actors"]["recipient"], heading="Evidence for your agency")
    there.shot("agency")
    there.page.get_by_role("link", name=f"Open the package for case {case}").click()
    expect(there.page.get_by_role("heading", name=case)).to_be_focused()
    there.shot("agency-package")
    assert there.fits()
    there.page.get_by_role("button", name="Download and send the receipt").click()
    expect(there.page.get_by_text("Enter your name: the receipt bears it.")).to_be_visible()
    there.page.get_by_label("Your name").fill("Recipient 1")
    there.page.get_by_text("I keep to the limits above").click()
    with there.page.expect_download() as arriving:
        there.page.get_by_role("button", name="Download and send the receipt").click()
    arriving.value.save_as(tmp_path / "package.zip")
    expect(there.page.get_by_text("Custody is now yours.")).to_be_visible()
    digest = hashlib.sha256((tmp_path / "package.zip").read_bytes()).hexdigest()
    assert digest in there.page.inner_text("body").replace("\n", "").replace(" ", "")
    there.shot("agency-receipt")
    assert there.fits()

    # 4. The console of whoever asked says that custody has passed.
    office.page.goto(place)
    expect(office.page.get_by_text("Custody transferred").first).to_be_visible()
    office.shot("release-transferred")
